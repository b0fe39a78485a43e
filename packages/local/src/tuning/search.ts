import { suggest } from "./bayesian.ts";
import { randomNumbers } from "./random-numbers.ts";
import { valueAt, type CategoricalRange, type TunedRange } from "./ranges.ts";

/** The values of the tuned hyperparameters of one training job, by name. */
export type TunedValues = Readonly<Record<string, string>>;

/** A training job of a search. */
export interface Trial {
  /** What it is trained with. */
  readonly values: TunedValues;
  /** What its objective came to; undefined while it runs, when it failed and when it reported none. */
  readonly objective: number | undefined;
}

/** A search for the best values. */
export interface SearchPlan {
  /** How values are chosen: those of SageMaker's strategies that run here. */
  readonly strategy: "Random" | "Grid" | "Bayesian";
  /** What is varied. */
  readonly ranges: readonly TunedRange[];
  /** What random choices come from. */
  readonly seed: string;
  /** How many training jobs there are. */
  readonly count: number;
  /** How many run at once. */
  readonly parallel: number;
  /** Whether a larger objective is better. */
  readonly maximize: boolean;
}

/**
 * How many of the first training jobs must have ended before job number `index` can be planned: only
 * the Bayesian search learns from them, and only from those that have ended in any case when as many
 * jobs run at once as may. So the same seed and results give the same values, however fast each is.
 */
export function neededTrials({ strategy, parallel }: SearchPlan, index: number): number {
  return strategy === "Bayesian" ? Math.max(0, index - parallel + 1) : 0;
}

/**
 * The values of the next training job.
 *
 * @param earlier - all jobs before it in their order, of which the first {@link neededTrials} have ended
 */
export function nextValues(plan: SearchPlan, earlier: readonly Trial[]): TunedValues {
  switch (plan.strategy) {
    case "Random":
      return randomValues(plan, earlier.length);
    case "Grid":
      return gridValues(plan.ranges, earlier.length);
    case "Bayesian":
      return bayesianValues(plan, earlier);
  }
}

/** How many combinations a grid has; undefined when it has a range of numbers, which is no grid. */
export function gridSize(ranges: readonly TunedRange[]): number | undefined {
  if (!ranges.every((range) => range.kind === "categorical")) return undefined;
  return ranges.reduce((size, { values }) => size * values.length, 1);
}

function randomValues({ ranges, seed }: SearchPlan, index: number): TunedValues {
  const random = randomNumbers(`${seed}/${index}`);
  return Object.fromEntries(ranges.map((range) => [range.name, valueAt(range, random())]));
}

/** Combinations in the order of the ranges, the last one varying fastest. */
function gridValues(ranges: readonly TunedRange[], index: number): TunedValues {
  let rest = index;
  const chosen: [string, string][] = [];
  const lists = ranges.filter((range): range is CategoricalRange => range.kind === "categorical");
  for (const { name, values } of lists.toReversed()) {
    chosen.unshift([name, values[rest % values.length] ?? ""]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(chosen);
}

function bayesianValues(plan: SearchPlan, earlier: readonly Trial[]): TunedValues {
  const { ranges, maximize, seed } = plan;
  const index = earlier.length;
  const ended = neededTrials(plan, index);
  const known = earlier
    .slice(0, ended)
    .flatMap(({ values, objective }) =>
      objective === undefined ? [] : [{ values, cost: maximize ? -objective : objective }],
    );
  const pending = earlier.slice(ended).map(({ values }) => values);
  const random = randomNumbers(`${seed}/${index}`);
  return suggest({ ranges, known, pending, random }) ?? randomValues(plan, index);
}
