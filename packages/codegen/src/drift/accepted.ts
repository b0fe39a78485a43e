import { readFileSync } from "node:fs";
import type { Comparison, Departure, Difference } from "./compare.ts";

/** A difference that has no place for a `departure` keyword, and why we leave it so. */
export interface Accepted {
  readonly place: string;
  readonly what: string;
  readonly reason: string;
  readonly source: string;
}

/** A difference, and why it is there. */
export interface KnownDifference extends Omit<Difference, "departure"> {
  readonly reason: string;
  readonly source: string;
}

/** A comparison with a reason for each difference that has one. */
export interface Explained {
  readonly known: readonly KnownDifference[];
  readonly unknown: readonly Difference[];
  /** Reasons for differences that are not there: upstream, or we, mended them. */
  readonly outOfDate: readonly (Departure | Accepted)[];
}

/** Reads `data/accepted-drift.json`. */
export function loadAccepted(): readonly Accepted[] {
  const file = new URL("../../data/accepted-drift.json", import.meta.url);
  // Our own file, covered by tests.
  const { accepted } = JSON.parse(readFileSync(file, "utf8")) as { accepted: readonly Accepted[] };
  return accepted;
}

/** Gives each difference its reason: an accepted one's, or that of the nearest departure. */
export function explain(comparison: Comparison, accepted: readonly Accepted[]): Explained {
  const byKey = new Map(accepted.map((one) => [keyOf(one), one]));
  const found = new Set(comparison.differences.map(keyOf));
  const known: KnownDifference[] = [];
  const unknown: Difference[] = [];
  for (const difference of comparison.differences) {
    const { departure, ...rest } = difference;
    const why = byKey.get(keyOf(difference)) ?? departure;
    if (why === undefined) unknown.push(difference);
    else known.push({ ...rest, reason: why.reason, source: why.source });
  }
  return {
    known,
    unknown,
    outOfDate: [...comparison.outOfDate, ...accepted.filter((one) => !found.has(keyOf(one)))],
  };
}

function keyOf({ place, what }: { readonly place: string; readonly what: string }): string {
  return `${what} of ${place}`;
}
