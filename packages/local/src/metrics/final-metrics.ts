import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { isJsonArray, numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { object, objects, text } from "../plan.ts";
import { faultCode } from "../files.ts";
import { metricPatterns, xgboostMetrics } from "./metric-patterns.ts";

/**
 * The last value of each metric that a training job printed: those that its `MetricDefinitions` find,
 * and those of the XGBoost algorithm.
 *
 * @param args - the arguments of the training job
 * @param logFile - what it printed; without it there are no metrics
 * @returns its `FinalMetricDataList`, with times in seconds
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricData.html
 */
export async function finalMetrics(args: JsonObject, logFile: string): Promise<JsonObject[]> {
  const algorithm = object(args["AlgorithmSpecification"]);
  const read = metricPatterns(algorithm);
  const patterns = "fault" in read ? [] : read;
  const isAlgorithm =
    algorithm["ContainerEntrypoint"] === undefined &&
    object(args["HyperParameters"])["sagemaker_program"] === undefined;
  const last = new Map<string, number>();
  for await (const line of linesOf(logFile)) {
    for (const { name, pattern } of patterns) {
      const value = Number(pattern.exec(line)?.[1] ?? Number.NaN);
      if (Number.isFinite(value)) last.set(name, value);
    }
    if (isAlgorithm) for (const [name, value] of xgboostMetrics(line)) last.set(name, value);
  }
  const Timestamp = Date.now() / 1000;
  return [...last].map(([MetricName, Value]) => ({ MetricName, Value, Timestamp }));
}

/** The value of a metric in a `FinalMetricDataList`; undefined when it is not there. */
export function metricIn(list: JsonValue | undefined, name: string): number | undefined {
  const found = isJsonArray(list) ? objects(list) : [];
  return numberOf(found.find(({ MetricName }) => text(MetricName) === name)?.["Value"]);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
  }
}
