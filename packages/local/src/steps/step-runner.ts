import type { JsonObject } from "@nacre/core";
import type { ConditionOutcome, StepOutput } from "../execution.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import type { Job } from "../jobs/run-job.ts";
import type { PlannedStep } from "../plan.ts";
import type { JobNames, RunContext } from "../run-context.ts";

/** What a step that succeeded came to. */
export interface StepResult {
  /** What references to the step find, as the Describe call of its job answers. */
  readonly properties: JsonObject;
  /** Its `Metadata` as ListPipelineExecutionSteps answers it. */
  readonly metadata?: JsonObject;
  /** What a Condition step decided. */
  readonly outcome?: ConditionOutcome;
  /** What it wrote. */
  readonly outputs?: readonly StepOutput[];
}

/**
 * Ends a step. It is called inside the transaction that ends the step, so that what it keeps (a model, a
 * version in the registry) is kept together with the step's end or not at all. It must not wait for
 * anything.
 */
export type EndStep = () => StepResult;

/** A step that is about to run. */
interface StepRun {
  /** The step. */
  readonly step: PlannedStep;
  /** Its arguments with every reference replaced. */
  readonly args: JsonObject;
}

/** The job of one attempt. */
export interface JobIdentity {
  /** Its name. */
  readonly name: string;
  /** Its ARN. */
  readonly arn: string;
  /** When its attempt started. */
  readonly time: Date;
}

/** A step that runs a job. */
export interface JobRun extends StepRun {
  /** The job. */
  readonly job: JobIdentity;
  /** The folder of the job's files. */
  readonly folder: JobFolder;
  /** The file with what the job prints. */
  readonly logFile: string;
}

/**
 * How steps of a type with one job are run. Between its phases the engine keeps how far it is: after a
 * crash a job that had not ended is prepared and run again, and one that had ended is only collected.
 */
export interface JobRunner {
  /** The kind of resource in the job's ARN. */
  readonly resource: "processing-job" | "training-job" | "transform-job";
  /** The execution variable that is the job's name. */
  readonly variable?: keyof JobNames;
  /** Its member of a step's `Metadata`. */
  readonly metadata: "ProcessingJob" | "TrainingJob" | "TransformJob";
  /** Puts in place what the job needs, and gives the job. */
  prepare(run: JobRun, context: RunContext): Promise<Job>;
  /**
   * Takes what a job that succeeded has left. It may be called again after a crash in the middle of it,
   * with the same folder, so it leaves the folder as it is.
   */
  collect(run: JobRun, context: RunContext): Promise<EndStep>;
  /** Takes what a job that failed has left for the user, in the same way. @default nothing */
  collectFailed?(run: JobRun, context: RunContext): Promise<readonly StepOutput[]>;
}

/** How steps of a type that do their work in this process are run; after a crash they run again. */
export interface PlainRunner {
  /** True leaves the references in its arguments to the runner, which gets them as they are. @default false */
  readonly resolvesItself?: boolean;
  /**
   * Runs the step.
   *
   * @throws StepFailure when it fails; StepStopped when the execution's signal stopped it.
   */
  run(run: StepRun, context: RunContext): Promise<EndStep>;
}
