import { objects, text } from "../plan.ts";
import type { JsonObject } from "@nacre/core";

/** How one metric is found in a line of a log. */
export interface MetricPattern {
  /** The metric's name. */
  readonly name: string;
  /** What finds it; its first group is the number. */
  readonly pattern: RegExp;
}

/** A number as programs print it. */
const number = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";

/**
 * Reads `MetricDefinitions`. Regular expressions are JavaScript's here; named groups in Python's form
 * are understood.
 *
 * @returns the patterns, or what of them is no regular expression
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html
 */
export function metricPatterns(
  algorithm: JsonObject,
): readonly MetricPattern[] | { readonly fault: string } {
  const found: MetricPattern[] = [];
  for (const definition of objects(algorithm["MetricDefinitions"])) {
    const name = text(definition["Name"]) ?? "";
    const source = text(definition["Regex"]) ?? "";
    try {
      found.push({ name, pattern: new RegExp(source.replaceAll("(?P<", "(?<")) });
    } catch {
      return { fault: `the Regex of its metric ${name} is not one: ${source}` };
    }
  }
  return found;
}

/** What finds a metric of the XGBoost algorithm, such as `validation:rmse`, in its own lines. */
export function xgboostPattern(name: string): MetricPattern | undefined {
  const match = /^(train|validation):([a-z][a-z0-9-]*)$/.exec(name);
  if (match === null) return undefined;
  const [, channel = "", metric = ""] = match;
  return { name, pattern: new RegExp(`\\[\\d+\\].*\\b${channel}-${metric}:${number}`) };
}

/** The last value of a metric in the lines of a log; undefined when no line has it. */
export function lastMetric(
  { pattern }: MetricPattern,
  lines: Iterable<string>,
): number | undefined {
  let last: number | undefined;
  for (const line of lines) {
    const value = Number(pattern.exec(line)?.[1] ?? Number.NaN);
    if (Number.isFinite(value)) last = value;
  }
  return last;
}
