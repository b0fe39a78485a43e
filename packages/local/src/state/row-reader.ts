import type { JsonValue } from "@nacre/core";
import type { Row } from "./database.ts";

/** Reads the columns of a row in the types that the schema gives them. */
export class RowReader {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  /** A text that is always there. */
  text(column: string): string {
    return String(this.#row[column]);
  }

  /** A text that may be absent. */
  optionalText(column: string): string | undefined {
    const value = this.#row[column];
    return value === null || value === undefined ? undefined : String(value);
  }

  /** A number that is always there. */
  number(column: string): number {
    return Number(this.#row[column]);
  }

  /** A number that may be absent. */
  optionalNumber(column: string): number | undefined {
    const value = this.#row[column];
    return value === null || value === undefined ? undefined : Number(value);
  }

  /** A time that is always there. */
  time(column: string): Date {
    return new Date(this.number(column));
  }

  /** A time that may be absent. */
  optionalTime(column: string): Date | undefined {
    const value = this.optionalNumber(column);
    return value === undefined ? undefined : new Date(value);
  }

  /**
   * A value that was written as JSON.
   *
   * @typeParam T - what this version writes there
   */
  json<T = JsonValue>(column: string): T {
    // Only this package writes the column, and it writes a T.
    return JSON.parse(this.text(column)) as T;
  }

  /** A value that was written as JSON, or absent. */
  optionalJson<T = JsonValue>(column: string): T | undefined {
    const value = this.#row[column];
    return value === null || value === undefined ? undefined : this.json<T>(column);
  }
}

/** A value as a column takes it: absent is null. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

/** A value as a JSON column takes it: absent is null. */
export function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** A time as a column takes it: milliseconds since 1970, absent is null. */
export function timeOrNull(time: Date | undefined): number | null {
  return time === undefined ? null : time.getTime();
}
