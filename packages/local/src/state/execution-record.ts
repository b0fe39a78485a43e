import type { JsonObject } from "@nacre/core";
import type { ExecutionStatus } from "../execution.ts";
import type { JobRuntime } from "../jobs/images.ts";
import type { ObjectStoreKind } from "../objects/open-objects.ts";
import type { Row } from "./database.ts";
import { RowReader } from "./row-reader.ts";
import type { StoredOutput } from "./steps.ts";

/** How an execution runs here: what SageMaker's own requests have no member for. */
export interface ExecutionOptions {
  /** The region that its ARNs and jobs are told. */
  readonly region: string;
  /** What the first column of a libsvm file is counted as. @default 0 */
  readonly libsvmIndexBase?: 0 | 1;
  /** Seconds between SIGTERM and SIGKILL when its jobs are stopped. @default 120 */
  readonly stopGraceSeconds?: number;
  /** The Python that makes the environment of its jobs. @default "python3" */
  readonly python?: string;
  /** The most memory a job may have, in MB of 1,048,576 bytes. @default no limit */
  readonly memoryLimitMb?: number;
  /** Whether processes of steps to come may be started before their steps. @default true */
  readonly warm?: boolean;
  /** What its jobs run in. @default "python" */
  readonly runtime?: JobRuntime;
  /** Where S3 URIs lead to, where that was said. @default what the environment says */
  readonly objectStore?: ObjectStoreKind;
}

/** An execution, as it is kept. */
export interface ExecutionRecord {
  /** Twelve lower-case letters and digits. */
  readonly id: string;
  /** Its ARN. */
  readonly arn: string;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The version of the pipeline that it runs. */
  readonly version: number;
  /** `PipelineExecutionDisplayName` */
  readonly displayName: string | undefined;
  /** `PipelineExecutionDescription` */
  readonly description: string | undefined;
  /** How far it has come. */
  readonly status: ExecutionStatus;
  /** Why it failed. */
  readonly failureReason: string | undefined;
  /** The parameters it was started with, as text; defaults are not among them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Its `SelectiveExecutionConfig`. */
  readonly selective: JsonObject | undefined;
  /** Its `MaxParallelExecutionSteps`; undefined is the pipeline's, and without that 50. */
  readonly maxParallel: number | undefined;
  /** How it runs here. */
  readonly options: ExecutionOptions;
  /** When it started. */
  readonly startTime: Date;
  /** When it, or something about it, last changed. */
  readonly lastModifiedTime: Date;
  /** When it ended. */
  readonly endTime: Date | undefined;
  /** The engine that runs it; undefined when none does. */
  readonly engine: string | undefined;
  /** Whether it was asked to stop. */
  readonly stopRequested: boolean;
  /** The number of its last change, in the order of all changes. */
  readonly sequence: number;
}

/** A step of an execution that is about to start. */
export interface NewStep {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: string;
  /** The result it takes over from another execution instead of running. */
  readonly reused?: {
    /** The other execution's ARN. */
    readonly source: string;
    /** What references to the step find. */
    readonly properties: JsonObject;
    /** What it wrote. */
    readonly outputs: readonly StoredOutput[];
  };
}

/** An execution that is about to start. */
export interface NewExecution extends Pick<
  ExecutionRecord,
  "id" | "arn" | "pipeline" | "version" | "parameters" | "options" | "startTime"
> {
  /** The text of the definition. */
  readonly definition: string;
  /** Its steps in the order of the definition, those of branches after their condition. */
  readonly steps: readonly NewStep[];
  /** `PipelineExecutionDisplayName` */
  readonly displayName?: string | undefined;
  /** `PipelineExecutionDescription` */
  readonly description?: string | undefined;
  /** `SelectiveExecutionConfig` */
  readonly selective?: JsonObject | undefined;
  /** `MaxParallelExecutionSteps` of the start. */
  readonly maxParallel?: number | undefined;
  /** The engine that will run it; without, the first that looks takes it. */
  readonly engine?: string | undefined;
}

/** What may be changed about an execution from outside; an absent member stays. */
export interface ExecutionUpdate {
  /** `PipelineExecutionDisplayName` */
  readonly displayName?: string | undefined;
  /** `PipelineExecutionDescription` */
  readonly description?: string | undefined;
  /** `MaxParallelExecutionSteps`; it counts for the steps that have not started. */
  readonly maxParallel?: number | undefined;
}

/** All columns of a record: not the definition, which may be long. */
export const executionColumns = `id, arn, pipeline, version, display_name, description, status,
  failure_reason, parameters_json, selective_json, max_parallel, options_json, start_time,
  last_modified_time, end_time, engine, stop_requested, sequence`;

/** An execution of a row that has {@link executionColumns}. */
export function executionRecord(row: Row): ExecutionRecord {
  const read = new RowReader(row);
  return {
    id: read.text("id"),
    arn: read.text("arn"),
    pipeline: read.text("pipeline"),
    version: read.number("version"),
    displayName: read.optionalText("display_name"),
    description: read.optionalText("description"),
    // Only the statuses of ExecutionStatus are ever written.
    status: read.text("status") as ExecutionStatus,
    failureReason: read.optionalText("failure_reason"),
    parameters: read.json<Record<string, string>>("parameters_json"),
    selective: read.optionalJson<JsonObject>("selective_json"),
    maxParallel: read.optionalNumber("max_parallel"),
    options: read.json<ExecutionOptions>("options_json"),
    startTime: read.time("start_time"),
    lastModifiedTime: read.time("last_modified_time"),
    endTime: read.optionalTime("end_time"),
    engine: read.optionalText("engine"),
    stopRequested: read.number("stop_requested") === 1,
    sequence: read.number("sequence"),
  };
}
