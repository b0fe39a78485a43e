import { isJsonArray, isJsonObject, type JsonObject } from "@nacre/core";

/** A series of numbers that a job printed while it ran. */
export interface Curve {
  /** Such as `train-rmse`. */
  readonly name: string;
  /** `x` is the round where the log says it, else the place of the value among those of the series. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The most points of a series; of more, every second one is kept, again and again. */
const mostPoints = 5_000;
/** The most series: names come from the log. */
const mostSeries = 50;
/** Longer lines are data; patterns of users take their time with them. */
const longestLine = 1_000;

interface Series {
  readonly points: [number, number][];
  /** Every so many of its values is kept. */
  every: number;
  /** How many values it has had. */
  count: number;
}

/** A metric that a training job declares: a name, and a pattern whose first group is the value. */
interface MetricPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

/**
 * Reads series of numbers from the lines of a log: those that XGBoost prints for each round, such as
 * `[3]<tab>train-rmse:1.5`, and those of the step's `MetricDefinitions`. What is kept is bounded: 50
 * series of at most 5,000 points.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html
 *
 * @example
 * ```ts
 * import { CurveReader } from "@nacre/graph/executions";
 *
 * const reader = new CurveReader({});
 * for (const line of ["[0]\ttrain-rmse:2.5", "[1]\ttrain-rmse:1.25"]) reader.add(line);
 * console.assert(reader.curves()[0]?.points.length === 2);
 * ```
 */
export class CurveReader {
  readonly #patterns: readonly MetricPattern[];
  readonly #series = new Map<string, Series>();

  /** @param stepArguments - the arguments of the step, which may hold `MetricDefinitions` */
  constructor(stepArguments: JsonObject) {
    this.#patterns = metricPatterns(stepArguments);
  }

  /** Takes a line. */
  add(line: string): void {
    if (line.length > longestLine) return;
    if (this.#addRound(line)) return;
    for (const { name, pattern } of this.#patterns) {
      const value = Number(pattern.exec(line)?.[1] ?? Number.NaN);
      if (Number.isFinite(value)) this.#addValue(name, undefined, value);
    }
  }

  /** The series so far, in the order in which they began. */
  curves(): Curve[] {
    return [...this.#series].map(([name, { points }]) => ({ name, points: [...points] }));
  }

  #addRound(given: string): boolean {
    // CloudWatch shows the tabs of some images so.
    const line = given.replaceAll("#011", "\t");
    const round = /\[(\d{1,9})\]\t(.+)$/.exec(line);
    if (round === null) return false;
    const values = (round[2] ?? "").matchAll(/([\w@.-]{1,100}):(-?[\d.]+(?:e[+-]?\d+)?)(?=\s|$)/gi);
    let found = false;
    for (const [, name = "", text] of values) {
      const value = Number(text);
      if (!Number.isFinite(value)) continue;
      this.#addValue(name, Number(round[1]), value);
      found = true;
    }
    return found;
  }

  #addValue(name: string, x: number | undefined, y: number): void {
    let series = this.#series.get(name);
    if (series === undefined) {
      if (this.#series.size >= mostSeries) return;
      series = { points: [], every: 1, count: 0 };
      this.#series.set(name, series);
    }
    const place = series.count;
    series.count += 1;
    if (place % series.every !== 0) return;
    series.points.push([x ?? place, y]);
    if (series.points.length <= mostPoints) return;
    const kept = series.points.filter((_, index) => index % 2 === 0);
    series.points.splice(0, series.points.length, ...kept);
    series.every *= 2;
  }
}

function metricPatterns({ AlgorithmSpecification }: JsonObject): MetricPattern[] {
  const { MetricDefinitions } = isJsonObject(AlgorithmSpecification) ? AlgorithmSpecification : {};
  if (!isJsonArray(MetricDefinitions)) return [];
  return MetricDefinitions.flatMap((metric) => {
    const { Name, Regex } = isJsonObject(metric) ? metric : {};
    if (typeof Name !== "string" || typeof Regex !== "string") return [];
    try {
      return [{ name: Name, pattern: new RegExp(Regex) }];
    } catch {
      // Python's patterns have forms that JavaScript's have not.
      return [];
    }
  });
}
