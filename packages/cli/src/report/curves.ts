import { isJsonArray, isJsonObject, type JsonObject } from "@nacre/core";

/** A series of numbers that a job printed while it ran. */
export interface Curve {
  /** Such as `train-rmse`. */
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Names come from the log: of more, and of longer lines, nothing is read. */
const [mostCurves, mostPoints, longestLine] = [24, 10_000, 1000];

/**
 * Reads series of numbers from the lines of a log: those that XGBoost prints for each round, such as
 * `[3]<tab>train-rmse:1.5`, and those of the job's `MetricDefinitions`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html
 */
export class CurveReader {
  readonly #patterns: readonly (readonly [name: string, pattern: RegExp])[];
  readonly #points = new Map<string, [number, number][]>();

  constructor(stepArguments: JsonObject) {
    this.#patterns = metricPatterns(stepArguments);
  }

  /** Takes a line of the log. */
  add(line: string): void {
    if (line.length > longestLine) return;
    // CloudWatch shows the tabs of some images as #011.
    const [, round, rest = ""] = /\[(\d{1,9})\](?:\t|#011)(.+)$/.exec(line) ?? [];
    if (round !== undefined) {
      for (const part of rest.split(/\s+|#011/)) {
        const [, name, text] = /^([\w@.-]{1,100}):(-?[\d.]+(?:e[+-]?\d+)?)$/i.exec(part) ?? [];
        if (name !== undefined) this.#add(name, Number(round), Number(text));
      }
      return;
    }
    for (const [name, pattern] of this.#patterns) {
      const value = pattern.exec(line)?.[1];
      if (value !== undefined) this.#add(name, undefined, Number(value));
    }
  }

  /** The series with more than one number, in the order in which they began. */
  curves(): Curve[] {
    return [...this.#points].flatMap(([name, points]) =>
      points.length > 1 ? [{ name, points }] : [],
    );
  }

  #add(name: string, x: number | undefined, y: number): void {
    const points = this.#points.get(name) ?? [];
    if (!Number.isFinite(y) || points.length >= mostPoints) return;
    if (points.length === 0 && this.#points.size >= mostCurves) return;
    this.#points.set(name, points);
    points.push([x ?? points.length, y]);
  }
}

function metricPatterns({ AlgorithmSpecification }: JsonObject): [string, RegExp][] {
  const { MetricDefinitions } = isJsonObject(AlgorithmSpecification) ? AlgorithmSpecification : {};
  if (!isJsonArray(MetricDefinitions)) return [];
  return MetricDefinitions.flatMap((metric): [string, RegExp][] => {
    const { Name, Regex } = isJsonObject(metric) ? metric : {};
    if (typeof Name !== "string" || typeof Regex !== "string") return [];
    try {
      return [[Name, new RegExp(Regex)]];
    } catch {
      // Python's patterns have forms that JavaScript's have not.
      return [];
    }
  });
}
