import { describe, expect, test } from "vitest";
import { changeText, comparedRows } from "../../src/page/compare/rows.ts";
import { numberText } from "../../src/page/format/number.ts";

test("rows are of all names, and tell whether they differ", () => {
  expect(
    comparedRows([
      { a: "1", b: "2" },
      { b: "3", c: "4" },
      { a: "1", b: "2" },
    ]),
  ).toEqual([
    { name: "a", values: ["1", undefined, "1"], differs: true },
    { name: "b", values: ["2", "3", "2"], differs: true },
    { name: "c", values: [undefined, "4", undefined], differs: true },
  ]);
  expect(comparedRows([{ a: "1" }, { a: "1" }])).toEqual([
    { name: "a", values: ["1", "1"], differs: false },
  ]);
});

test("names of JavaScript's own objects are names like others", () => {
  expect(comparedRows([{ x: "1" }, JSON.parse('{"__proto__": "2"}')])).toEqual([
    { name: "x", values: ["1", undefined], differs: true },
    { name: "__proto__", values: [undefined, "2"], differs: true },
  ]);
});

describe("how far a number is from the first", () => {
  test.each([
    [5, 5.5, "+0.5 (+10%)"],
    [4, 3.9, "−0.1 (−2.5%)"],
    [-2, -1, "+1 (+50%)"],
    [0, 3, "+3"],
    [5, 5, undefined],
    [undefined, 5, undefined],
    [5, undefined, undefined],
  ])("%s to %s is %s", (first, other, wanted) => {
    expect(changeText(first, other, numberText)).toBe(wanted);
  });
});
