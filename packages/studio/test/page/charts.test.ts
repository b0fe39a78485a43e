import { describe, expect, test } from "vitest";
import { chartsOf } from "../../src/page/execution/charts.ts";
import { marked } from "../../src/page/log/marked.ts";
import { extent, linePath, nearest, ticks } from "../../src/page/ui/scale.ts";

describe("scales", () => {
  test.each([
    [
      [3, 1, 2],
      [1, 3],
    ],
    [
      [Number.NaN, 4, Number.POSITIVE_INFINITY, 8],
      [4, 8],
    ],
    [[4], [2, 6]],
    [[0], [-1, 1]],
    [[], [0, 1]],
  ])("%j reaches %j", (values, wanted) => {
    expect(extent(values)).toEqual(wanted);
  });

  test.each([
    [0, 49, [0, 20, 40]],
    [1.38, 8.02, [2, 4, 6, 8]],
    [0, 1, [0, 0.5, 1]],
    [-0.3, 0.3, [-0.2, 0, 0.2]],
    [0.1, 0.30000000000000004, [0.1, 0.2, 0.3]],
  ])("from %d to %d there is %j", (from, to, wanted) => {
    expect(ticks(from, to)).toEqual(wanted);
  });

  test("a curve has a gap where there is no number", () => {
    const path = linePath(
      [
        [0, 1],
        [1, 2],
        [2, Number.NaN],
        [3, 4],
      ],
      (x) => x,
      (y) => y,
    );
    expect(path).toBe("M0.0 1.0L1.0 2.0M3.0 4.0");
  });

  test.each([
    [-5, 0],
    [0.6, 1],
    [99, 2],
  ])("%d is nearest to the point %d", (x, wanted) => {
    expect(
      nearest(
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        x,
      ),
    ).toBe(wanted);
  });
});

test("curves of the same measure share a chart", () => {
  const names = ["train-rmse", "validation-rmse", "train-mae", "loss", "val_loss"];
  const charts = chartsOf(names.map((name) => ({ name, points: [] })));
  expect(charts.map(({ title, series }) => [title, series.map(({ name }) => name)])).toEqual([
    ["rmse", ["train-rmse", "validation-rmse"]],
    ["mae", ["train-mae"]],
    ["loss", ["loss", "val_loss"]],
  ]);
});

describe("what is searched for in a log", () => {
  test.each([
    ["abcabc", "b", "a[b]ca[b]c"],
    ["Error error", "ERROR", "[Error] [error]"],
    ["aaa", "aa", "[aa]a"],
    ["<b>", "<b>", "[<b>]"],
    ["abc", "", "abc"],
    ["abc", "x", "abc"],
    ["İx", "x", "İx"],
  ])("%s with %s is %s", (text, search, wanted) => {
    const parts = marked(text, search);
    expect(parts.map((part) => (part.isFound ? `[${part.text}]` : part.text)).join("")).toBe(
      wanted,
    );
  });
});
