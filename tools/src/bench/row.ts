import type { Cost } from "./measure.ts";

/** One figure of the benchmark. */
export interface Row {
  readonly what: string;
  /** A ratio where the unit is "×". */
  readonly value: number;
  readonly unit: "×" | " s" | " ms";
  readonly goal?: number;
  /** What stood behind the figure: both sides' medians. */
  readonly detail: string;
}

/** A cost in words: `0.12 s, 61 MB`. */
export function words(cost: Cost): string {
  return `${cost.wall.toFixed(3)} s wall, ${cost.cpu.toFixed(3)} s CPU, ${Math.round(cost.peak / 1e6)} MB`;
}
