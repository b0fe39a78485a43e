import type { SQLInputValue } from "node:sqlite";
import type { Database } from "./database.ts";
import { executionColumns, executionRecord, type ExecutionRecord } from "./execution-record.ts";

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

/** A page of executions. */
export function listExecutions(database: Database, listing: ExecutionListing): ExecutionRecord[] {
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
  return database
    .all(
      `SELECT ${executionColumns} FROM executions ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}
         ORDER BY ${order} LIMIT ?`,
      ...values,
      limit,
    )
    .map(executionRecord);
}
