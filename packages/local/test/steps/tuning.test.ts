import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject, NacreError, type JsonObject, type PipelineDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import type { Execution, PutObject } from "../../src/execution.ts";
import { run } from "../../src/run.ts";
import { createService } from "../../src/service/service.ts";
import { Database } from "../../src/state/database.ts";
import { Jobs, type JobRecord } from "../../src/state/jobs.ts";
import { Steps, type StepRecord } from "../../src/state/steps.ts";
import { bucket, definition, image, runHere, temporaryFolder, textFile } from "../pipelines.ts";

/** The first test may have to make the Python environment. */
const patience = 300_000;

const s3 = (uri: string): object => ({
  S3DataSource: { S3Uri: uri, S3DataType: "S3Prefix", S3DataDistributionType: "FullyReplicated" },
});
const channel = (name: string): object => ({
  ChannelName: name,
  ContentType: "text/csv",
  DataSource: s3(`${bucket}/${name}/`),
});

const trainingDefinition: JsonObject = {
  AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: "File" },
  StaticHyperParameters: { num_round: "3", objective: "reg:squarederror" },
  OutputDataConfig: { S3OutputPath: `${bucket}/models` },
  ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 5 },
  StoppingCondition: { MaxRuntimeInSeconds: 300 },
  RoleArn: "arn:aws:iam::111122223333:role/Training",
};
const tuningConfig: JsonObject = {
  Strategy: "Random",
  RandomSeed: 1,
  HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "validation:rmse" },
  ResourceLimits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 3 },
  ParameterRanges: {
    ContinuousParameterRanges: [{ Name: "eta", MinValue: "0.01", MaxValue: "1" }],
    IntegerParameterRanges: [{ Name: "max_depth", MinValue: "1", MaxValue: "4" }],
  },
};

const channels = { InputDataConfig: [channel("train"), channel("validation")] };

/** Tunes XGBoost, and tells the second best training job, in whose S3 URI a model lies. */
function pipeline(config: JsonObject = {}, training: JsonObject = {}): PipelineDefinition {
  const second = { Get: "Steps.Tune.TrainingJobSummaries[1].TrainingJobName" };
  return definition([
    {
      Name: "Tune",
      Type: "Tuning",
      Arguments: {
        HyperParameterTuningJobConfig: { ...tuningConfig, ...config },
        TrainingJobDefinition: { ...trainingDefinition, ...channels, ...training },
      },
    },
    {
      Name: "Register",
      Type: "RegisterModel",
      Arguments: {
        ModelPackageGroupName: "Tuned",
        InferenceSpecification: {
          Containers: [
            {
              Image: image,
              ModelDataUrl: {
                "Std:Join": {
                  On: "/",
                  Values: ["s3:/", "a-bucket", "models", second, "output/model.tar.gz"],
                },
              },
            },
          ],
          SupportedContentTypes: ["text/csv"],
          SupportedResponseMIMETypes: ["text/csv"],
        },
      },
    },
    {
      Name: "Tell",
      Type: "Fail",
      Arguments: { ErrorMessage: { Get: "Steps.Tune.BestTrainingJob.TrainingJobName" } },
      DependsOn: ["Register"],
    },
  ]);
}

/** y = 3a − b, so that deeper trees and a larger eta are better. */
function dataObjects(): PutObject[] {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [a, b] = [i % 7, i % 5];
    return `${3 * a - b},${a},${b}`;
  });
  return ["train", "validation"].map((name) => ({
    uri: `${bucket}/${name}/${name}.csv`,
    file: textFile(folder, `${name}.csv`, `${rows.join("\n")}\n`),
  }));
}

/** What clients of the service hear of a tuning job. */
interface Heard {
  readonly described: JsonObject;
  readonly listed: JsonObject;
}

interface Tuned {
  readonly heard: Heard;
  readonly execution: Execution;
  readonly step: StepRecord;
  readonly summaries: readonly JsonObject[];
  readonly trainings: readonly JobRecord[];
  readonly tuning: JobRecord | undefined;
}

async function tune(
  given: PipelineDefinition,
  home = join(temporaryFolder(), "home"),
): Promise<Tuned> {
  const execution = await run(given, { home, pipelineName: "Tuning", objects: dataObjects() });
  const database = new Database(home);
  const step = new Steps(database).get(execution.id, "Tune");
  const jobs = new Jobs(database);
  const trainings = jobs.ofStep("training-job", execution.id, "Tune");
  const [tuning] = jobs.ofStep("hyper-parameter-tuning-job", execution.id, "Tune");
  const heard = await hear(database, step?.jobName ?? "");
  database.close();
  if (step === undefined) throw new Error("no step Tune");
  const list = step.properties?.["TrainingJobSummaries"];
  const summaries = Array.isArray(list) ? list.filter(isJsonObject) : [];
  return { heard, execution, step, summaries, trainings, tuning };
}

async function hear(database: Database, name: string): Promise<Heard> {
  const service = createService({
    database,
    engine: new Engine(database, { takesUp: "own" }),
    readObject: () => Promise.resolve(undefined),
  });
  const request = { HyperParameterTuningJobName: name };
  return {
    described: await service.handle("DescribeHyperParameterTuningJob", request),
    listed: await service.handle("ListTrainingJobsForHyperParameterTuningJob", {
      ...request,
      SortBy: "FinalObjectiveMetricValue",
    }),
  };
}

function objectiveOf(summary: JsonObject | undefined): number {
  const metric = summary?.["FinalHyperParameterTuningJobObjectiveMetric"];
  return isJsonObject(metric) ? Number(metric["Value"]) : Number.NaN;
}

describe("a Tuning step", () => {
  test(
    "trains with values from its ranges, and later steps have the best training jobs and their models",
    async () => {
      const { heard, execution, step, summaries, trainings, tuning } = await tune(pipeline());
      expect(step).toMatchObject({ status: "Succeeded", failureReason: undefined });
      expect(summaries).toHaveLength(3);
      const objectives = summaries.map(objectiveOf);
      expect(objectives).toEqual(objectives.toSorted((a, b) => a - b));
      const [best] = summaries;
      expect(execution.failureReason).toBe(best?.["TrainingJobName"]);
      expect(step.properties).toMatchObject({
        BestTrainingJob: best,
        HyperParameterTuningJobStatus: "Completed",
        TrainingJobStatusCounters: { Completed: 3 },
        ObjectiveStatusCounters: { Succeeded: 3 },
      });
      const jobNames = summaries.map((summary) => ({
        TrainingJobName: summary["TrainingJobName"],
      }));
      expect(heard.listed).toMatchObject({ TrainingJobSummaries: jobNames });
      expect(heard.described).toMatchObject({
        HyperParameterTuningJobStatus: "Completed",
        BestTrainingJob: {
          TrainingJobName: best?.["TrainingJobName"],
          TrainingJobStatus: "Completed",
          ObjectiveStatus: "Succeeded",
          TunedHyperParameters: best?.["TunedHyperParameters"],
          CreationTime: expect.any(Number),
        },
        TrainingJobStatusCounters: { Completed: 3 },
      });
      const name = step.jobName ?? "";
      expect(name).toMatch(new RegExp(`^${execution.id}-Tune-[a-z0-9]{10}$`));
      expect(step.metadata).toEqual({
        TuningJob: {
          Arn: `arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/${name}`,
        },
      });
      expect(tuning).toMatchObject({ name, status: "Completed" });
      expect(trainings.map((job) => [job.name.slice(0, -9), job.status])).toEqual(
        expect.arrayContaining([
          [`${name}-001`, "Completed"],
          [`${name}-002`, "Completed"],
          [`${name}-003`, "Completed"],
        ]),
      );
      const outputs = execution.steps.find((candidate) => candidate.name === "Tune")?.outputs ?? [];
      expect(outputs.map((output) => output.name)).toHaveLength(3);
      expect(outputs[0]).toMatchObject({
        name: "model",
        uri: `${bucket}/models/${String(best?.["TrainingJobName"])}/output/model.tar.gz`,
      });
      for (const { path } of outputs) expect(existsSync(path)).toBe(true);
      expect(readdirSync(join(execution.directory, "logs")).toSorted()).toEqual([
        "Tune-001.log",
        "Tune-002.log",
        "Tune-003.log",
      ]);
      expect(readFileSync(join(execution.directory, "logs/Tune-001.log"), "utf8")).toContain(
        "validation-rmse",
      );
      expect(readdirSync(join(execution.directory, "jobs"))).toEqual([]);
      const register = execution.steps.find((candidate) => candidate.name === "Register");
      expect(register).toMatchObject({ status: "Succeeded", modelPackage: { version: 1 } });
    },
    patience,
  );

  test(
    "gives the same training jobs for the same seed",
    async () => {
      const [one, two] = [await tune(pipeline()), await tune(pipeline())].map(({ summaries }) =>
        summaries.map((summary) => [summary["TunedHyperParameters"], objectiveOf(summary)]),
      );
      expect(two).toEqual(one);
    },
    patience,
  );

  test(
    "goes through a grid, and leaves out training jobs that fail",
    async () => {
      const ParameterRanges = {
        CategoricalParameterRanges: [{ Name: "eta", Values: ["0.3", "7"] }],
      };
      const limits = { MaxParallelTrainingJobs: 1 };
      const { step, summaries, trainings } = await tune(
        pipeline({ Strategy: "Grid", ParameterRanges, ResourceLimits: limits }),
      );
      expect(summaries.map((summary) => summary["TunedHyperParameters"])).toEqual([
        { eta: "0.3" },
        { eta: "7" },
      ]);
      expect(step.properties).toMatchObject({
        TrainingJobStatusCounters: { Completed: 1, NonRetryableError: 1 },
        BestTrainingJob: { TunedHyperParameters: { eta: "0.3" } },
      });
      expect(trainings.map(({ status }) => status).toSorted()).toEqual(["Completed", "Failed"]);
      expect(summaries[1]?.["FailureReason"]).toMatch(/^AlgorithmError: .*eta/);
    },
    patience,
  );

  test(
    "fails when every training job fails",
    async () => {
      const { execution, step, tuning } = await tune(
        pipeline({}, { StaticHyperParameters: { num_round: "0" } }),
      );
      const reason =
        "ClientError: All training jobs failed, or reported no objective. Look at the training jobs of " +
        `the tuning job ${step.jobName}.`;
      expect(execution.failureReason).toBe(`Step Tune failed: ${reason}`);
      expect(tuning).toMatchObject({ status: "Failed", description: { FailureReason: reason } });
    },
    patience,
  );

  test.each<[string, PipelineDefinition, string]>([
    [
      "its strategy is Hyperband",
      pipeline({ Strategy: "Hyperband" }),
      "its strategy is Hyperband, which stops training jobs half-way",
    ],
    [
      "its image is none that runs here",
      pipeline(
        {},
        { AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" } },
      ),
      "its image image is not one that runs here",
    ],
  ])("is refused before the start when %s", async (_, given, reason) => {
    const fault: unknown = await runHere(given, { objects: dataObjects() }).catch(
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(NacreError);
    expect(fault).toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: `Step Tune cannot run on this machine: ${reason}.`,
    });
  });

  test("is refused before the start when its data is not there", async () => {
    await expect(runHere(pipeline())).rejects.toMatchObject({ code: "LOCAL_OBJECT_MISSING" });
  });
});
