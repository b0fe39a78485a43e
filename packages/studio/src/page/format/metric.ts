/** A metric's name in parts. */
export interface MetricName {
  /** The property file. */
  readonly file: string;
  /** The path in it. */
  readonly path: string;
  /** What heads a column: the parts that tell most. */
  readonly short: string;
}

/** Reads names such as `evaluation: regression_metrics.mse.value`. */
export function metricName(name: string): MetricName {
  const [, file = "", path = name] = /^(.*?): (.*)$/s.exec(name) ?? [];
  const parts = path.split(".").filter((part) => part !== "");
  const last = parts.at(-1);
  // `….mse.value` is the mse; what stands beside it (`standard_deviation`) keeps both.
  const short = last === "value" && parts.length > 1 ? parts.at(-2) : parts.slice(-2).join(" ");
  return { file, path, short: short ?? path };
}
