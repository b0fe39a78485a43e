import type { SQLInputValue } from "node:sqlite";
import type { JsonObject } from "@nacre/core";
import type { ConditionOutcome, StepStatus } from "../execution.ts";
import type { Database, Row } from "./database.ts";
import { jsonOrNull, orNull, RowReader, timeOrNull } from "./row-reader.ts";

/** Something a step wrote, as it is kept. */
export interface StoredOutput {
  /** The output's name. */
  readonly name: string;
  /** The S3 URI that the definition names. */
  readonly uri: string;
  /** The file or folder, relative to the home. */
  readonly path: string;
}

/** One step of an execution, as it is kept. */
export interface StepRecord {
  /** The execution's id. */
  readonly execution: string;
  /** Its place in the definition, from 0; steps of branches follow their condition. */
  readonly position: number;
  /** Its name. */
  readonly name: string;
  /** Its type in the definition. */
  readonly type: string;
  /** How far it has come; `NotRun` until it starts. */
  readonly status: StepStatus;
  /** When it started. */
  readonly startTime: Date | undefined;
  /** When it ended. */
  readonly endTime: Date | undefined;
  /** Why it failed. */
  readonly failureReason: string | undefined;
  /** The name of its job, of the latest attempt. */
  readonly jobName: string | undefined;
  /** The log file of the latest attempt, relative to the home. */
  readonly logFile: string | undefined;
  /** How many attempts it has had. */
  readonly attempts: number;
  /** When a retry policy lets it start again; undefined when it is not waiting for that. */
  readonly retryTime: Date | undefined;
  /** Its arguments with every reference replaced; undefined until it has started. */
  readonly arguments: JsonObject | undefined;
  /** What references to it find; undefined until it has succeeded. */
  readonly properties: JsonObject | undefined;
  /** What it wrote. */
  readonly outputs: readonly StoredOutput[];
  /** What a Condition step decided. */
  readonly outcome: ConditionOutcome | undefined;
  /** Its `Metadata` as ListPipelineExecutionSteps answers it. */
  readonly metadata: JsonObject | undefined;
  /** What the user should know although it went on. */
  readonly warnings: readonly string[];
  /** The ARN of the execution whose result the cache gave. */
  readonly cacheSource: string | undefined;
  /** The ARN of the execution whose result a selective execution took over. */
  readonly selectiveSource: string | undefined;
  /** What a Callback step is answered by, while it waits and after. */
  readonly callbackToken: string | undefined;
  /** The number of its last change, in the order of all changes. */
  readonly sequence: number;
}

/** What may change about a step; a member that is undefined is emptied, one that is absent stays. */
export type StepUpdate = Partial<
  Omit<StepRecord, "execution" | "position" | "name" | "type" | "sequence">
>;

/** How each member of a {@link StepUpdate} is kept. */
const columns: {
  readonly [Member in keyof StepUpdate]-?: (
    value: StepRecord[Member],
  ) => readonly [string, SQLInputValue];
} = {
  status: (value) => ["status", value],
  startTime: (value) => ["start_time", timeOrNull(value)],
  endTime: (value) => ["end_time", timeOrNull(value)],
  failureReason: (value) => ["failure_reason", orNull(value)],
  jobName: (value) => ["job_name", orNull(value)],
  logFile: (value) => ["log_file", orNull(value)],
  attempts: (value) => ["attempts", value],
  retryTime: (value) => ["retry_time", timeOrNull(value)],
  arguments: (value) => ["arguments_json", jsonOrNull(value)],
  properties: (value) => ["properties_json", jsonOrNull(value)],
  outputs: (value) => ["outputs_json", JSON.stringify(value)],
  outcome: (value) => ["outcome_json", jsonOrNull(value)],
  metadata: (value) => ["metadata_json", jsonOrNull(value)],
  warnings: (value) => ["warnings_json", JSON.stringify(value)],
  cacheSource: (value) => ["cache_source", orNull(value)],
  selectiveSource: (value) => ["selective_source", orNull(value)],
  callbackToken: (value) => ["callback_token", orNull(value)],
};

/** Which started steps to list. */
export interface StepListing {
  /** The order of their start. @default "Ascending" */
  readonly order?: "Ascending" | "Descending";
  /** Only those after this one in that order. */
  readonly after?: { readonly startTime: Date; readonly position: number } | undefined;
  /** At most so many. @default all */
  readonly limit?: number;
}

/** The steps of executions. */
export class Steps {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All steps of an execution, in the order of its definition. */
  ofExecution(execution: string): StepRecord[] {
    return this.#database
      .all("SELECT * FROM steps WHERE execution = ? ORDER BY position", execution)
      .map(stepRecord);
  }

  /** The steps of an execution that have started, in the order of their start. */
  started(execution: string, listing: StepListing = {}): StepRecord[] {
    const descending = listing.order === "Descending";
    const { after, limit = -1 } = listing;
    const values: SQLInputValue[] = [execution];
    let where = "execution = ? AND start_time IS NOT NULL";
    if (after !== undefined) {
      where += ` AND (start_time, position) ${descending ? "<" : ">"} (?, ?)`;
      values.push(after.startTime.getTime(), after.position);
    }
    const direction = descending ? "DESC" : "ASC";
    return this.#database
      .all(
        `SELECT * FROM steps WHERE ${where} ORDER BY start_time ${direction}, position ${direction} LIMIT ?`,
        ...values,
        limit,
      )
      .map(stepRecord);
  }

  /** One step by its name. */
  get(execution: string, name: string): StepRecord | undefined {
    const row = this.#database.get(
      "SELECT * FROM steps WHERE execution = ? AND name = ?",
      execution,
      name,
    );
    return row === undefined ? undefined : stepRecord(row);
  }

  /** The step that has a callback token. */
  byCallbackToken(token: string): StepRecord | undefined {
    const row = this.#database.get("SELECT * FROM steps WHERE callback_token = ?", token);
    return row === undefined ? undefined : stepRecord(row);
  }

  /** The steps of an execution that changed after a number of the order of all changes. */
  changedSince(execution: string, sequence: number): StepRecord[] {
    return this.#database
      .all(
        "SELECT * FROM steps WHERE execution = ? AND sequence > ? ORDER BY sequence, position",
        execution,
        sequence,
      )
      .map(stepRecord);
  }

  /** The steps of all executions that changed after a number of the order of all changes. */
  changedAfter(sequence: number): StepRecord[] {
    return this.#database
      .all("SELECT * FROM steps WHERE sequence > ? ORDER BY sequence, position", sequence)
      .map(stepRecord);
  }

  /** Those that run now and write a log: execution, step, and its file relative to the home. */
  withOpenLogs(): Pick<StepRecord, "execution" | "name" | "logFile">[] {
    return this.#database
      .all(
        `SELECT steps.execution, steps.name, steps.log_file FROM executions
         JOIN steps ON steps.execution = executions.id
         WHERE executions.end_time IS NULL AND steps.end_time IS NULL AND steps.log_file IS NOT NULL`,
      )
      .map((row) => {
        const read = new RowReader(row);
        return {
          execution: read.text("execution"),
          name: read.text("name"),
          logFile: read.text("log_file"),
        };
      });
  }

  /** Changes a step and gives the number of the change. */
  update(execution: string, position: number, change: StepUpdate): number {
    return this.#database.transaction(() => {
      const sequence = this.#database.nextSequence();
      const sets = assignments(change);
      this.#database.run(
        `UPDATE steps SET ${[...sets.map(([column]) => `${column} = ?`), "sequence = ?"].join(", ")}
         WHERE execution = ? AND position = ?`,
        ...sets.map(([, value]) => value),
        sequence,
        execution,
        position,
      );
      return sequence;
    });
  }
}

function assignments(change: StepUpdate): (readonly [string, SQLInputValue])[] {
  return Object.entries(change).map(([member, value]) => {
    // The members of a StepUpdate are the keys of `columns`, each with the value that its entry takes.
    const write = columns[member as keyof StepUpdate] as (
      value: unknown,
    ) => readonly [string, SQLInputValue];
    return write(value);
  });
}

function stepRecord(row: Row): StepRecord {
  const read = new RowReader(row);
  return {
    execution: read.text("execution"),
    position: read.number("position"),
    name: read.text("name"),
    type: read.text("type"),
    // Only the statuses of StepStatus are ever written.
    status: read.text("status") as StepStatus,
    startTime: read.optionalTime("start_time"),
    endTime: read.optionalTime("end_time"),
    failureReason: read.optionalText("failure_reason"),
    jobName: read.optionalText("job_name"),
    logFile: read.optionalText("log_file"),
    attempts: read.number("attempts"),
    retryTime: read.optionalTime("retry_time"),
    arguments: read.optionalJson<JsonObject>("arguments_json"),
    properties: read.optionalJson<JsonObject>("properties_json"),
    outputs: read.json<StoredOutput[]>("outputs_json"),
    outcome: read.optionalJson<ConditionOutcome>("outcome_json"),
    metadata: read.optionalJson<JsonObject>("metadata_json"),
    warnings: read.json<string[]>("warnings_json"),
    cacheSource: read.optionalText("cache_source"),
    selectiveSource: read.optionalText("selective_source"),
    callbackToken: read.optionalText("callback_token"),
    sequence: read.number("sequence"),
  };
}
