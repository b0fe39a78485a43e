import type { JsonObject } from "@nacre/core";
import type { LocalConfig } from "./config/local-config.ts";
import type { JobSlots } from "./engine/job-slots.ts";
import type { RunEvent } from "./execution.ts";
import type { ContainerEngine } from "./jobs/container/container-engine.ts";
import type { JobRuntime } from "./jobs/images.ts";
import type { Launcher } from "./jobs/launcher/launcher.ts";
import type { WarmPool } from "./jobs/warm/warm-pool.ts";
import type { ResolverScope } from "./resolve/resolver.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import type { CallbackAnswer } from "./state/callbacks.ts";
import type { Jobs } from "./state/jobs.ts";
import type { ModelPackages } from "./state/model-packages.ts";
import type { Models } from "./state/models.ts";
import type { ExecutionObjects } from "./objects/execution-objects.ts";

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
  readonly objects: ExecutionObjects;
  /** The models of the home. */
  readonly models: Models;
  /** The model registry of the home. */
  readonly modelPackages: ModelPackages;
  /** The jobs as the Describe operations find them. */
  readonly jobs: Jobs;
  /** The turns of the jobs that run at once, over all executions. */
  readonly slots: JobSlots;
  /** What stands for Lambda functions and queues. */
  readonly config: LocalConfig;
  /** The state of the execution, as far as steps write it themselves. */
  readonly record: StepNotes;
  /** How Callback steps wait. */
  readonly callbacks: CallbackDesk;
  /** How jobs get their own /opt/ml. */
  readonly sandbox: Sandbox;
  /** What starts jobs in the sandbox's namespaces without its program; undefined where that cannot be. */
  readonly launcher: () => Promise<Launcher | undefined>;
  /** The interpreter of the jobs' Python environment; undefined when no step needs one. */
  readonly python: string | undefined;
  /** What the first column of a libsvm file is counted as. */
  readonly libsvmIndexBase: 0 | 1;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  /** The most memory a job may have, in MB of 1,048,576 bytes; undefined: as much as there is. */
  readonly memoryLimitMb?: number | undefined;
  /** What jobs run in. */
  readonly runtime: JobRuntime;
  /** The engine of containers; rejects where there is none. */
  readonly containers: () => Promise<ContainerEngine>;
  /** The processes of steps to come; undefined where none may be started before their steps. */
  readonly warm?: WarmPool | undefined;
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

/** What steps note while they run. */
export interface StepNotes {
  /** Adds a warning to a step, and tells it. */
  warn(step: string, message: string): void;
  /** Tells that the work of a step without a job of the engine's own has begun. */
  executing(step: string, facts?: WorkFacts): void;
  /**
   * Keeps other things in one transaction.
   *
   * @throws what ends the step when the engine has let the execution go
   */
  write(work: () => void): void;
}

/** What is known of a step's work when it begins. */
export interface WorkFacts {
  /** The file with what it prints. */
  readonly logFile?: string;
  /** The name of its job. */
  readonly jobName?: string;
  /** Its `Metadata`. */
  readonly metadata?: JsonObject;
}

/** Where Callback steps get their tokens and wait for what is sent with them. */
export interface CallbackDesk {
  /**
   * Gives a step its token, and sends the message with it where there is somebody to send it. After a
   * crash the step keeps its token; the message is sent again unless it surely was.
   */
  begin(step: string, message: CallbackMessage): Promise<string>;
  /**
   * Waits for the answer.
   *
   * @throws StepStopped when the execution is stopped.
   */
  answer(token: string): Promise<CallbackAnswer>;
}

/** What a Callback step tells those who are to answer it. */
export interface CallbackMessage {
  /** The queue that the step names. */
  readonly queueUrl: string;
  /** Its arguments. */
  readonly args: JsonObject;
  /** The names of the output parameters that an answer must have. */
  readonly outputNames: readonly string[];
}
