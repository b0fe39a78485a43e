import type { LogView } from "../../api.ts";

/** A line of a log as it is shown. */
export type LogLine = LogView["lines"][number];

/** The most lines of an answer, of each stream of a job. */
export const mostLines = 2_000;
/** The most bytes that are read for an answer; a line that is longer is cut. */
export const mostBytes = 1024 * 1024;
/** The most characters of a line that are shown. */
export const longestLine = 16 * 1024;

/** Which part of a log is wanted: what is after a place, what is before it, or the end. */
export type LogWhere<Place> =
  | { readonly at: "end" }
  | { readonly at: "start" }
  | { readonly at: "after" | "before"; readonly place: Place };

/** Some lines of a log that follow each other. */
export interface LogPart<Place> {
  readonly lines: readonly LogLine[];
  /** What comes after these lines. */
  readonly after: Place;
  /** What is before them; undefined when nothing is. */
  readonly before: Place | undefined;
  /** Whether more is known to come after them at once. */
  readonly hasMore: boolean;
}
