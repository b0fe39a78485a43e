import type { SQLInputValue } from "node:sqlite";
import type { Database, Row } from "./database.ts";

/** Where a page ends: what it is sorted by, and what tells rows apart that are the same in that. */
export interface Cursor {
  readonly value: string | number;
  readonly id: string | number;
}

/** A condition of a list, with its values in the places of its question marks. */
export type Filter = readonly [sql: string, ...values: SQLInputValue[]];

/** Which rows to list. Names of tables and columns are ours, never what a client sent. */
export interface Listing {
  readonly table: string;
  /** All of them must hold. */
  readonly filters: readonly Filter[];
  /** The column to sort by. */
  readonly sortBy: string;
  /** The column that tells rows apart. */
  readonly id: string;
  readonly descending: boolean;
  /** Only the rows after this one in that order; undefined from the first one. */
  readonly after: Cursor | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** The rows of a page. What is added or removed elsewhere meanwhile does not move it. */
export function listRows(database: Database, listing: Listing): readonly Row[] {
  const { table, filters, sortBy, id, descending, after, limit } = listing;
  const all: Filter[] = [...filters];
  if (after !== undefined) {
    all.push([`(${sortBy}, ${id}) ${descending ? "<" : ">"} (?, ?)`, after.value, after.id]);
  }
  const where = all.length === 0 ? "" : `WHERE ${all.map(([sql]) => `(${sql})`).join(" AND ")}`;
  const direction = descending ? "DESC" : "ASC";
  return database.all(
    `SELECT * FROM ${table} ${where} ORDER BY ${sortBy} ${direction}, ${id} ${direction} LIMIT ?`,
    ...all.flatMap(([, ...values]) => values),
    limit,
  );
}

/** Holds for texts that start with a prefix, whatever characters it has. */
export function startsWith(column: string, prefix: string | undefined): Filter[] {
  return prefix === undefined ? [] : [[`substr(${column}, 1, length(?)) = ?`, prefix, prefix]];
}

/** Holds for texts that contain a part, whatever characters it has. */
export function contains(column: string, part: string | undefined): Filter[] {
  return part === undefined ? [] : [[`instr(lower(${column}), lower(?)) > 0`, part]];
}

/** Holds for one value. */
export function equals(column: string, value: string | number | undefined): Filter[] {
  return value === undefined ? [] : [[`${column} = ?`, value]];
}

/** Holds for times after one and before another; either may be left open. */
export function between(
  column: string,
  after: Date | undefined,
  before: Date | undefined,
): Filter[] {
  return [
    ...(after === undefined ? [] : [[`${column} > ?`, after.getTime()] as const]),
    ...(before === undefined ? [] : [[`${column} < ?`, before.getTime()] as const]),
  ];
}
