import type { JsonObject } from "@nacre/core";
import { describe, expect, test } from "vitest";
import type { StepView } from "../../src/api.ts";
import { changedSteps, comparedDefinitions } from "../../src/page/compare/definitions.ts";
import { overlaid } from "../../src/page/compare/overlaid.ts";
import { changeText, comparedRows, durationChange } from "../../src/page/compare/rows.ts";
import { comparedSteps, isNoticeable, tookOf } from "../../src/page/compare/steps.ts";
import { numberText } from "../../src/page/format/number.ts";

describe("rows", () => {
  test("are of all names, and tell which values differ from the first", () => {
    expect(
      comparedRows([
        { a: "1", b: "2" },
        { b: "3", c: "4" },
        { a: "1", b: "2" },
      ]),
    ).toMatchObject([
      { name: "a", values: ["1", undefined, "1"], isOther: [false, true, false], differs: true },
      { name: "b", values: ["2", "3", "2"], isOther: [false, true, false], differs: true },
      { name: "c", values: [undefined, "4", undefined], differs: true },
    ]);
    expect(comparedRows([{ a: "1" }, { a: "1" }])).toMatchObject([
      { name: "a", values: ["1", "1"], differs: false },
    ]);
  });

  test("of numbers are the same when they are written otherwise, those of texts are not", () => {
    const sources = [
      { number: "6", text: "6" },
      { number: "6.0", text: "6.0" },
    ];
    expect(
      comparedRows(sources, new Set(["number"])).map(({ name, differs }) => [name, differs]),
    ).toEqual([
      ["number", false],
      ["text", true],
    ]);
  });

  test("have names of JavaScript's own objects like others", () => {
    expect(comparedRows([{ x: "1" }, JSON.parse('{"__proto__": "2"}')])).toMatchObject([
      { name: "x", values: ["1", undefined] },
      { name: "__proto__", values: [undefined, "2"] },
    ]);
  });
});

describe("how far a number is from the first", () => {
  test.each([
    [5, 5.5, "+0.5 (+10%)"],
    [4, 3.9, "−0.1 (−2.5%)"],
    [-2, -1, "+1 (+50%)"],
    [0, 3, "+3"],
    [1_000, 1_000.1, "+0.1"],
    [5, 5, undefined],
    [undefined, 5, undefined],
    [5, undefined, undefined],
  ])("%s to %s is %s", (first, other, wanted) => {
    expect(changeText(first, other, numberText)).toBe(wanted);
  });
});

describe("how much longer something took", () => {
  test.each([
    [5_000, 7_500, "+2.5 s (+50%)"],
    [200_000, 80_000, "−2 m 00 s (−60%)"],
    [5_000, 5_090, undefined],
    // As they are shown: 4.4 s and 6.6 s.
    [4_490, 6_600, "+2.2 s (+50%)"],
    [undefined, 5_000, undefined],
    [5_000, undefined, undefined],
  ])("%s ms to %s ms is %s", (first, other, wanted) => {
    expect(durationChange(first, other)).toBe(wanted);
  });
});

describe("times that are far enough apart to be called different", () => {
  test.each([
    [[4_000, 5_000], true],
    [[300, 900], false],
    [[60_000, 61_500], false],
    [[60_000, 90_000], true],
    [[4_000, 4_100, 5_100], true],
    [[4_000], false],
    [[], false],
  ])("%j: %s", (times, wanted) => {
    expect(isNoticeable(times)).toBe(wanted);
  });
});

function step(name: string, milliseconds: number, more: Partial<StepView> = {}): StepView {
  const times = { startTime: 1_000, endTime: 1_000 + milliseconds };
  return { name, type: "Training", status: "Succeeded", attempts: 1, ...times, ...more };
}

describe("steps", () => {
  const notRun: StepView = { name: "Train", type: "Training", status: "NotRun", attempts: 0 };

  test.each<[string, StepView, StepView, boolean]>([
    ["times nearly alike", step("Train", 3_000), step("Train", 3_200), false],
    ["times far apart", step("Train", 3_000), step("Train", 8_000), true],
    ["another end", step("Train", 3_000), step("Train", 3_000, { status: "Failed" }), true],
    ["not run in one", step("Train", 3_000), notRun, true],
    [
      "from the cache in one",
      step("Train", 3_000),
      step("Train", 3_000, { cacheSource: "a" }),
      true,
    ],
    [
      "another decision",
      step("Train", 0, { conditionOutcome: "True" }),
      step("Train", 0, { conditionOutcome: "False" }),
      true,
    ],
  ])("with %s", (_, first, other, differs) => {
    const [row] = comparedSteps([{ steps: [first] }, { steps: [other] }]);
    expect(row).toEqual({ name: "Train", steps: [first, other], differs });
  });

  test("of all executions are there, in the order of the first", () => {
    const rows = comparedSteps([
      { steps: [step("A", 1), step("C", 1)] },
      { steps: [step("A", 1), step("B", 1), step("C", 1)] },
    ]);
    expect(rows.map(({ name, differs }) => [name, differs])).toEqual([
      ["A", false],
      ["C", false],
      ["B", true],
    ]);
  });

  test("that were taken from the cache, or go on, have taken no time", () => {
    expect(tookOf(step("A", 500))).toBe(500);
    expect(tookOf(step("A", 500, { cacheSource: "x" }))).toBeUndefined();
    const { endTime: _, ...running } = step("A", 500);
    expect(tookOf(running)).toBeUndefined();
  });
});

describe("curves of several executions", () => {
  const points = [[0, 1]] as const;

  test("of one measure are in one chart: a colour for each execution, a line for each series", () => {
    const charts = overlaid([
      {
        name: "one",
        series: [
          { name: "train-rmse", points },
          { name: "validation-rmse", points },
        ],
      },
      { name: "two", series: [] },
      {
        name: "three",
        series: [
          { name: "validation-rmse", points },
          { name: "loss", points },
        ],
      },
    ]);
    expect(
      charts.map(({ title, curves }) => [
        title,
        curves.map(({ group, name, color, dash }) => [group, name, color, dash]),
      ]),
    ).toEqual([
      [
        "rmse",
        [
          ["one", "train-rmse", 0, 0],
          ["one", "validation-rmse", 0, 1],
          ["three", "validation-rmse", 2, 1],
        ],
      ],
      ["loss", [["three", "loss", 2, 0]]],
    ]);
  });
});

function train(rounds: string): object {
  return {
    Name: "Train",
    Type: "Training",
    Arguments: { HyperParameters: { num_round: rounds } },
  };
}

function definition(...Steps: readonly object[]): { readonly definition: JsonObject } {
  return { definition: JSON.parse(JSON.stringify({ Version: "2020-12-01", Steps })) };
}

describe("definitions", () => {
  const last = { Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } };

  test("of executions that run the same stand together, with the steps that they have otherwise", () => {
    const compared = comparedDefinitions([
      { id: "a", ...definition(train("50")) },
      { id: "b", ...definition(train("30"), last) },
      { id: "c", ...definition(train("50")) },
      { id: "d", ...definition(train("30"), last) },
    ]);
    expect(compared.map(({ executions }) => executions.map(({ id }) => id))).toEqual([
      ["a", "c"],
      ["b", "d"],
    ]);
    expect(compared.map(({ diff }) => [...changedSteps(diff)])).toEqual([[], ["Train", "Stop"]]);
  });

  test("that are not understood cannot be compared, which is no error", () => {
    const compared = comparedDefinitions([
      { id: "a", ...definition(train("50")) },
      { id: "b", definition: { Steps: 5 } },
    ]);
    expect(compared[1]?.diff).toBeUndefined();
  });
});
