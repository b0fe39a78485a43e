import { readFile } from "node:fs/promises";
import type { JsonObject, JsonValue } from "@nacre/core";
import { faultCode } from "../files.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { ourJob } from "../jobs/job-start.ts";
import { objects } from "../plan.ts";
import { readQualityCheck, usedBaseline, type QualityCheck } from "../quality/check.ts";
import type { RunContext } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";
import { processing, processingOutputs } from "./processing.ts";
import type { JobRunner } from "./step-runner.ts";

/** Where the job finds the baseline; Model Monitor's own container has no such contract. */
const baselineFolder = "/opt/ml/processing/baseline";

/**
 * QualityCheck steps for the quality of data: a processing job that writes statistics and constraints as
 * SageMaker Model Monitor does, and checks the data against the baseline of an earlier run.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-quality-check
 */
export const qualityCheck: JobRunner = {
  ...processing,

  async prepare(run, context) {
    const { step, args, job, folder } = run;
    const check = await readQualityCheck(step, args, context);
    const prepared = await processing.prepare(run, context);
    const options = check.skips ? [] : await placeBaseline(check, folder, context);
    context.record.executing(step.name, { metadata: metadataOf(check, job.arn, false) });
    return {
      ...prepared,
      container: undefined,
      ...ourJob(context, "nacre_jobs.data_quality", options),
    };
  },

  async collect(run, context) {
    const { step, args, job, folder } = run;
    const check = await readQualityCheck(step, args, context);
    const count = await violationsIn(args, folder);
    const end = await processing.collect(run, context);
    if (count > 0 && check.failsOnViolation) {
      throw new StepFailure(
        `ClientError: The data quality check found ${count} violations of the baseline's constraints. ` +
          `The report is ${check.report}.`,
      );
    }
    const used = usedBaseline(check);
    return () => {
      const { properties, outputs } = end();
      return {
        properties: {
          ...properties,
          CalculatedBaselineConstraints: check.calculated.constraints,
          CalculatedBaselineStatistics: check.calculated.statistics,
          ...(used.constraints === undefined
            ? {}
            : { BaselineUsedForDriftCheckConstraints: used.constraints }),
          ...(used.statistics === undefined
            ? {}
            : { BaselineUsedForDriftCheckStatistics: used.statistics }),
        },
        metadata: metadataOf(check, job.arn, count > 0),
        ...(outputs === undefined ? {} : { outputs }),
      };
    };
  },
};

/** Gives the job the baseline of an earlier run. */
async function placeBaseline(
  { earlier, group }: QualityCheck,
  folder: JobFolder,
  context: RunContext,
): Promise<string[]> {
  const { constraints, statistics } = earlier;
  if (constraints === undefined) {
    throw new StepFailure(
      "ClientError: There is no baseline to check the data against: the step supplies no " +
        "SuppliedBaselineConstraints, and " +
        (group === undefined
          ? "names no ModelPackageGroupName"
          : `the model package group ${group} has no approved version with DriftCheckBaselines.ModelDataQuality`) +
        ". Set SkipCheck for the first run.",
    );
  }
  const given = Object.entries({ constraints, statistics });
  const options = await Promise.all(
    given.map(async ([name, uri]) => {
      if (uri === undefined) return [];
      const path = `${baselineFolder}/${name}.json`;
      folder.writeJson(path, await readBaseline(uri, context));
      return [`--baseline-${name}`, path];
    }),
  );
  return options.flat();
}

async function readBaseline(uri: string, context: RunContext): Promise<JsonValue> {
  const text = await context.objects.readText(uri);
  if (text === undefined) throw new StepFailure(`ClientError: There is no baseline at ${uri}.`);
  try {
    // Whatever JSON.parse gives is a JSON value.
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new StepFailure(`ClientError: The baseline at ${uri} is not JSON.`);
  }
}

/** How many violations the job has found; 0 when it has checked nothing. */
async function violationsIn(args: JsonObject, folder: JobFolder): Promise<number> {
  const output = processingOutputs(args)[0]?.path ?? "";
  try {
    const file = folder.path(`${output}/constraint_violations.json`);
    // Our own job has written it.
    const report = JSON.parse(await readFile(file, "utf8")) as JsonObject;
    return objects(report["violations"]).length;
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
    return 0;
  }
}

function metadataOf(check: QualityCheck, jobArn: string, isViolated: boolean): JsonObject {
  const used = usedBaseline(check);
  return {
    QualityCheck: {
      CheckType: "DATA_QUALITY",
      CheckJobArn: jobArn,
      SkipCheck: check.skips,
      RegisterNewBaseline: check.registers,
      CalculatedBaselineConstraints: check.calculated.constraints,
      CalculatedBaselineStatistics: check.calculated.statistics,
      ...(used.constraints === undefined
        ? {}
        : { BaselineUsedForDriftCheckConstraints: used.constraints }),
      ...(used.statistics === undefined
        ? {}
        : { BaselineUsedForDriftCheckStatistics: used.statistics }),
      ...(check.group === undefined ? {} : { ModelPackageGroupName: check.group }),
      ...(isViolated ? { ViolationReport: check.report } : {}),
    },
  };
}
