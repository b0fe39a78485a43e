import { describe, expect, it } from "vitest";
import type { JsonObject } from "@nacre/core";
import {
  criticalPath,
  CurveReader,
  logGroupOf,
  numbersIn,
  type TimedStep,
} from "../src/executions.ts";

function curves(lines: readonly string[], args: JsonObject = {}) {
  const reader = new CurveReader(args);
  for (const line of lines) reader.add(line);
  return Object.fromEntries(reader.curves().map(({ name, points }) => [name, points]));
}

function step(name: string, startTime?: number, endTime?: number): TimedStep {
  return { name, startTime, endTime };
}

describe("curves", () => {
  it.each<readonly [string, string[], object]>([
    [
      "of XGBoost",
      ["[0]\ttrain-rmse:2.5", "[1]\ttrain-rmse:1.25"],
      {
        "train-rmse": [
          [0, 2.5],
          [1, 1.25],
        ],
      },
    ],
    [
      "with the tabs of CloudWatch",
      ["[7]#011train-rmse:2#011validation-rmse:3"],
      { "train-rmse": [[7, 2]], "validation-rmse": [[7, 3]] },
    ],
    ["after a time", ["[12:00:01] INFO [0]\ttrain-map@5-:0.5"], { "train-map@5-": [[0, 0.5]] }],
    ["of small and negative numbers", ["[0]\ta:1e-05\tb:-2"], { a: [[0, 1e-5]], b: [[0, -2]] }],
    ["not of what is no number", ["[0]\ta:nan", "[x]\ta:1", "a:1", "[1] a:1"], {}],
    ["not of lines that are data", [`[0]\ta:1${" ".repeat(2_000)}`], {}],
  ])("are read %s", (_, lines, wanted) => {
    expect(curves(lines)).toEqual(wanted);
  });

  it("are read by the patterns of the step, those that JavaScript has not left out", () => {
    const MetricDefinitions = [
      { Name: "loss", Regex: "loss=([0-9.]+)" },
      { Name: "python", Regex: "(?P<x>[0-9]+)" },
      { Name: "bad", Regex: "(" },
      { Name: "none" },
    ];
    const args = { AlgorithmSpecification: { MetricDefinitions } };
    expect(curves(["epoch 1 loss=0.5", "nothing", "epoch 2 loss=0.25"], args)).toEqual({
      loss: [
        [0, 0.5],
        [1, 0.25],
      ],
    });
  });

  it("keep a bounded number of points, over the whole of it, and of series", () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `[${n}]\ta:${n}`);
    const points: [number, number][] = Object(curves(lines))["a"];
    expect(points.length).toBeLessThanOrEqual(5_000);
    expect(points[0]).toEqual([0, 0]);
    expect(points.at(-1)?.[0]).toBeGreaterThan(90_000);
    const names = Array.from({ length: 500 }, (_, n) => `[0]\ts${n}:1`);
    expect(Object.keys(curves(names))).toHaveLength(50);
  });
});

describe("the numbers of a JSON value", () => {
  it.each<readonly [string, unknown, ReturnType<typeof numbersIn>]>([
    [
      "have their path in dots",
      { regression_metrics: { mse: { value: 4.9, standard_deviation: 0 }, name: "mse" }, n: 3 },
      [
        ["regression_metrics.mse.value", 4.9],
        ["regression_metrics.mse.standard_deviation", 0],
        ["n", 3],
      ],
    ],
    [
      "are not those of lists, which are data",
      { roc: [0, 1], rows: [{ a: 1 }], auc: 1 },
      [["auc", 1]],
    ],
    ["are finite", JSON.parse('{ "a": 1e999, "b": 1 }'), [["b", 1]]],
    ["may be the value itself", 2, [["", 2]]],
    ["are none where there is no file", undefined, []],
    ["are none in null", null, []],
  ])("%s", (_, value, wanted) => {
    expect(numbersIn(value)).toEqual(wanted);
  });
});

describe("the log group of a job", () => {
  const arn = "arn:aws:sagemaker:eu-west-1:111122223333";

  it.each([
    [`${arn}:processing-job/a`, "/aws/sagemaker/ProcessingJobs"],
    [`${arn}:training-job/a`, "/aws/sagemaker/TrainingJobs"],
    [`${arn}:transform-job/a`, "/aws/sagemaker/TransformJobs"],
    [`${arn}:hyper-parameter-tuning-job/a`, undefined],
    [`${arn}:model/training-job`, undefined],
  ])("%s is %s", (job, wanted) => {
    expect(logGroupOf(job)).toBe(wanted);
  });
});

describe("the critical path", () => {
  const waits = new Map([
    ["C", ["A", "B"]],
    ["D", ["A"]],
    ["E", ["C", "D"]],
  ]);

  it.each([
    [
      "the chain that was waited for",
      [step("A", 0, 5), step("B", 0, 9), step("C", 9, 12), step("D", 5, 20), step("E", 20, 21)],
      ["A", "D", "E"],
    ],
    [
      "what still runs",
      [step("A", 0, 5), step("B", 0, 9), step("C", 9), step("D", 5, 20), step("E")],
      ["B", "C"],
    ],
    ["not what did not run", [step("A", 0, 5), step("B"), step("D", 5, 6)], ["A", "D"]],
    ["nothing before the start", [step("A"), step("B")], []],
  ])("is %s", (_, steps, wanted) => {
    expect(criticalPath(steps, waits)).toEqual(wanted);
  });

  it("ends where steps wait in a circle", () => {
    const circle = new Map([
      ["A", ["B"]],
      ["B", ["A"]],
    ]);
    expect(criticalPath([step("A", 0, 1), step("B", 1, 2)], circle)).toEqual(["A", "B"]);
  });
});
