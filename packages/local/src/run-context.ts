import type { JsonObject } from "@nacre/core";
import type { ExecutionRecord } from "./execution-record.ts";
import type { RunEvent } from "./execution.ts";
import type { PlannedStep } from "./plan.ts";
import type { Registry } from "./registry.ts";
import type { ResolverScope } from "./resolve/resolver.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import type { ObjectStore } from "./store/object-store.ts";

/** What the steps of one execution share. */
export interface RunContext {
  /** The folder with all state. */
  readonly home: string;
  /** The execution's id. */
  readonly executionId: string;
  /** The execution's folder. */
  readonly directory: string;
  /** The region that ARNs and jobs are told. */
  readonly region: string;
  /** The objects as this execution sees them. */
  readonly store: ObjectStore;
  /** Models and model packages. */
  readonly registry: Registry;
  /** The state of the execution. */
  readonly record: ExecutionRecord;
  /** How jobs get their own /opt/ml. */
  readonly sandbox: Sandbox;
  /** The interpreter of the jobs' Python environment; undefined when no step needs one. */
  readonly python: string | undefined;
  /** What the first column of a libsvm file is counted as. */
  readonly libsvmIndexBase: 0 | 1;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  /** Stops the jobs. */
  readonly signal: AbortSignal;
  /** Tells the user. */
  readonly emit: (event: RunEvent) => void;
  /** How many jobs run now. */
  readonly runningJobs: () => number;
  /** What references stand for, with the execution variables of one job. */
  readonly scope: (job?: JobNames) => ResolverScope;
}

/** The execution variables that name a step's own job. */
export interface JobNames {
  /** `Execution.TrainingJobName` */
  readonly TrainingJobName?: string;
  /** `Execution.ProcessingJobName` */
  readonly ProcessingJobName?: string;
}

/**
 * Runs one step and gives its properties.
 *
 * @throws StepFailure when it fails; StepStopped when it was stopped.
 */
export type StepRunner = (step: PlannedStep, context: RunContext) => Promise<JsonObject>;
