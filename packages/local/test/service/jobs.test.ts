import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { Jobs, type JobType } from "../../src/state/jobs.ts";
import { bench, role, type Bench } from "./support.ts";

const arn = "arn:aws:sagemaker:us-east-1:000000000000";

/** What jobs were made with: arguments of steps, in which numbers may be texts. */
const descriptions: Readonly<Record<JobType, JsonObject>> = {
  "processing-job": {
    AppSpecification: { ImageUri: "image", ContainerEntrypoint: ["python3", "a.py"] },
    ProcessingResources: {
      ClusterConfig: { InstanceCount: "1", InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
    },
    RoleArn: role,
    ProcessingStartTime: 1001,
    OnlyThePipelineReadsThis: true,
  },
  "training-job": {
    AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" },
    HyperParameters: { num_round: 50 },
    OutputDataConfig: { S3OutputPath: "s3://bucket/out/" },
    ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    RoleArn: role,
    SecondaryStatus: "Training",
    TrainingStartTime: 1001,
  },
  "transform-job": {
    ModelName: "model",
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://bucket/in" } },
    },
    TransformOutput: { S3OutputPath: "s3://bucket/out" },
    TransformResources: { InstanceCount: 1, InstanceType: "ml.m5.large" },
  },
  "hyper-parameter-tuning-job": {
    HyperParameterTuningJobConfig: {
      Strategy: "Random",
      ResourceLimits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 2 },
    },
  },
};

function withJobs(type: JobType, names: readonly string[]): Bench {
  const made = bench();
  const jobs = new Jobs(made.database);
  for (const [index, name] of names.entries()) {
    jobs.begin({
      type,
      name,
      arn: `${arn}:${type}/${name.toLowerCase()}`,
      description: descriptions[type],
      createdTime: new Date(1_000_000 + index * 1000),
      execution: undefined,
      step: undefined,
    });
  }
  return made;
}

const kinds = [
  ["processing-job", "ProcessingJob", "ProcessingJobSummaries"],
  ["training-job", "TrainingJob", "TrainingJobSummaries"],
  ["transform-job", "TransformJob", "TransformJobSummaries"],
  ["hyper-parameter-tuning-job", "HyperParameterTuningJob", "HyperParameterTuningJobSummaries"],
] as const;

describe.each(kinds)("%s", (type, kind, list) => {
  it("is described as the API has it, with what only the pipeline reads left out", async () => {
    const { call } = withJobs(type, ["Job-A"]);
    const described = await call(`Describe${kind}`, { [`${kind}Name`]: "Job-A" });
    expect(described).toMatchObject({
      [`${kind}Name`]: "Job-A",
      [`${kind}Arn`]: `${arn}:${type}/job-a`,
      [`${kind}Status`]: "InProgress",
      CreationTime: 1000,
    });
    expect(described["OnlyThePipelineReadsThis"]).toBeUndefined();
  });

  it("is listed by name, status and time, in the order asked for", async () => {
    const made = withJobs(type, ["b", "c", "a", "dd"]);
    new Jobs(made.database).update(type, "c", {
      status: "Completed",
      endTime: new Date(5_000_000),
    });
    const names = async (input: JsonObject): Promise<unknown> => {
      const answer = await made.call(`List${kind}s`, input);
      // The answer fits the model, which `call` has checked.
      return (answer[list] as JsonObject[]).map((summary) => summary[`${kind}Name`]);
    };
    const byTime = { SortBy: "CreationTime", SortOrder: "Ascending" };
    expect(await names(byTime)).toEqual(["b", "c", "a", "dd"]);
    expect(await names({ SortBy: "Name", SortOrder: "Descending" })).toEqual(["dd", "c", "b", "a"]);
    expect(await names({ ...byTime, StatusEquals: "InProgress" })).toEqual(["b", "a", "dd"]);
    expect(await names({ NameContains: "D" })).toEqual(["dd"]);
    expect(await names({ ...byTime, CreationTimeAfter: 1001 })).toEqual(["a", "dd"]);
    expect(await names({ ...byTime, CreationTimeBefore: 1001 })).toEqual(["b"]);
    expect(await names({ SortBy: "Status", SortOrder: "Ascending", MaxResults: 1 })).toEqual(["c"]);
  });

  it("that is not there", async () => {
    const { refused } = bench();
    expect(await refused(`Describe${kind}`, { [`${kind}Name`]: "none" })).toBe(
      `ResourceNotFound: Requested resource not found: ${kind} none.`,
    );
  });
});

describe("a training job", () => {
  it("has numbers and texts as the API wants them, and says where its model will be", async () => {
    const { call } = withJobs("training-job", ["job"]);
    expect(await call("DescribeTrainingJob", { TrainingJobName: "job" })).toMatchObject({
      HyperParameters: { num_round: "50" },
      ModelArtifacts: { S3ModelArtifacts: "s3://bucket/out/job/output/model.tar.gz" },
      TrainingStartTime: 1001,
      SecondaryStatus: "Training",
    });
  });

  it("has what Estimator.attach of the Python SDK reads, though nobody asked for it", async () => {
    const { call } = withJobs("training-job", ["job"]);
    expect(await call("DescribeTrainingJob", { TrainingJobName: "job" })).toMatchObject({
      OutputDataConfig: { KmsKeyId: "", S3OutputPath: "s3://bucket/out/" },
      EnableNetworkIsolation: false,
      EnableInterContainerTrafficEncryption: false,
      EnableManagedSpotTraining: false,
    });
  });

  it("of a tuning job is listed with it, by what it came to", async () => {
    const made = withJobs("hyper-parameter-tuning-job", ["tune"]);
    const jobs = new Jobs(made.database);
    const values = new Map([
      ["one", 3.5],
      ["two", 10],
      ["three", undefined],
    ]);
    for (const [name, value] of values) {
      const metric = { MetricName: "validation:rmse", Value: value };
      jobs.begin({
        type: "training-job",
        name,
        arn: `${arn}:training-job/${name}`,
        description: {
          ...descriptions["training-job"],
          TuningJobArn: `${arn}:hyper-parameter-tuning-job/tune`,
          TunedHyperParameters: { eta: "0.1" },
          ...(value === undefined ? {} : { FinalHyperParameterTuningJobObjectiveMetric: metric }),
        },
        createdTime: new Date(1_000_000),
        execution: undefined,
        step: undefined,
      });
    }
    const names = async (more: JsonObject): Promise<unknown> => {
      const { TrainingJobSummaries } = await made.call(
        "ListTrainingJobsForHyperParameterTuningJob",
        { HyperParameterTuningJobName: "tune", ...more },
      );
      // The answer fits the model, which `call` has checked.
      return (TrainingJobSummaries as JsonObject[]).map(({ TrainingJobName }) => TrainingJobName);
    };
    expect(await names({})).toEqual(["one", "three", "two"]);
    expect(await names({ SortBy: "FinalObjectiveMetricValue" })).toEqual(["one", "two"]);
    const best = { SortBy: "FinalObjectiveMetricValue", SortOrder: "Descending", MaxResults: 1 };
    expect(await names(best)).toEqual(["two"]);
  });
});
