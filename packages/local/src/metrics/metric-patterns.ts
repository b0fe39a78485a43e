import type { JsonObject } from "@nacre/core";
import { objects, text } from "../plan.ts";

/** How one metric is found in a line of a log. */
export interface MetricPattern {
  /** The metric's name. */
  readonly name: string;
  /** What finds it; its first group is the number. */
  readonly pattern: RegExp;
}

const xgboostMetric =
  /\b(train|validation)-([a-z][a-z0-9-]*):([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/g;

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

/** Names of the metrics of the XGBoost algorithm, such as `validation:rmse`. */
export function isXgboostMetric(name: string): boolean {
  return /^(?:train|validation):[a-z][a-z0-9-]*$/.test(name);
}

/** The metrics in a line of the XGBoost algorithm: `[3]<tab>train-rmse:1.5<tab>validation-rmse:2`. */
export function xgboostMetrics(line: string): (readonly [name: string, value: number])[] {
  if (!/^\[\d+\]/.test(line)) return [];
  return [...line.matchAll(xgboostMetric)].map(([, channel, metric, value]) => [
    `${channel}:${metric}`,
    Number(value),
  ]);
}
