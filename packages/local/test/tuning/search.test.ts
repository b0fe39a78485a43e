import { describe, expect, test } from "vitest";
import { fitProcess } from "../../src/tuning/gaussian-process.ts";
import { placeOf, readRanges, valueAt, type TunedRange } from "../../src/tuning/ranges.ts";
import { gridSize, nextValues, type SearchPlan, type Trial } from "../../src/tuning/search.ts";

function ranges(value: Parameters<typeof readRanges>[0]): readonly TunedRange[] {
  const read = readRanges(value);
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

function continuous(min: string, max: string, ScalingType?: string): TunedRange {
  const [range] = ranges({
    ContinuousParameterRanges: [
      {
        Name: "x",
        MinValue: min,
        MaxValue: max,
        ...(ScalingType === undefined ? {} : { ScalingType }),
      },
    ],
  });
  if (range === undefined) throw new Error("one range");
  return range;
}
function integer(min: string, max: string, ScalingType = "Linear"): TunedRange {
  const [range] = ranges({
    IntegerParameterRanges: [{ Name: "x", MinValue: min, MaxValue: max, ScalingType }],
  });
  if (range === undefined) throw new Error("one range");
  return range;
}

describe("a range", () => {
  test.each<[string, TunedRange, readonly string[]]>([
    ["linear", continuous("0.5", "1.5", "Linear"), ["0.5", "1", "1.5"]],
    ["logarithmic", continuous("0.01", "100", "Logarithmic"), ["0.01", "1", "100"]],
    ["reverse logarithmic", continuous("0", "0.99", "ReverseLogarithmic"), ["0", "0.9", "0.99"]],
    ["Auto over little is linear", continuous("1", "9"), ["1", "5", "9"]],
    ["Auto over much is logarithmic", continuous("0.0001", "1", "Auto"), ["0.0001", "0.01", "1"]],
    ["whole numbers", integer("1", "3"), ["1", "2", "3"]],
    ["whole numbers, logarithmic", integer("1", "10000", "Logarithmic"), ["1", "100", "10000"]],
    ["one number", integer("7", "7"), ["7", "7", "7"]],
    ["texts", { kind: "categorical", name: "x", values: ["a", "b", "c"] }, ["a", "b", "c"]],
  ])("%s has its values at the start, the middle and the end", (_, range, wanted) => {
    const given = [0, 0.5, 1].map((place) => valueAt(range, place));
    expect(
      given.map((v) => (Number.isNaN(Number(v)) ? v : String(Number(Number(v).toPrecision(9))))),
    ).toEqual(wanted);
    for (const value of given) expect(valueAt(range, placeOf(range, value))).toBe(value);
  });

  test.each([
    [{ AutoParameters: [{ Name: "eta" }] }, "it lets SageMaker choose ranges (AutoParameters)"],
    [
      {
        ContinuousParameterRanges: [
          { Name: "eta", MinValue: "0", MaxValue: "1", ScalingType: "Logarithmic" },
        ],
      },
      "the range of eta is logarithmic, but begins at 0",
    ],
    [
      {
        ContinuousParameterRanges: [
          { Name: "eta", MinValue: "0", MaxValue: "1", ScalingType: "ReverseLogarithmic" },
        ],
      },
      "the range of eta is reverse logarithmic, but not a continuous one in 0 to 1",
    ],
    [
      { IntegerParameterRanges: [{ Name: "depth", MinValue: "many", MaxValue: "1" }] },
      "MinValue and MaxValue of depth are not both numbers",
    ],
    [
      { IntegerParameterRanges: [{ Name: "depth", MinValue: "3", MaxValue: "1" }] },
      "the range of depth goes from 3 to 1",
    ],
    [
      { CategoricalParameterRanges: [{ Name: "kind", Values: [] }] },
      "the range of kind has no values",
    ],
  ])("%j cannot be searched: %s", (value, fault) => {
    expect(readRanges(value)).toEqual({ fault });
  });
});

const two: readonly TunedRange[] = [
  continuous("0", "1", "Linear"),
  { kind: "categorical", name: "kind", values: ["a", "b"] },
];
const plan: SearchPlan = {
  strategy: "Random",
  ranges: two,
  seed: "a seed",
  count: 20,
  parallel: 3,
  maximize: false,
};

/** Runs a search to its end on a function of the values. */
function search(given: SearchPlan, objective: (values: Trial["values"]) => number): Trial[] {
  const trials: Trial[] = [];
  while (trials.length < given.count) {
    const values = nextValues(given, trials);
    trials.push({ values, objective: objective(values) });
  }
  return trials;
}

/** Best at x = 0.3 with kind b. */
function hill(values: Trial["values"]): number {
  return (Number(values["x"]) - 0.3) ** 2 + (values["kind"] === "b" ? 0 : 1);
}

describe("a search", () => {
  test("at random gives the same values for the same seed, others for another", () => {
    const [first, again, other] = ["one", "one", "two"].map((seed) =>
      search({ ...plan, seed }, hill).map(({ values }) => values),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first?.map(({ kind }) => kind))).toEqual(new Set(["a", "b"]));
  });

  test("over a grid gives every combination once, the last range first", () => {
    const grid: readonly TunedRange[] = [
      { kind: "categorical", name: "a", values: ["1", "2"] },
      { kind: "categorical", name: "b", values: ["x", "y", "z"] },
    ];
    expect(gridSize(grid)).toBe(6);
    const values = search({ ...plan, strategy: "Grid", ranges: grid, count: 6 }, () => 0);
    expect(values.map((trial) => Object.values(trial.values).join(""))).toEqual([
      "1x",
      "1y",
      "1z",
      "2x",
      "2y",
      "2z",
    ]);
    expect(gridSize(two)).toBeUndefined();
  });

  test.each([false, true])("by Bayes comes near the optimum, maximized: %s", (maximize) => {
    const sign = maximize ? -1 : 1;
    const given: SearchPlan = { ...plan, strategy: "Bayesian", maximize };
    const trials = search(given, (values) => sign * hill(values));
    const best = Math.min(...trials.map(({ objective = 9 }) => sign * objective));
    expect(best).toBeLessThan(0.001);
    expect(search(given, (values) => sign * hill(values))).toEqual(trials);
    // Later jobs look where earlier ones were good.
    const late = trials.slice(10).filter(({ values }) => values["kind"] === "b");
    expect(late.length).toBeGreaterThan(5);
  });

  test("by Bayes goes on when training jobs fail", () => {
    const trials: Trial[] = Array.from({ length: 8 }, (_, index) => ({
      values: { x: String(index / 8), kind: "a" },
      objective: undefined,
    }));
    const values = nextValues({ ...plan, strategy: "Bayesian" }, trials);
    expect(Object.keys(values)).toEqual(["x", "kind"]);
  });
});

describe("a Gaussian process", () => {
  test("knows where it has been, and is unsure elsewhere", () => {
    const process = fitProcess([[0], [0.5], [1]], [1, 0, 3]);
    for (const [point, value] of [
      [0, 1],
      [0.5, 0],
      [1, 3],
    ] as const) {
      const there = process.predict([point]);
      expect(there.mean).toBeCloseTo(value, 1);
      expect(there.deviation).toBeLessThan(process.predict([point + 0.25]).deviation);
    }
  });
});
