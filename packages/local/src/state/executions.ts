import type { SQLInputValue } from "node:sqlite";
import type { JobRuntime } from "../jobs/images.ts";
import type { JsonObject } from "@nacre/core";
import type { ExecutionStatus } from "../execution.ts";
import type { Database, Row } from "./database.ts";
import { jsonOrNull, orNull, RowReader } from "./row-reader.ts";
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

/** Which executions to list. */
export interface ExecutionListing {
  /** Only those of this pipeline. @default all pipelines */
  readonly pipeline?: string;
  /** Only those of this version of it. */
  readonly version?: number | undefined;
  /** Only those started after this time. */
  readonly createdAfter?: Date | undefined;
  /** Only those started before this time. */
  readonly createdBefore?: Date | undefined;
  /** What the list is sorted by. @default "CreationTime" */
  readonly sortBy?: "CreationTime" | "PipelineExecutionArn";
  /** @default "Descending" */
  readonly order?: "Ascending" | "Descending";
  /** Only those after this one in that order. */
  readonly after?: { readonly startTime: Date; readonly id: string } | undefined;
  /** At most so many. @default all */
  readonly limit?: number;
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

/** All columns but the definition, which may be long. */
const columns = `id, arn, pipeline, version, display_name, description, status, failure_reason,
  parameters_json, selective_json, max_parallel, options_json, start_time, last_modified_time,
  end_time, engine, stop_requested, sequence`;

/** The executions of pipelines. */
export class Executions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Keeps an execution that starts, and its steps, in one transaction. Its pipeline must be kept already.
   * Wake the engine afterwards.
   */
  create(given: NewExecution): void {
    this.#database.transaction(() => {
      const sequence = this.#database.nextSequence();
      const time = given.startTime.getTime();
      this.#database.run(
        `INSERT INTO executions (id, arn, pipeline, version, definition, display_name, description,
           status, parameters_json, selective_json, max_parallel, options_json, start_time,
           last_modified_time, engine, sequence)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'Executing', ?, ?, ?, ?, ?, ?, ?, ?)`,
        given.id,
        given.arn,
        given.pipeline,
        given.version,
        given.definition,
        orNull(given.displayName),
        orNull(given.description),
        JSON.stringify(given.parameters),
        jsonOrNull(given.selective),
        orNull(given.maxParallel),
        JSON.stringify(given.options),
        time,
        time,
        orNull(given.engine),
        sequence,
      );
      for (const [position, step] of given.steps.entries()) {
        this.#addStep(given.id, position, step, time, sequence);
      }
      this.#database.run(
        "UPDATE pipelines SET last_run_time = ? WHERE name = ?",
        time,
        given.pipeline,
      );
    });
  }

  #addStep(
    execution: string,
    position: number,
    { name, type, reused }: NewStep,
    time: number,
    sequence: number,
  ): void {
    this.#database.run(
      `INSERT INTO steps (execution, position, name, type, status, start_time, end_time,
         properties_json, outputs_json, selective_source, sequence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      execution,
      position,
      name,
      type,
      reused === undefined ? "NotRun" : "Succeeded",
      reused === undefined ? null : time,
      reused === undefined ? null : time,
      jsonOrNull(reused?.properties),
      JSON.stringify(reused?.outputs ?? []),
      orNull(reused?.source),
      sequence,
    );
  }

  /** An execution; undefined when there is none with that id. */
  get(id: string): ExecutionRecord | undefined {
    const row = this.#database.get(`SELECT ${columns} FROM executions WHERE id = ?`, id);
    return row === undefined ? undefined : executionRecord(row);
  }

  /** The text of the definition that an execution runs. */
  definition(id: string): string | undefined {
    const row = this.#database.get("SELECT definition FROM executions WHERE id = ?", id);
    return row === undefined ? undefined : String(row["definition"]);
  }

  /** A page of executions. */
  list(listing: ExecutionListing = {}): ExecutionRecord[] {
    const { pipeline, version, createdAfter, createdBefore, after, limit = -1 } = listing;
    const direction = listing.order === "Ascending" ? "ASC" : "DESC";
    const beyond = listing.order === "Ascending" ? ">" : "<";
    const byTime = listing.sortBy !== "PipelineExecutionArn";
    const where: string[] = [];
    const values: SQLInputValue[] = [];
    const demand = (condition: string, ...given: SQLInputValue[]): void => {
      where.push(condition);
      values.push(...given);
    };
    if (pipeline !== undefined) demand("pipeline = ?", pipeline);
    if (version !== undefined) demand("version = ?", version);
    if (createdAfter !== undefined) demand("start_time > ?", createdAfter.getTime());
    if (createdBefore !== undefined) demand("start_time < ?", createdBefore.getTime());
    if (after !== undefined && byTime) {
      demand(`(start_time, id) ${beyond} (?, ?)`, after.startTime.getTime(), after.id);
    } else if (after !== undefined) demand(`id ${beyond} ?`, after.id);
    const order = byTime ? `start_time ${direction}, id ${direction}` : `id ${direction}`;
    return this.#database
      .all(
        `SELECT ${columns} FROM executions ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}
         ORDER BY ${order} LIMIT ?`,
        ...values,
        limit,
      )
      .map(executionRecord);
  }

  /** The executions that changed after a number of the order of all changes. */
  changedAfter(sequence: number): ExecutionRecord[] {
    return this.#database
      .all(`SELECT ${columns} FROM executions WHERE sequence > ? ORDER BY sequence`, sequence)
      .map(executionRecord);
  }

  /** Changes what a user may change. False when there is no such execution. */
  update(id: string, change: ExecutionUpdate): boolean {
    return this.#database.transaction(() => {
      const changed = this.#database.run(
        `UPDATE executions SET display_name = coalesce(?, display_name),
           description = coalesce(?, description), max_parallel = coalesce(?, max_parallel),
           last_modified_time = ?, sequence = ? WHERE id = ?`,
        orNull(change.displayName),
        orNull(change.description),
        orNull(change.maxParallel),
        Date.now(),
        this.#database.nextSequence(),
        id,
      );
      return changed > 0;
    });
  }

  /**
   * Asks that an execution be stopped; its engine does it, whichever process that runs in. Asking
   * again changes nothing.
   *
   * @returns `ended` when it has ended already, `unknown` when there is none with that id
   */
  requestStop(id: string): "accepted" | "ended" | "unknown" {
    return this.#database.transaction(() => {
      const execution = this.get(id);
      if (execution === undefined) return "unknown";
      if (execution.endTime !== undefined) return "ended";
      if (execution.stopRequested) return "accepted";
      this.#database.run(
        `UPDATE executions SET stop_requested = 1, status = 'Stopping', last_modified_time = ?,
           sequence = ? WHERE id = ?`,
        Date.now(),
        this.#database.nextSequence(),
        id,
      );
      return "accepted";
    });
  }

  /**
   * Makes an execution that failed or was stopped go on: steps that succeeded keep their results, all
   * others start anew. Wake the engine afterwards.
   *
   * @param change - a new `MaxParallelExecutionSteps`, and the engine that takes it
   * @returns `succeeded` or `running` when there is nothing to retry, `fail-step` when a Fail step
   * ended it, which SageMaker does not retry, `unknown` when there is none with that id
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetryPipelineExecution.html
   */
  requestRetry(
    id: string,
    change: {
      readonly maxParallel?: number | undefined;
      readonly engine?: string | undefined;
    } = {},
  ): "accepted" | "succeeded" | "running" | "fail-step" | "unknown" {
    return this.#database.transaction(() => {
      const execution = this.get(id);
      if (execution === undefined) return "unknown";
      if (execution.endTime === undefined) return "running";
      if (execution.status === "Succeeded") return "succeeded";
      const failStep = "execution = ? AND type = 'Fail' AND status = 'Failed'";
      if (this.#database.get(`SELECT 1 FROM steps WHERE ${failStep}`, id) !== undefined) {
        return "fail-step";
      }
      const sequence = this.#database.nextSequence();
      this.#database.run(
        `UPDATE executions SET status = 'Executing', failure_reason = NULL, end_time = NULL,
           engine = ?, stop_requested = 0, max_parallel = coalesce(?, max_parallel),
           last_modified_time = ?, sequence = ? WHERE id = ?`,
        orNull(change.engine),
        orNull(change.maxParallel),
        Date.now(),
        sequence,
        id,
      );
      this.#database.run(
        `UPDATE steps SET status = 'NotRun', start_time = NULL, end_time = NULL,
           failure_reason = NULL, job_name = NULL, log_file = NULL, retry_time = NULL,
           arguments_json = NULL, properties_json = NULL, outputs_json = '[]', outcome_json = NULL,
           metadata_json = NULL, warnings_json = '[]', cache_source = NULL, callback_token = NULL,
           sequence = ?
         WHERE execution = ? AND status <> 'Succeeded'`,
        sequence,
        id,
      );
      return "accepted";
    });
  }

  /** What others ask of the executions that an engine runs. */
  requests(
    engine: string,
  ): Pick<ExecutionRecord, "id" | "status" | "stopRequested" | "maxParallel" | "sequence">[] {
    return this.#database
      .all(
        `SELECT id, status, stop_requested, max_parallel, sequence FROM executions
         WHERE end_time IS NULL AND engine = ?`,
        engine,
      )
      .map((row) => {
        const read = new RowReader(row);
        return {
          id: read.text("id"),
          // Only the statuses of ExecutionStatus are ever written.
          status: read.text("status") as ExecutionStatus,
          stopRequested: read.number("stop_requested") === 1,
          maxParallel: read.optionalNumber("max_parallel"),
          sequence: read.number("sequence"),
        };
      });
  }

  /** The executions that have not ended and that another engine has, or none: which, and whose they are. */
  ofOthers(engine: string): { readonly id: string; readonly engine: string | undefined }[] {
    return this.#database
      .all(
        `SELECT id, engine FROM executions WHERE end_time IS NULL AND engine IS NOT ?
         ORDER BY start_time, id`,
        engine,
      )
      .map((row) => {
        const read = new RowReader(row);
        return { id: read.text("id"), engine: read.optionalText("engine") };
      });
  }

  /** The executions that have not ended, the oldest first; with `engine`, those of that engine. */
  notEnded(engine?: string): ExecutionRecord[] {
    const where = engine === undefined ? "end_time IS NULL" : "end_time IS NULL AND engine = ?";
    return this.#database
      .all(
        `SELECT ${columns} FROM executions WHERE ${where} ORDER BY start_time, id`,
        ...(engine === undefined ? [] : [engine]),
      )
      .map(executionRecord);
  }

  /**
   * Gives an execution that has not ended to an engine, unless another one took it since it was looked at.
   *
   * @param from - the engine it had then
   */
  claim(id: string, engine: string, from: string | undefined): boolean {
    return (
      this.#database.run(
        "UPDATE executions SET engine = ? WHERE id = ? AND engine IS ? AND end_time IS NULL",
        engine,
        id,
        orNull(from),
      ) > 0
    );
  }

  /** Lets an execution go, for another engine to take. */
  release(id: string, engine: string): void {
    this.#database.run(
      "UPDATE executions SET engine = NULL WHERE id = ? AND engine = ? AND end_time IS NULL",
      id,
      engine,
    );
  }

  /** Ends an execution. */
  end(
    id: string,
    status: "Succeeded" | "Failed" | "Stopped",
    failureReason: string | undefined,
    time: Date,
  ): void {
    this.#database.transaction(() => {
      this.#database.run(
        `UPDATE executions SET status = ?, failure_reason = ?, end_time = ?, last_modified_time = ?,
           engine = NULL, stop_requested = 0, sequence = ? WHERE id = ?`,
        status,
        orNull(failureReason),
        time.getTime(),
        time.getTime(),
        this.#database.nextSequence(),
        id,
      );
    });
  }
}

function executionRecord(row: Row): ExecutionRecord {
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
