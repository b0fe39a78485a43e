import { fitProcess, type Process } from "./gaussian-process.ts";
import type { RandomNumbers } from "./random-numbers.ts";
import { placeOf, valueAt, type TunedRange } from "./ranges.ts";

/** What is known when values are chosen. */
export interface Knowledge {
  /** What is varied. */
  readonly ranges: readonly TunedRange[];
  /** Ended training jobs; a smaller cost is better. */
  readonly known: readonly {
    readonly values: Readonly<Record<string, string>>;
    readonly cost: number;
  }[];
  /** Values that are being trained with. */
  readonly pending: readonly Readonly<Record<string, string>>[];
  /** What random choices come from. */
  readonly random: RandomNumbers;
}

/** Before so many results are known, values are chosen at random. */
const fewestResults = 3;
const randomCandidates = 512;
const nearCandidates = 128;
/** How far candidates near the best lie from it, as a share of a range. */
const nearness = 0.1;

/**
 * The values that promise most: of many candidates the one with the greatest expected improvement by a
 * Gaussian process over the results so far. Jobs that still run count as if they had come to what the
 * process expects. This is Bayesian optimisation as the textbooks have it; SageMaker's own differs in
 * details that it does not publish.
 *
 * @returns undefined while too little is known
 */
export function suggest(knowledge: Knowledge): Record<string, string> | undefined {
  const { ranges, known, pending, random } = knowledge;
  if (known.length < fewestResults) return undefined;
  const points = known.map(({ values }) => encode(ranges, values));
  const costs = known.map(({ cost }) => cost);
  let process = fitProcess(points, costs);
  if (pending.length > 0) {
    const running = pending.map((values) => encode(ranges, values));
    const first = process;
    process = fitProcess(
      [...points, ...running],
      [...costs, ...running.map((point) => first.predict(point).mean)],
    );
  }
  const best = Math.min(...costs);
  const bestValues = known.find(({ cost }) => cost === best)?.values ?? {};
  const taken = new Set([...known.map(({ values }) => values), ...pending].map(textOf));
  let chosen: Record<string, string> | undefined;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates(ranges, bestValues, random)) {
    if (taken.has(textOf(candidate))) continue;
    const improvement = expectedImprovement(process, encode(ranges, candidate), best);
    if (improvement <= greatest) continue;
    greatest = improvement;
    chosen = candidate;
  }
  return chosen;
}

function* candidates(
  ranges: readonly TunedRange[],
  best: Readonly<Record<string, string>>,
  random: RandomNumbers,
): Iterable<Record<string, string>> {
  const at = (place: (range: TunedRange) => number): Record<string, string> =>
    Object.fromEntries(ranges.map((range) => [range.name, valueAt(range, place(range))]));
  for (let count = 0; count < randomCandidates; count += 1) yield at(random);
  for (let count = 0; count < nearCandidates; count += 1) {
    yield at((range) => {
      const place = placeOf(range, best[range.name] ?? "");
      if (range.kind === "categorical") return random() < nearness ? random() : place;
      return Math.min(Math.max(place + (random() + random() - 1) * nearness, 0), 1);
    });
  }
}

/** Numbers are their place in the range; a text is one of as many axes as there are texts. */
function encode(ranges: readonly TunedRange[], values: Readonly<Record<string, string>>): number[] {
  return ranges.flatMap((range) => {
    const value = values[range.name] ?? "";
    if (range.kind !== "categorical") return [placeOf(range, value)];
    return range.values.map((text) => (text === value ? 1 : 0));
  });
}

function textOf(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function expectedImprovement(process: Process, point: readonly number[], best: number): number {
  const { mean, deviation } = process.predict(point);
  if (deviation === 0) return Math.max(best - mean, 0);
  const z = (best - mean) / deviation;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return (best - mean) * normalShare(z) + deviation * density;
}

/** The share of the normal distribution below z (Abramowitz and Stegun 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
