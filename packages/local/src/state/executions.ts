import type { ExecutionStatus } from "../execution.ts";
import type { Database } from "./database.ts";
import {
  executionColumns as columns,
  executionRecord,
  type ExecutionRecord,
  type ExecutionUpdate,
  type NewExecution,
  type NewStep,
} from "./execution-record.ts";
import { type ExecutionListing, listExecutions } from "./list-executions.ts";
import { jsonOrNull, orNull, RowReader } from "./row-reader.ts";

export type {
  ExecutionOptions,
  ExecutionRecord,
  NewExecution,
  NewStep,
} from "./execution-record.ts";
export type { ExecutionListing } from "./list-executions.ts";

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
    return listExecutions(this.#database, listing);
  }

  /** How many executions a pipeline has. */
  count(pipeline: string): number {
    const row = this.#database.get(
      "SELECT count(*) AS count FROM executions WHERE pipeline = ?",
      pipeline,
    );
    return Number(row?.["count"]);
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
