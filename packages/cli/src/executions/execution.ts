/** An execution of a pipeline, as the service tells it. */
export interface Execution {
  readonly arn: string;
  /** The last part of the ARN. */
  readonly id: string;
  readonly pipelineArn: string;
  readonly displayName?: string;
  readonly description?: string;
  /** `Executing`, `Stopping`, `Stopped`, `Failed`, `Succeeded`, `CompletedWithFailures` or a later one. */
  readonly status: string;
  readonly failureReason?: string;
  readonly startTime?: Date;
  readonly lastModifiedTime?: Date;
  /** The version of the pipeline that runs. */
  readonly version?: number;
  /** Of a selective execution: the steps that run. */
  readonly selectedSteps?: readonly string[];
  /** Of a selective execution: whose outcomes are taken. */
  readonly sourceArn?: string;
}

/** A step of an execution. */
export interface ExecutionStep {
  readonly name: string;
  /** Undefined where neither the service nor the definition says it. */
  readonly type?: string;
  /** `NotRun` for a step of the definition that has not begun. */
  readonly status: string;
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** From 1. */
  readonly attempts?: number;
  readonly failureReason?: string;
  /** ARN of the execution whose outcome was taken from the cache. */
  readonly cachedFrom?: string;
  /** ARN of the execution whose outcome a selective execution takes. */
  readonly reusedFrom?: string;
  /** What a Condition came to. */
  readonly outcome?: "True" | "False";
  /** The job that the step runs, where it runs one. */
  readonly job?: Job;
  /** ARN of the model or model package that the step made. */
  readonly madeArn?: string;
  /** Of a Callback step: what an answer to it names. */
  readonly callbackToken?: string;
}

/** A job of SageMaker. */
export interface Job {
  readonly kind: JobKind;
  readonly arn: string;
  readonly name: string;
}

/** Kinds of jobs that have logs. */
type JobKind = "ProcessingJob" | "TrainingJob" | "TransformJob";

/** Whether an execution with this status has ended; a status that is not known is taken as going on. */
export function hasEnded(status: string): boolean {
  return ["Stopped", "Failed", "Succeeded", "CompletedWithFailures"].includes(status);
}

/** The last part of an ARN: the id of an execution, the name of a job or a pipeline. */
export function lastPart(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
