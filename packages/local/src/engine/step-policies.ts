import type { JsonObject } from "@nacre/core";
import type { ExecutionObjects } from "../objects/execution-objects.ts";
import type { PlannedStep } from "../plan.ts";
import type { ExecutionRecord } from "../state/executions.ts";
import type { StepRecord, StoredOutput } from "../state/steps.ts";

/** A step of an execution, with its arguments resolved. */
export interface StepQuestion {
  /** The execution. */
  readonly execution: ExecutionRecord;
  /** The step. */
  readonly step: PlannedStep;
  /** Its arguments with every reference replaced. */
  readonly args: JsonObject;
  /** The objects as the execution sees them. */
  readonly objects: ExecutionObjects;
}

/** An earlier result that stands for a run of a step. */
export interface CacheHit {
  /** The ARN of the execution in which the step ran. */
  readonly source: string;
  /** What references to the step find. */
  readonly properties: JsonObject;
  /** Its `Metadata`. */
  readonly metadata: JsonObject | undefined;
  /** What it wrote. */
  readonly outputs: readonly StoredOutput[];
}

/** A step whose attempt has failed. */
export interface FailedStep {
  /** The step. */
  readonly step: PlannedStep;
  /** The step as it is kept. */
  readonly record: StepRecord;
  /** Why each attempt since the step's start failed, this one last; those that a crash ended are not among them. */
  readonly failures: readonly string[];
}

/** What decides beside the engine whether a step runs, and whether it runs again. */
export interface StepPolicies {
  /**
   * Looks for a result that makes the run needless. Called right before a step would run; what that
   * result wrote is then among the objects of the execution.
   */
  lookUp(question: StepQuestion): Promise<CacheHit | undefined>;
  /** Keeps a result for later executions. Called inside the transaction that ends a step which ran and succeeded. */
  remember(question: StepQuestion): void;
  /** When a step that failed is tried again; undefined when it is not. */
  nextRetry(failed: FailedStep): Date | undefined;
  /** The names of the steps that a selective execution leaves out, besides those whose results it takes over. */
  leftOut(execution: ExecutionRecord, steps: readonly PlannedStep[]): readonly string[];
}
