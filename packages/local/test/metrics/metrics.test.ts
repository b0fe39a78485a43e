import { describe, expect, test } from "vitest";
import { join } from "node:path";
import { finalMetrics, metricIn } from "../../src/metrics/final-metrics.ts";
import { isXgboostMetric, metricPatterns } from "../../src/metrics/metric-patterns.ts";
import { temporaryFolder, textFile } from "../machine.ts";

const log = [
  "[0]\ttrain-rmse:8.12\tvalidation-rmse:8.0e0",
  "INFO train-rmse:99",
  "[1]\ttrain-rmse:7.5\tvalidation-rmse:7.75",
  "accuracy = 0.5; loss = -1.5e-3",
  "accuracy = none",
  "",
].join("\n");

async function metricsOf(
  args: Parameters<typeof finalMetrics>[0],
): Promise<Record<string, number>> {
  const list = await finalMetrics(args, textFile(temporaryFolder(), "job.log", log));
  return Object.fromEntries(list.map(({ MetricName, Value }) => [MetricName, Value]));
}

const definitions = (...list: readonly (readonly [string, string])[]): object => ({
  AlgorithmSpecification: {
    ContainerEntrypoint: ["python3"],
    MetricDefinitions: list.map(([Name, Regex]) => ({ Name, Regex })),
  },
});

describe("the metrics of a training job", () => {
  test("of the XGBoost algorithm are its last ones", async () => {
    expect(await metricsOf({})).toEqual({ "train:rmse": 7.5, "validation:rmse": 7.75 });
  });

  test.each([
    ["accuracy = ([0-9.]+)", 0.5],
    ["loss = (?P<loss>[-+.e0-9]+)", -0.0015],
    ["loss", undefined],
  ])("defined by %s are its last number", async (regex, wanted) => {
    const given = { ...definitions(["m", regex]) };
    expect(await metricsOf(given)).toEqual(wanted === undefined ? {} : { m: wanted });
  });

  test("of a script are only those that are defined", async () => {
    expect(await metricsOf({ HyperParameters: { sagemaker_program: "train.py" } })).toEqual({});
    expect(await metricsOf({ ...definitions() })).toEqual({});
  });

  test("are none without a log", async () => {
    expect(await finalMetrics({}, join(temporaryFolder(), "none.log"))).toEqual([]);
  });

  test("whose expression is none is told", () => {
    const algorithm = { MetricDefinitions: [{ Name: "m", Regex: "(" }] };
    expect(metricPatterns(algorithm)).toEqual({
      fault: "the Regex of its metric m is not one: (",
    });
  });

  test("are found by their names", () => {
    const list = [
      { MetricName: "a", Value: 1 },
      { MetricName: "b", Value: 2 },
    ];
    expect([metricIn(list, "b"), metricIn(list, "c"), metricIn(undefined, "a")]).toEqual([
      2,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ["validation:rmse", true],
    ["train:cox-nloglik", true],
    ["rmse", false],
    ["test:rmse", false],
    ["validation:(x)", false],
  ])("%s is one of XGBoost: %s", (name, wanted) => {
    expect(isXgboostMetric(name)).toBe(wanted);
  });
});
