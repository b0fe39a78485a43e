import type { Branch } from "../branch.ts";

/** What is placed as one: a step, a group with all that is in it, or where an arrow passes a frame. */
export interface Part {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** The name of the step that it is. */
  readonly step?: string;
  /** It stands on the first or the last rank, whatever its links. */
  readonly side?: "top" | "bottom";
}

/** `to` comes below `from`; both are keys of parts. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** Where an arrow passes a rank. */
export interface Bend {
  readonly rank: number;
  readonly x: number;
}

/** A step as far as its place depends on it. */
export interface SizedStep {
  readonly name: string;
  readonly branch?: Branch;
  readonly width: number;
  readonly height: number;
}

/** What an arrow does inside of one group: from a part to another, or from or to the frame. */
export interface Leg {
  readonly edge: number;
  readonly from?: string;
  readonly to?: string;
}

/** What is placed together: the top, a branch, or steps in rows. Places are from its left upper corner. */
export interface Group {
  readonly branch?: Branch;
  readonly width: number;
  readonly height: number;
  /** The middles of its parts. */
  readonly xs: ReadonlyMap<string, number>;
  readonly ranks: ReadonlyMap<string, number>;
  /** Where each rank begins and ends. */
  readonly bands: readonly { readonly top: number; readonly bottom: number }[];
  readonly parts: ReadonlyMap<string, Part>;
  /** Its parts that are groups again. */
  readonly inner: ReadonlyMap<string, Group>;
  /** Where arrows pass its ranks, by {@link linkKey}. */
  readonly bends: ReadonlyMap<string, readonly Bend[]>;
  /** The parts at which edges come in or go out, by the index of the edge. */
  readonly doors: ReadonlyMap<number, string>;
}

/** The key of a step among parts. */
export function stepKey(name: string): string {
  return `step ${name}`;
}

/** What tells a link from the others of its group. */
export function linkKey({ from, to }: Link): string {
  return JSON.stringify([from, to]);
}
