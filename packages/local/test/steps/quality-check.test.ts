import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject, PipelineDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import type { Execution, RunOptions } from "../../src/execution.ts";
import { run } from "../../src/run.ts";
import { Database } from "../../src/state/database.ts";
import { Steps } from "../../src/state/steps.ts";
import { bucket, definition, image, runHere, temporaryFolder, textFile } from "../pipelines.ts";

/** The first test may have to make the Python environment. */
const patience = 300_000;

const analyzer = "156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer";

/** A step as AWS's SDK writes it. */
function check(
  name: string,
  more: object = {},
  format: object = { csv: { header: true } },
): object {
  return {
    Name: name,
    Type: "QualityCheck",
    Arguments: {
      AppSpecification: { ImageUri: analyzer },
      RoleArn: "arn:aws:iam::111122223333:role/R",
      ProcessingResources: {
        ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
      },
      ProcessingInputs: [
        {
          InputName: "baseline_dataset_input",
          AppManaged: false,
          S3Input: {
            S3Uri: { Get: "Parameters.Data" },
            LocalPath: "/opt/ml/processing/input/baseline_dataset_input",
            S3DataType: "S3Prefix",
            S3InputMode: "File",
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: "quality_check_output",
            AppManaged: false,
            S3Output: {
              S3Uri: `${bucket}/${name}`,
              LocalPath: "/opt/ml/processing/output",
              S3UploadMode: "EndOfJob",
            },
          },
        ],
      },
      Environment: {
        output_path: "/opt/ml/processing/output",
        publish_cloudwatch_metrics: "Disabled",
        dataset_format: JSON.stringify(format),
        dataset_source: "/opt/ml/processing/input/baseline_dataset_input",
      },
    },
    CheckType: "DATA_QUALITY",
    ModelPackageGroupName: "Quality",
    SkipCheck: false,
    FailOnViolation: true,
    RegisterNewBaseline: false,
    SuppliedBaselineStatistics: null,
    SuppliedBaselineConstraints: null,
    ...more,
  };
}

const baseline = check("Baseline", { SkipCheck: true, RegisterNewBaseline: true });

/** Registers a version with the baseline that a step used. */
const register = {
  Name: "Register",
  Type: "RegisterModel",
  Arguments: {
    ModelPackageGroupName: "Quality",
    ModelApprovalStatus: "Approved",
    InferenceSpecification: {
      Containers: [{ Image: image }],
      SupportedContentTypes: ["text/csv"],
      SupportedResponseMIMETypes: ["text/csv"],
    },
    DriftCheckBaselines: {
      ModelDataQuality: {
        Statistics: {
          ContentType: "application/json",
          S3Uri: { Get: "Steps.Baseline.BaselineUsedForDriftCheckStatistics" },
        },
        Constraints: {
          ContentType: "application/json",
          S3Uri: { Get: "Steps.Baseline.BaselineUsedForDriftCheckConstraints" },
        },
      },
    },
  },
};

const parameters = [{ Name: "Data", Type: "String", DefaultValue: `${bucket}/good/` }];
const pipeline = (...steps: readonly object[]): PipelineDefinition =>
  definition(steps, { Parameters: parameters });

/** Ages from 20 to 69, one of three cities, a score that grows, some without a note. */
function rows(change: (index: number) => Partial<Record<string, string>> = () => ({})): string {
  const lines = Array.from({ length: 200 }, (_, index) => {
    const row = {
      age: String(20 + (index % 50)),
      city: ["Bern", "Oslo", "Rome"][index % 3],
      score: (index / 7).toFixed(3),
      note: index % 4 === 0 ? "" : `n${index}`,
      ...change(index),
    };
    return Object.values(row).join(",");
  });
  return ["age,city,score,note", ...lines, ""].join("\n");
}

function execute(
  home: string,
  given: PipelineDefinition,
  data: string = rows(),
  options: Partial<RunOptions> = {},
): Promise<Execution> {
  const file = textFile(temporaryFolder(), "data.csv", data);
  const objects = [{ uri: `${bucket}/good/data.csv`, file }];
  return run(given, { home, pipelineName: "Quality", objects, ...options });
}

function written(execution: Execution, step: string, file: string): JsonObject {
  const [output] = execution.steps.find(({ name }) => name === step)?.outputs ?? [];
  return JSON.parse(readFileSync(join(output?.path ?? "", file), "utf8"));
}

function metadataOf(home: string, { id }: Execution, step: string): JsonObject | undefined {
  const database = new Database(home);
  const { metadata } = new Steps(database).get(id, step) ?? {};
  database.close();
  return metadata;
}

describe("a QualityCheck step for data", () => {
  test(
    "calculates statistics and constraints in the format of Model Monitor",
    async () => {
      const home = join(temporaryFolder(), "home");
      const execution = await execute(home, pipeline(baseline));
      expect(execution.failureReason).toBeUndefined();
      expect(written(execution, "Baseline", "statistics.json")).toMatchObject({
        version: 0,
        dataset: { item_count: 200 },
        features: [
          {
            name: "age",
            inferred_type: "Integral",
            numerical_statistics: {
              common: { num_present: 200, num_missing: 0 },
              mean: 44.5,
              sum: 8900,
              std_dev: expect.closeTo(14.430869689661812),
              min: 20,
              max: 69,
              distribution: {
                kll: {
                  buckets: Array.from({ length: 10 }, (_, index) => ({
                    lower_bound: expect.closeTo(20 + 4.9 * index),
                    upper_bound: expect.closeTo(24.9 + 4.9 * index),
                    count: 20,
                  })),
                  sketch: { parameters: { c: 0.64, k: 2048 } },
                },
              },
            },
          },
          {
            name: "city",
            inferred_type: "String",
            string_statistics: {
              distinct_count: 3,
              distribution: {
                categorical: {
                  buckets: [
                    { value: "Bern", count: 67 },
                    { value: "Oslo", count: 67 },
                    { value: "Rome", count: 66 },
                  ],
                },
              },
            },
          },
          { name: "score", inferred_type: "Fractional" },
          { name: "note", string_statistics: { common: { num_present: 150, num_missing: 50 } } },
        ],
      });
      expect(written(execution, "Baseline", "constraints.json")).toMatchObject({
        version: 0,
        features: [
          {
            name: "age",
            inferred_type: "Integral",
            completeness: 1,
            num_constraints: { is_non_negative: true },
          },
          { name: "city", string_constraints: { domains: ["Bern", "Oslo", "Rome"] } },
          { name: "score", completeness: 1 },
          { name: "note", completeness: 0.75 },
        ],
        monitoring_config: { distribution_constraints: { comparison_method: "Robust" } },
      });
      expect(metadataOf(home, execution, "Baseline")).toEqual({
        QualityCheck: {
          CheckType: "DATA_QUALITY",
          CheckJobArn: expect.stringContaining(":processing-job/pipelines-"),
          SkipCheck: true,
          RegisterNewBaseline: true,
          ModelPackageGroupName: "Quality",
          CalculatedBaselineConstraints: `${bucket}/Baseline/constraints.json`,
          CalculatedBaselineStatistics: `${bucket}/Baseline/statistics.json`,
          BaselineUsedForDriftCheckConstraints: `${bucket}/Baseline/constraints.json`,
          BaselineUsedForDriftCheckStatistics: `${bucket}/Baseline/statistics.json`,
        },
      });
    },
    patience,
  );

  test(
    "checks later data against the baseline of the latest approved version",
    async () => {
      const home = join(temporaryFolder(), "home");
      const first = await execute(home, pipeline(baseline, register));
      expect(first.failureReason).toBeUndefined();
      const same = await execute(home, pipeline(check("Later")));
      expect(same.failureReason).toBeUndefined();
      expect(written(same, "Later", "constraint_violations.json")).toEqual({ violations: [] });
      expect(metadataOf(home, same, "Later")).toMatchObject({
        QualityCheck: {
          SkipCheck: false,
          BaselineUsedForDriftCheckConstraints: `${bucket}/Baseline/constraints.json`,
        },
      });

      const worse = rows((index) => ({
        age: index % 2 === 0 ? "unknown" : "30",
        city: index === 0 ? "Paris" : "Bern",
        score: (index / 7 + 20).toFixed(3),
        note: "",
      }));
      const checked = await execute(home, pipeline(check("Later")), worse);
      expect(checked.failureReason).toBe(
        "Step Later failed: ClientError: The data quality check found 5 violations of the baseline's " +
          `constraints. The report is ${bucket}/Later/constraint_violations.json.`,
      );
      const report = JSON.parse(
        readFileSync(join(home, "s3/a-bucket/Later/constraint_violations.json"), "utf8"),
      );
      const kinds = report.violations.map((violation: Record<string, string>) => [
        violation["feature_name"],
        violation["constraint_check_type"],
      ]);
      expect(kinds).toEqual([
        ["age", "data_type_check"],
        ["city", "categorical_values_check"],
        ["city", "baseline_drift_check"],
        ["score", "baseline_drift_check"],
        ["note", "completeness_check"],
      ]);
    },
    patience,
  );

  test(
    "goes on in spite of violations when it is to, and says where the report is",
    async () => {
      const home = join(temporaryFolder(), "home");
      await execute(home, pipeline(baseline));
      const supplied = {
        SuppliedBaselineConstraints: { Get: "Parameters.Constraints" },
        FailOnViolation: false,
      };
      const given = definition([check("Later", supplied)], {
        Parameters: [
          ...parameters,
          {
            Name: "Constraints",
            Type: "String",
            DefaultValue: `${bucket}/Baseline/constraints.json`,
          },
        ],
      });
      const execution = await execute(home, given, "age,city,new\n1,Bern,2\n");
      expect(execution.failureReason).toBeUndefined();
      expect(written(execution, "Later", "constraint_violations.json")).toMatchObject({
        violations: [
          { feature_name: "score", constraint_check_type: "missing_column_check" },
          { feature_name: "note", constraint_check_type: "missing_column_check" },
          { feature_name: "new", constraint_check_type: "extra_column_check" },
        ],
      });
      expect(metadataOf(home, execution, "Later")).toMatchObject({
        QualityCheck: { ViolationReport: `${bucket}/Later/constraint_violations.json` },
      });
    },
    patience,
  );

  test(
    "reads CSV without a header and JSON lines",
    async () => {
      const skips = { SkipCheck: true };
      const csv = pipeline(check("Plain", skips, { csv: { header: false } }));
      const plain = await execute(join(temporaryFolder(), "home"), csv, "1,a\n2,b\n");
      expect(written(plain, "Plain", "constraints.json")).toMatchObject({
        features: [
          { name: "_c0", inferred_type: "Integral" },
          { name: "_c1", inferred_type: "String" },
        ],
      });
      const json = pipeline(check("Lines", skips, { json: { lines: true } }));
      const lines = '{"a": 1.5, "b": null}\n{"a": 2, "b": null}\n';
      const read = await execute(join(temporaryFolder(), "home"), json, lines);
      expect(written(read, "Lines", "constraints.json")).toMatchObject({
        features: [
          { name: "a", inferred_type: "Fractional", completeness: 1 },
          { name: "b", inferred_type: "Unknown", completeness: 0 },
        ],
      });
    },
    patience,
  );

  test.each([
    ["without a baseline", check("Later"), "", "There is no baseline to check the data against"],
    [
      "with a baseline that is not there",
      check("Later", { SuppliedBaselineConstraints: `${bucket}/none.json` }),
      "",
      `There is no baseline at ${bucket}/none.json.`,
    ],
    ["without rows", baseline, "a,b\n", "The dataset has no rows."],
  ])(
    "%s fails",
    async (_, step, data, reason) => {
      const execution = await execute(
        join(temporaryFolder(), "home"),
        pipeline(step),
        data === "" ? rows() : data,
      );
      expect(execution.failureReason).toContain(reason);
    },
    patience,
  );

  test.each([
    [
      "the quality of models",
      check("Later", { CheckType: "MODEL_QUALITY" }),
      'its CheckType is "MODEL_QUALITY", and only the quality of data is checked here',
    ],
    ["Parquet", check("Later", {}, { parquet: {} }), 'its dataset format is {"parquet":{}}'],
  ])("of %s is refused before the start", async (_, step, reason) => {
    const file = textFile(temporaryFolder(), "data.csv", rows());
    const objects = [{ uri: `${bucket}/good/data.csv`, file }];
    await expect(runHere(pipeline(step), { objects })).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: `Step Later cannot run on this machine: ${reason}.`,
    });
  });
});
