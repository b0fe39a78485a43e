import { rm } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import type { JsonObject } from "@nacre/core";
import { descriptionOfEnd, descriptionOfStart } from "../engine/job-description.ts";
import { JobFolder } from "../jobs/job-folder.ts";
import { arn } from "../jobs/names.ts";
import { runJob, type JobExit } from "../jobs/run-job.ts";
import { metricIn } from "../metrics/final-metrics.ts";
import { object, text, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import type { JobRecord } from "../state/jobs.ts";
import { StepFailure, StepStopped } from "../step-failure.ts";
import { variables } from "../steps/common.ts";
import type { JobRun } from "../steps/step-runner.ts";
import { training } from "../steps/training.ts";
import type { TunedValues } from "./search.ts";
import type { TrialJob } from "./summaries.ts";
import type { TuningJob } from "./tuning-job.ts";

/** Whose training jobs are run. */
export interface TrainingsOptions {
  /** The Tuning step. */
  readonly step: PlannedStep;
  /** The tuning job as it is kept. */
  readonly record: JobRecord;
  /** The tuning job as it is run. */
  readonly job: TuningJob;
  /** What steps are given. */
  readonly context: RunContext;
  /** Stops the training jobs: the execution's signal, or an earlier end of the tuning job. */
  readonly signal: AbortSignal;
}

/** A training job that begins. */
interface Training {
  readonly name: string;
  readonly args: JsonObject;
  readonly values: TunedValues;
  readonly logFile: string;
}

/** The training jobs of a tuning job, each kept with its result as soon as it has ended. */
export class Trainings {
  readonly #given: TrainingsOptions;
  /** What had ended when an engine died, by index. */
  readonly #ended = new Map<number, TrialJob>();

  constructor(given: TrainingsOptions) {
    this.#given = given;
    const { context, record, step } = given;
    for (const known of context.jobs.ofStep(training.resource, context.executionId, step.name)) {
      const index = indexIn(known.name, record.name);
      if (index === undefined) continue;
      if (known.status === "InProgress") this.#forget(known.name);
      else if (known.status !== "Stopped") this.#ended.set(index, this.#trialOf(known));
    }
  }

  /**
   * Runs a training job, unless it had ended already.
   *
   * @throws StepStopped when the execution was stopped.
   */
  async run(index: number, values: TunedValues): Promise<TrialJob> {
    const known = this.#ended.get(index);
    if (known !== undefined) return known;
    const { context, signal, record, job } = this.#given;
    const giveBack = await context.slots.take(signal);
    if (giveBack === undefined && context.signal.aborted)
      throw new StepStopped("the run was stopped");
    const number = String(index + 1).padStart(3, "0");
    const name = `${record.name}-${number}-${randomBytes(4).toString("hex")}`;
    const args = {
      ...job.training,
      HyperParameters: {
        ...object(job.training["HyperParameters"]),
        ...this.#ownMetric(),
        ...values,
      },
      TuningJobArn: record.arn,
    };
    const logFile = join(context.directory, "logs", `${this.#given.step.name}-${number}.log`);
    try {
      return await this.#train({ name, args, values, logFile }, giveBack !== undefined);
    } finally {
      giveBack?.();
    }
  }

  async #train({ name, args, values, logFile }: Training, hasTurn: boolean): Promise<TrialJob> {
    const { step, signal } = this.#given;
    const context = { ...this.#given.context, signal };
    const identity = { name, arn: arn(context.region, training.resource, name), time: new Date() };
    this.#begin(identity, args, values);
    const root = join(context.directory, "jobs", name);
    const folder = JobFolder.create(root, context.objects, signal);
    const run: JobRun = { step, args, job: identity, folder, logFile };
    try {
      if (!hasTurn) return this.#end(name, { stopped: "aborted", failureReason: undefined });
      const job = await training.prepare(run, context);
      const exit = await runJob(context, folder, job, { step: step.name, logFile });
      if (exit.stopped === "aborted" || exit.failureReason !== undefined)
        return this.#end(name, exit);
      const end = await training.collect(run, context);
      const { properties } = end();
      return this.#end(name, exit, { ...properties, ...this.#objective(properties) });
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return this.#end(name, { stopped: undefined, failureReason: error.message });
    } finally {
      await folder.remove();
    }
  }

  #begin({ name, arn: jobArn, time }: JobRun["job"], args: JsonObject, values: TunedValues): void {
    const { context, step } = this.#given;
    context.record.write(() =>
      context.jobs.begin({
        type: training.resource,
        name,
        arn: jobArn,
        description: {
          ...args,
          TunedHyperParameters: values,
          ...descriptionOfStart(training, time),
        },
        createdTime: time,
        execution: context.executionId,
        step: step.name,
      }),
    );
  }

  #end(
    name: string,
    { stopped, failureReason }: Pick<JobExit, "stopped" | "failureReason">,
    properties?: JsonObject,
  ): TrialJob {
    const { context } = this.#given;
    if (stopped === "aborted" && context.signal.aborted) {
      this.#forget(name);
      throw new StepStopped("the run was stopped");
    }
    const status = properties === undefined ? "Failed" : "Succeeded";
    const update = descriptionOfEnd(
      training,
      { status, ...(properties === undefined ? {} : { properties }) },
      { stopped, failureReason },
      new Date(),
    );
    context.record.write(() => context.jobs.update(training.resource, name, update));
    const kept = context.jobs.get(training.resource, name);
    if (kept === undefined) throw new Error(`no job ${name}`);
    return this.#trialOf(kept);
  }

  /** A job that did not end by itself: it will be run again, under another name. */
  #forget(name: string): void {
    const { context } = this.#given;
    const update = descriptionOfEnd(training, {}, { stopped: "aborted" }, new Date());
    context.record.write(() => context.jobs.update(training.resource, name, update));
    void rm(join(context.directory, "jobs", name), { recursive: true, force: true });
  }

  #trialOf({ name, arn: jobArn, status, description, createdTime, endTime }: JobRecord): TrialJob {
    const values = variables(description["TunedHyperParameters"]);
    const { metricName } = this.#given.job;
    return {
      name,
      arn: jobArn,
      values,
      model: text(object(description["ModelArtifacts"])["S3ModelArtifacts"]),
      startTime: createdTime,
      endTime: endTime ?? createdTime,
      status: status === "Completed" || status === "Stopped" ? status : "Failed",
      failureReason: text(description["FailureReason"]),
      objective: metricIn(description["FinalMetricDataList"], metricName),
    };
  }

  #objective(properties: JsonObject): JsonObject {
    const { metricName: MetricName, objectiveType: Type } = this.#given.job;
    const Value = metricIn(properties["FinalMetricDataList"], MetricName);
    if (Value === undefined) return { ObjectiveStatus: "Failed" };
    return {
      FinalHyperParameterTuningJobObjectiveMetric: { Type, MetricName, Value },
      ObjectiveStatus: "Succeeded",
    };
  }

  /** SageMaker tells its own algorithms what they are tuned for, so that they report it. */
  #ownMetric(): JsonObject {
    const { metricName, training: args } = this.#given.job;
    const isScript = "sagemaker_program" in object(args["HyperParameters"]);
    if (isScript || !metricName.startsWith("validation:")) return {};
    return { _tuning_objective_metric: metricName };
  }
}

function indexIn(job: string, tuningJob: string): number | undefined {
  const match = /^-(\d+)-[0-9a-f]{8}$/.exec(
    job.startsWith(tuningJob) ? job.slice(tuningJob.length) : "",
  );
  return match === null ? undefined : Number(match[1]) - 1;
}
