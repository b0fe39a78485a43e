import type { JsonObject } from "@nacre/core";
import { between, contains, equals } from "../../state/list-rows.ts";
import type { JobRecord, JobType } from "../../state/jobs.ts";
import type { Call, Handler, Handlers } from "../context.ts";
import { notFound } from "../fault.ts";
import { fitShape } from "../fit-shape.ts";
import { optionalObject, optionalText, optionalTime, requiredText, seconds } from "../input.ts";
import { pageOf, type Page } from "../paging.ts";

/** What a kind of job is called in its operations. */
interface JobKind {
  readonly type: JobType;
  /** Such as `ProcessingJob`. */
  readonly name: string;
  /** The shape of its description. */
  readonly described: string;
  /** The shape of its entry in a list, and the member that lists are. */
  readonly summary: string;
  readonly list: string;
  readonly order: "Ascending" | "Descending";
}

const processing: JobKind = {
  type: "processing-job",
  name: "ProcessingJob",
  described: "DescribeProcessingJobResponse",
  summary: "ProcessingJobSummary",
  list: "ProcessingJobSummaries",
  order: "Ascending",
};
const training: JobKind = {
  type: "training-job",
  name: "TrainingJob",
  described: "DescribeTrainingJobResponse",
  summary: "TrainingJobSummary",
  list: "TrainingJobSummaries",
  order: "Ascending",
};
const transform: JobKind = {
  type: "transform-job",
  name: "TransformJob",
  described: "DescribeTransformJobResponse",
  summary: "TransformJobSummary",
  list: "TransformJobSummaries",
  order: "Descending",
};
const tuning: JobKind = {
  type: "hyper-parameter-tuning-job",
  name: "HyperParameterTuningJob",
  described: "DescribeHyperParameterTuningJobResponse",
  summary: "HyperParameterTuningJobSummary",
  list: "HyperParameterTuningJobSummaries",
  order: "Ascending",
};

/** The default of SageMaker's lists of jobs. */
const pageSize = 10;

/** Describe and List of jobs, which the steps of executions make. */
export const jobHandlers: Handlers = {
  DescribeProcessingJob: describe(processing),
  DescribeTrainingJob: describe(training),
  DescribeTransformJob: describe(transform),
  DescribeHyperParameterTuningJob: describe(tuning),
  ListProcessingJobs: list(processing),
  ListTrainingJobs: list(training),
  ListTransformJobs: list(transform),
  ListHyperParameterTuningJobs: list(tuning),

  ListTrainingJobsForHyperParameterTuningJob(input, call) {
    const job = findJob(tuning, requiredText(input, "HyperParameterTuningJobName"), call);
    const page = pageOf(call.operation, input, { order: "Ascending", size: pageSize });
    const wanted = optionalText(input, "SortBy");
    const isByMetric = wanted === "FinalObjectiveMetricValue";
    const rows = call.jobs.list(
      training.type,
      [
        ["json_extract(description_json, '$.TuningJobArn') = ?", job.arn],
        ...equals("status", optionalText(input, "StatusEquals")),
        ...(isByMetric ? [[`${metric} IS NOT NULL`] as const] : []),
      ],
      { ...page, sortBy: isByMetric ? { expression: metric } : columnOf(wanted, "Name") },
    );
    const { items, NextToken } = page.cut(rows, (row) => ({
      value: isByMetric ? metricOf(row) : valueOf(row, columnOf(wanted, "Name")),
      id: row.name,
    }));
    const summaries = items.map((row) =>
      fitShape(
        { TunedHyperParameters: {}, ...description(training, row), TuningJobName: job.name },
        "HyperParameterTrainingJobSummary",
      ),
    );
    return { TrainingJobSummaries: summaries, NextToken };
  },
};

/** Where the description of a job of a tuning job keeps what it came to. */
const metric =
  "json_extract(description_json, '$.FinalHyperParameterTuningJobObjectiveMetric.Value')";

function metricOf({ description: kept }: JobRecord): number {
  const { Value } = optionalObject(kept, "FinalHyperParameterTuningJobObjectiveMetric") ?? {};
  return Number(Value);
}

function describe(kind: JobKind): Handler {
  return (input, call) => {
    const job = findJob(kind, requiredText(input, `${kind.name}Name`), call);
    return fitShape(description(kind, job), kind.described);
  };
}

function list(kind: JobKind): Handler {
  return (input, call) => {
    const page: Page = pageOf(call.operation, input, { order: kind.order, size: pageSize });
    const sortBy = columnOf(
      optionalText(input, "SortBy"),
      kind === tuning ? "Name" : "CreationTime",
    );
    // Nothing here has a warm pool or a training plan.
    const isNone =
      optionalText(input, "WarmPoolStatusEquals") !== undefined ||
      optionalText(input, "TrainingPlanArnEquals") !== undefined;
    const rows = call.jobs.list(
      kind.type,
      [
        ...contains("name", optionalText(input, "NameContains")),
        ...equals("status", optionalText(input, "StatusEquals")),
        ...between(
          "created_time",
          optionalTime(input, "CreationTimeAfter"),
          optionalTime(input, "CreationTimeBefore"),
        ),
        ...between(
          "last_modified_time",
          optionalTime(input, "LastModifiedTimeAfter"),
          optionalTime(input, "LastModifiedTimeBefore"),
        ),
        ...(isNone ? [["FALSE"] as const] : []),
      ],
      { ...page, sortBy },
    );
    const { items, NextToken } = page.cut(rows, (row) => ({
      value: valueOf(row, sortBy),
      id: row.name,
    }));
    const summaries = items.map((job) => fitShape(description(kind, job), kind.summary));
    return { [kind.list]: summaries, NextToken };
  };
}

function findJob({ type, name: kind }: JobKind, name: string, { jobs }: Call): JobRecord {
  const job = jobs.get(type, name);
  if (job !== undefined) return job;
  throw notFound(`Requested resource not found: ${kind} ${name}.`);
}

/** All that is known of a job; the shape of the answer decides what is given. */
function description(kind: JobKind, job: JobRecord): JsonObject {
  const { config, strategy } = tuningConfig(job.description);
  return {
    ...(kind === training ? trainingDefaults(job) : {}),
    ...(kind === tuning
      ? {
          TrainingJobStatusCounters: {},
          ObjectiveStatusCounters: {},
          Strategy: strategy,
          ResourceLimits: config["ResourceLimits"],
        }
      : {}),
    ...job.description,
    ...(kind === training ? { OutputDataConfig: outputDataConfig(job) } : {}),
    [`${kind.name}Name`]: job.name,
    [`${kind.name}Arn`]: job.arn,
    [`${kind.name}Status`]: job.status,
    CreationTime: seconds(job.createdTime),
    LastModifiedTime: seconds(job.lastModifiedTime),
    [`${kind === tuning ? "HyperParameterTuning" : kind.name.replace("Job", "")}EndTime`]: seconds(
      job.endTime,
    ),
  };
}

function tuningConfig(kept: JsonObject) {
  const config = optionalObject(kept, "HyperParameterTuningJobConfig") ?? {};
  return { config, strategy: optionalText(config, "Strategy") ?? "Bayesian" };
}

/** What a training job is described with though nobody asked for it; SDKs rely on that. */
function trainingDefaults(job: JobRecord): JsonObject {
  const { S3OutputPath } = outputDataConfig(job);
  const output = String(S3OutputPath ?? "").replace(/\/+$/, "");
  return {
    // It is known before it is there.
    ModelArtifacts: { S3ModelArtifacts: `${output}/${job.name}/output/model.tar.gz` },
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
  };
}

function outputDataConfig({ description: kept }: JobRecord): JsonObject {
  return { KmsKeyId: "", ...optionalObject(kept, "OutputDataConfig") };
}

type Column = "Name" | "CreationTime" | "Status";

function columnOf(wanted: string | undefined, otherwise: Column): Column {
  return wanted === "Name" || wanted === "CreationTime" || wanted === "Status" ? wanted : otherwise;
}

function valueOf({ name, createdTime, status }: JobRecord, column: Column): string | number {
  const values = { Name: name, CreationTime: createdTime.getTime(), Status: status };
  return values[column];
}
