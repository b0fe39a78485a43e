import type { JsonObject } from "@nacre/core";
import type { Database, Row } from "./database.ts";
import { listRows, type Cursor, type Filter } from "./list-rows.ts";
import { orNull, RowReader, timeOrNull } from "./row-reader.ts";

/** The kinds of jobs, in the words of their ARNs. */
export type JobType =
  "processing-job" | "training-job" | "transform-job" | "hyper-parameter-tuning-job";

/** How far a job has come, in SageMaker's words. */
type JobStatus = "InProgress" | "Completed" | "Failed" | "Stopping" | "Stopped";

/** A job, as it is kept: one for each attempt of a step. */
export interface JobRecord {
  readonly type: JobType;
  /** Its name, which no other job of its type has. */
  readonly name: string;
  /** Its ARN. */
  readonly arn: string;
  readonly status: JobStatus;
  /**
   * What it was made with, and what came of it (`FailureReason`, `ExitMessage`, `ModelArtifacts`,
   * `SecondaryStatus` …): the members of its Describe operation, without name, ARN, status and times,
   * except for `ProcessingStartTime` and the like as numbers of seconds.
   */
  readonly description: JsonObject;
  /** When it was made. */
  readonly createdTime: Date;
  /** When it last changed. */
  readonly lastModifiedTime: Date;
  /** When it ended. */
  readonly endTime: Date | undefined;
  /** The execution that it belongs to. */
  readonly execution: string | undefined;
  /** The step that it belongs to. */
  readonly step: string | undefined;
}

/** A job that begins. */
export type NewJob = Pick<
  JobRecord,
  "type" | "name" | "arn" | "description" | "createdTime" | "execution" | "step"
>;

/** What may change about a job; an absent member stays. */
export interface JobUpdate {
  readonly status?: JobStatus;
  /** Members that are added to the description, or take the place of those it has. */
  readonly description?: JsonObject;
  /** When it ended. */
  readonly endTime?: Date;
}

/** The jobs of a home. */
export class Jobs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A job by its name; undefined when there is none of that type. */
  get(type: JobType, name: string): JobRecord | undefined {
    const row = this.#database.get("SELECT * FROM jobs WHERE type = ? AND name = ?", type, name);
    return row === undefined ? undefined : jobRecord(row);
  }

  /** Notes a job that begins, with the status `InProgress`. */
  begin({ type, name, arn, description, createdTime, execution, step }: NewJob): void {
    const time = createdTime.getTime();
    this.#database.run(
      `INSERT INTO jobs (type, name, arn, status, description_json, created_time,
         last_modified_time, execution, step) VALUES (?, ?, ?, 'InProgress', ?, ?, ?, ?, ?)`,
      type,
      name,
      arn,
      JSON.stringify(description),
      time,
      time,
      orNull(execution),
      orNull(step),
    );
  }

  /** Changes a job; nothing happens when there is none of that name. */
  update(type: JobType, name: string, { status, description, endTime }: JobUpdate): void {
    this.#database.transaction(() => {
      const job = this.get(type, name);
      if (job === undefined) return;
      this.#database.run(
        `UPDATE jobs SET status = ?, description_json = ?, last_modified_time = ?, end_time = ?
         WHERE type = ? AND name = ?`,
        status ?? job.status,
        JSON.stringify({ ...job.description, ...description }),
        Date.now(),
        timeOrNull(endTime ?? job.endTime),
        type,
        name,
      );
    });
  }

  /** The jobs of a type that a step has begun, in the order of their start. */
  ofStep(type: JobType, execution: string, step: string): JobRecord[] {
    return this.#database
      .all(
        "SELECT * FROM jobs WHERE type = ? AND execution = ? AND step = ? ORDER BY created_time, name",
        type,
        execution,
        step,
      )
      .map(jobRecord);
  }

  /** A page of the jobs of a type. */
  list(
    type: JobType,
    filters: readonly Filter[],
    page: {
      /** A column, or an expression of ours over the description. */
      readonly sortBy: "Name" | "CreationTime" | "Status" | { readonly expression: string };
      readonly descending: boolean;
      readonly after: Cursor | undefined;
      readonly limit: number;
    },
  ): JobRecord[] {
    const columns = { Name: "name", CreationTime: "created_time", Status: "status" } as const;
    return listRows(this.#database, {
      table: "jobs",
      id: "name",
      ...page,
      filters: [["type = ?", type], ...filters],
      sortBy: typeof page.sortBy === "string" ? columns[page.sortBy] : page.sortBy.expression,
    }).map(jobRecord);
  }
}

function jobRecord(row: Row): JobRecord {
  const read = new RowReader(row);
  return {
    // Only values of these types are ever written.
    type: read.text("type") as JobType,
    status: read.text("status") as JobStatus,
    name: read.text("name"),
    arn: read.text("arn"),
    description: read.json<JsonObject>("description_json"),
    createdTime: read.time("created_time"),
    lastModifiedTime: read.time("last_modified_time"),
    endTime: read.optionalTime("end_time"),
    execution: read.optionalText("execution"),
    step: read.optionalText("step"),
  };
}
