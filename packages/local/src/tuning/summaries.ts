import type { JsonObject } from "@nacre/core";
import type { TunedValues } from "./search.ts";
import type { TuningJob } from "./tuning-job.ts";

/** How a training job of a tuning job ended. */
export interface TrialJob {
  /** Its name. */
  readonly name: string;
  /** Its ARN. */
  readonly arn: string;
  /** What it was trained with. */
  readonly values: TunedValues;
  /** The S3 URI of its model; undefined when it made none. */
  readonly model?: string | undefined;
  /** When it started. */
  readonly startTime: Date;
  /** When it ended. */
  readonly endTime: Date;
  /** How it ended. */
  readonly status: "Completed" | "Failed" | "Stopped";
  /** Why it failed. */
  readonly failureReason?: string | undefined;
  /** What its objective came to; undefined when it reported none. */
  readonly objective: number | undefined;
}

/** What a tuning job came to, as its Describe and List operations answer. */
export interface TuningOutcome {
  /** The training job whose objective is best; undefined when none has one. */
  readonly best: TrialJob | undefined;
  /** `BestTrainingJob`, `TrainingJobSummaries` (the best first) and the counters. */
  readonly properties: JsonObject;
}

/**
 * Sums up the training jobs of a tuning job.
 *
 * @param asTime - how times are told: texts in properties of steps, seconds on the wire
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTrainingJobSummary.html
 */
export function outcomeOf(
  tuningName: string,
  job: TuningJob,
  trials: readonly TrialJob[],
  asTime: (time: Date) => string | number = (time) => time.toISOString(),
): TuningOutcome {
  const sign = job.search.maximize ? -1 : 1;
  const rank = ({ status, objective }: TrialJob): number =>
    objective === undefined || status !== "Completed" ? Number.POSITIVE_INFINITY : sign * objective;
  // Of two as good the earlier one stands first; Infinity minus Infinity is no order.
  const sorted = trials.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  const summaries = sorted.map((trial) => summaryOf(tuningName, job, trial, asTime));
  const [first] = sorted;
  const best = first !== undefined && Number.isFinite(rank(first)) ? first : undefined;
  const count = (status: TrialJob["status"]): number =>
    trials.filter((trial) => trial.status === status).length;
  const succeeded = trials.filter((trial) => Number.isFinite(rank(trial))).length;
  return {
    best,
    properties: {
      TrainingJobStatusCounters: {
        Completed: count("Completed"),
        InProgress: 0,
        RetryableError: 0,
        NonRetryableError: count("Failed"),
        Stopped: count("Stopped"),
      },
      ObjectiveStatusCounters: {
        Succeeded: succeeded,
        Pending: 0,
        Failed: trials.length - succeeded,
      },
      ...(best === undefined || summaries[0] === undefined
        ? {}
        : { BestTrainingJob: summaries[0] }),
      TrainingJobSummaries: summaries,
    },
  };
}

function summaryOf(
  tuningName: string,
  job: TuningJob,
  trial: TrialJob,
  asTime: (time: Date) => string | number,
): JsonObject {
  const { objective, failureReason, status } = trial;
  const metric = {
    Type: job.objectiveType,
    MetricName: job.metricName,
    Value: objective ?? 0,
  };
  return {
    ...(job.definitionName === undefined ? {} : { TrainingJobDefinitionName: job.definitionName }),
    TrainingJobName: trial.name,
    TrainingJobArn: trial.arn,
    TuningJobName: tuningName,
    CreationTime: asTime(trial.startTime),
    TrainingStartTime: asTime(trial.startTime),
    TrainingEndTime: asTime(trial.endTime),
    TrainingJobStatus: status,
    TunedHyperParameters: trial.values,
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
    ...(objective === undefined ? {} : { FinalHyperParameterTuningJobObjectiveMetric: metric }),
    ObjectiveStatus: status === "Completed" && objective !== undefined ? "Succeeded" : "Failed",
  };
}
