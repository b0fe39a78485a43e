import type { JsonObject } from "@nacre/core";
import type { StepOutput } from "../execution.ts";
import { arn } from "../jobs/names.ts";
import { object, text } from "../plan.ts";
import { randomToken } from "../random.ts";
import type { RunContext } from "../run-context.ts";
import type { JobRecord } from "../state/jobs.ts";
import { StepFailure, StepStopped } from "../step-failure.ts";
import { runTrials } from "../tuning/run-trials.ts";
import { outcomeOf, type TrialJob, type TuningOutcome } from "../tuning/summaries.ts";
import { Trainings } from "../tuning/trainings.ts";
import { readTuningJob, type TuningJob } from "../tuning/tuning-job.ts";
import type { PlainRunner, StepResult } from "./step-runner.ts";

const resource = "hyper-parameter-tuning-job";
/** setTimeout takes no longer delay: 24.8 days. */
const longestTimerMs = 2_147_483_647;

/**
 * Tuning steps: training jobs of this machine, several at once, of which the best is found. Training
 * jobs that had ended when an engine died are not run again.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html
 */
export const tuning: PlainRunner = {
  async run({ step, args }, context) {
    const job = readTuningJob(args, `${context.executionId}/${step.name}`);
    if ("faults" in job) {
      throw new StepFailure(`ClientError: ${job.faults.map(({ reason }) => reason).join("; ")}.`);
    }
    const record = tuningRecord(step.name, args, job, context);
    context.record.executing(step.name, {
      jobName: record.name,
      metadata: { TuningJob: { Arn: record.arn } },
    });
    warn(step.name, args, context);
    const deadline = deadlineOf(job, context.signal);
    const trainings = new Trainings({ step, record, job, context, signal: deadline.signal });
    let trials: readonly TrialJob[];
    try {
      trials = await runTrials(job, (index, values) => trainings.run(index, values));
    } catch (error) {
      if (error instanceof StepStopped) end(record, context, "Stopped", {});
      throw error;
    } finally {
      deadline.clear();
    }
    return finish(record, args, job, trials, context);
  },
};

/** The job of the step: the one that an engine which died had begun, or a new one. */
function tuningRecord(
  step: string,
  args: JsonObject,
  job: TuningJob,
  context: RunContext,
): JobRecord {
  const { executionId: execution, region, jobs } = context;
  const begun = jobs
    .ofStep(resource, execution, step)
    .find(({ status }) => status === "InProgress");
  if (begun !== undefined) return begun;
  // SageMaker's names of tuning jobs have 32 characters at most.
  const name = `${execution}-${step.slice(0, 8)}-${randomToken(10)}`;
  const created = {
    type: resource,
    name,
    arn: arn(region, resource, name),
    description: { ...args, ...described(outcomeOf(name, job, [], secondsOf)) },
    createdTime: new Date(),
    execution,
    step,
  } as const;
  context.record.write(() => jobs.begin(created));
  return {
    ...created,
    status: "InProgress",
    lastModifiedTime: created.createdTime,
    endTime: undefined,
  };
}

function warn(step: string, args: JsonObject, { record }: RunContext): void {
  const config = object(args["HyperParameterTuningJobConfig"]);
  if (config["TrainingJobEarlyStoppingType"] !== "Auto") return;
  record.warn(step, "Training jobs are not stopped early here: each runs to its end.");
}

/** The execution's signal, and after `MaxRuntimeInSeconds` of all training jobs together one too. */
function deadlineOf(
  { maxRuntimeSeconds }: TuningJob,
  signal: AbortSignal,
): { readonly signal: AbortSignal; clear(): void } {
  if (maxRuntimeSeconds === undefined) return { signal, clear: () => undefined };
  const late = new AbortController();
  const ms = Math.min(maxRuntimeSeconds * 1000, longestTimerMs);
  const timer = setTimeout(() => late.abort(), ms);
  return { signal: AbortSignal.any([signal, late.signal]), clear: () => clearTimeout(timer) };
}

function finish(
  record: JobRecord,
  args: JsonObject,
  job: TuningJob,
  trials: readonly TrialJob[],
  context: RunContext,
): () => StepResult {
  const { best, properties } = outcomeOf(record.name, job, trials);
  const counted = described(outcomeOf(record.name, job, trials, secondsOf));
  if (best === undefined) {
    const FailureReason =
      "ClientError: All training jobs failed, or reported no objective. Look at the training jobs of " +
      `the tuning job ${record.name}.`;
    end(record, context, "Failed", { ...counted, FailureReason });
    throw new StepFailure(FailureReason);
  }
  return () => {
    end(record, context, "Completed", counted);
    const endTime = new Date().toISOString();
    return {
      properties: {
        ...args,
        HyperParameterTuningJobName: record.name,
        HyperParameterTuningJobArn: record.arn,
        HyperParameterTuningJobStatus: "Completed",
        CreationTime: record.createdTime.toISOString(),
        HyperParameterTuningEndTime: endTime,
        LastModifiedTime: endTime,
        ...properties,
      },
      outputs: outputsOf(best, trials, context),
    };
  };
}

/** What the Describe operation says of an outcome; the training jobs are listed by another one. */
function described({ properties }: TuningOutcome): JsonObject {
  const { TrainingJobSummaries: _, ...rest } = properties;
  return rest;
}

function secondsOf(time: Date): number {
  return time.getTime() / 1000;
}

function end(
  { name }: JobRecord,
  { jobs, record }: RunContext,
  status: "Completed" | "Failed" | "Stopped",
  description: JsonObject,
): void {
  const endTime = new Date();
  const HyperParameterTuningEndTime = secondsOf(endTime);
  record.write(() =>
    jobs.update(resource, name, {
      status,
      description: { ...description, HyperParameterTuningEndTime },
      endTime,
    }),
  );
}

/** The models of all training jobs; the best one's is called `model`, the others' as their jobs. */
function outputsOf(
  best: TrialJob,
  trials: readonly TrialJob[],
  { objects }: RunContext,
): StepOutput[] {
  return [best, ...trials.filter((trial) => trial !== best)].flatMap((trial) => {
    const uri = text(trial.model);
    if (uri === undefined) return [];
    const name = trial === best ? "model" : trial.name;
    return [{ name, uri, path: objects.ownPath(uri) }];
  });
}
