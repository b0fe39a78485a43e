/**
 * What a run takes and gives: the public types of the engine.
 */
import type { JobRuntime } from "./jobs/images.ts";
import type { LocalConfig } from "./config/local-config.ts";
import type { ObjectStoreKind } from "./objects/open-objects.ts";

/**
 * How far an execution has come, in SageMaker's words.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipelineExecution.html
 */
export type ExecutionStatus = "Executing" | "Stopping" | "Succeeded" | "Failed" | "Stopped";

/**
 * How far a step has come, in SageMaker's words. `NotRun` is ours: a step that never started, because
 * its branch was not taken, because a step before it did not succeed, or because the run ended first.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PipelineExecutionStep.html
 */
export type StepStatus =
  "NotRun" | "Starting" | "Executing" | "Stopping" | "Succeeded" | "Failed" | "Stopped";

/** One condition of a Condition step, with what its two sides came to. */
export interface ConditionResult {
  /** The condition in words, for example `regression_metrics.mse.value of EvaluationReport <= Parameters.MseThreshold`. */
  readonly text: string;
  /** The value on the left, as text. */
  readonly left: string;
  /** The value (or list of values) on the right, as text. */
  readonly right: string;
  /** Whether it held. */
  readonly result: boolean;
}

/** What a Condition step decided. */
export interface ConditionOutcome {
  /** True when all conditions held, so that the steps of the `if` branch run. */
  readonly result: boolean;
  /** Every condition by itself. */
  readonly conditions: readonly ConditionResult[];
}

/** Something a step wrote: a name, its S3 URI, and where it lies on this machine. */
export interface StepOutput {
  /** The output's name, for example `train`, `model` or `transform`. */
  readonly name: string;
  /** The S3 URI that the definition names. */
  readonly uri: string;
  /** The file or folder on this machine; it keeps what this execution wrote, whatever later ones write. */
  readonly path: string;
}

/** A version in the local model registry. */
export interface ModelPackageReference {
  /** The ARN that step properties give, in the local account 000000000000. */
  readonly arn: string;
  /** The model package group's name. */
  readonly group: string;
  /** 1, 2, … in the order of registration. */
  readonly version: number;
}

/** One step of an execution. */
export interface StepExecution {
  /** The step's name in the definition. */
  readonly name: string;
  /** The step's type in the definition, for example `Processing`. */
  readonly type: string;
  /** How far it has come. */
  readonly status: StepStatus;
  /** When it started; absent when it did not. */
  readonly startTime?: Date;
  /** When it ended; absent while it runs and when it never started. */
  readonly endTime?: Date;
  /** Why it failed, worded as SageMaker does. */
  readonly failureReason?: string;
  /** The file with the stdout and stderr of the job, of its latest attempt; absent for steps that start no job. */
  readonly logFile?: string;
  /** What a Condition step decided. */
  readonly outcome?: ConditionOutcome;
  /** What the step wrote; an output without a file is not among them. */
  readonly outputs: readonly StepOutput[];
  /** The version that a RegisterModel step made. */
  readonly modelPackage?: ModelPackageReference;
  /** The name of the step's job. */
  readonly jobName?: string;
  /** The ARN of the execution whose result was taken from the cache; absent for a step that ran. */
  readonly cacheSource?: string;
  /** What the user should know although the step went on. */
  readonly warnings: readonly string[];
}

/** One execution of a pipeline on this machine. */
export interface Execution {
  /** Twelve lower-case letters and digits, as SageMaker's. */
  readonly id: string;
  /** The pipeline's name. */
  readonly pipelineName: string;
  /** How it ended. */
  readonly status: "Succeeded" | "Failed" | "Stopped";
  /** Why it failed: the Fail step's message, or which step failed and why. */
  readonly failureReason?: string;
  /** When it started. */
  readonly startTime: Date;
  /** When it ended. */
  readonly endTime: Date;
  /** The value of every parameter of the definition, defaults included. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Every step, those of branches too, in the order of the definition. */
  readonly steps: readonly StepExecution[];
  /** The folder of this execution: `logs/` and `s3/` (the objects it wrote). */
  readonly directory: string;
}

/** What is put before the start, under an S3 URI. */
export type PutObject = PutFile | PutContent;

/** A file of this machine under an S3 URI. */
export interface PutFile {
  /** The object's S3 URI, `s3://bucket/key`. */
  readonly uri: string;
  /** The file. */
  readonly file: string;
}

/** A content that no file has, under an S3 URI. */
export interface PutContent {
  /** The object's S3 URI, `s3://bucket/key`. */
  readonly uri: string;
  /** What the object holds. */
  readonly content: Uint8Array;
}

/** Something that happened during a run. */
export type RunEvent =
  | {
      /** The Python environment is being made; only heard at the first run on a machine. */
      readonly type: "environment";
      /** What is being done. */
      readonly message: string;
    }
  | {
      /** The run was accepted: the parameters are good and everything it needs is there. */
      readonly type: "execution";
      /** The execution's id. */
      readonly id: string;
      /** How far it has come. */
      readonly status: ExecutionStatus;
      /** Its folder. */
      readonly directory: string;
    }
  | {
      /** A step changed its status. */
      readonly type: "step";
      /** The step as it is now. */
      readonly step: StepExecution;
    }
  | {
      /** A job wrote a line to stdout or stderr. */
      readonly type: "log";
      /** The step's name. */
      readonly step: string;
      /** The line without its end. */
      readonly line: string;
    }
  | {
      /** Something the user should know although the run goes on. */
      readonly type: "warning";
      /** The step it is about; absent when it is about the whole run. */
      readonly step?: string;
      /** What, and what to do about it. */
      readonly message: string;
    };

/** How to run a definition on this machine. */
export interface RunOptions {
  /** The folder that holds all state: objects, executions, the model registry. Made when absent. */
  readonly home: string;
  /** The pipeline's name, given by `Execution.PipelineName`. */
  readonly pipelineName: string;
  /** Parameter values as text, as StartPipelineExecution takes them. @default {} (the definition's own defaults) */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files put under S3 URIs before the start: the pipeline's code and its data. @default [] */
  readonly objects?: readonly PutObject[];
  /**
   * Where S3 URIs lead to: `folder`, the folder `s3` of the home; `s3`, the endpoint that
   * AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names, else AWS itself with the user's credentials.
   * @default "s3" where an endpoint is named, else "folder"
   */
  readonly objectStore?: ObjectStoreKind;
  /** What the first column of a libsvm file is counted as. The XGBoost 1.0-1 container takes 0. @default 0 */
  readonly libsvmIndexBase?: 0 | 1;
  /** How many steps may run at once, at least 1. @default 50, the service's own limit */
  readonly maxParallelSteps?: number;
  /** The Python that makes the environment of the jobs, a command or a path. @default "python3" */
  readonly python?: string;
  /** Seconds between SIGTERM and SIGKILL when jobs are stopped. @default 120, as SageMaker */
  readonly stopGraceSeconds?: number;
  /**
   * The most memory that the processes of one job may have together, in MB of 1,048,576 bytes. A job
   * that takes more is killed and fails in SageMaker's words. Linux only.
   * @default no limit: a job may have all that the machine has
   */
  readonly memoryLimitMb?: number;
  /**
   * Whether Python processes of steps to come are started while others run, to import what their
   * scripts import; results are the same without.
   * @default true
   */
  readonly warm?: boolean;
  /**
   * What jobs run in: `python`, processes with a Python environment that stands for SageMaker's
   * scikit-learn and XGBoost images; `container`, the image itself, by Docker or Podman; `auto`, a
   * process where one can stand for the image, else a container.
   * @default "python"
   */
  readonly runtime?: JobRuntime;
  /** What stands for Lambda functions and queues on this machine. @default nothing */
  readonly config?: LocalConfig;
  /** Stops the run: the jobs get SIGTERM, then SIGKILL, and the status is Stopped. @default never */
  readonly signal?: AbortSignal;
  /** Told what happens while it happens. A fault it throws is a bug of the caller and ends the run. @default nobody */
  readonly onEvent?: (event: RunEvent) => void;
}
