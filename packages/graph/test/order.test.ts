import { describe, expect, it } from "vitest";
import { type Layout, drawingOf, layOut } from "../src/index.ts";
import { abalone, condition, definitionOf, lambda } from "./support/definitions.ts";
import { crossingsOf } from "./support/places.ts";

const list = (count: number, letter: string): string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);
const after = (name: string, ...steps: string[]): object => lambda(name, [], { DependsOn: steps });

/** The names of steps from left to right, those of each height. */
function rowsOf({ steps }: Layout): string[] {
  const rows = Map.groupBy(
    steps.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x),
    ({ box }) => box.y,
  );
  return [...rows.values()].map((row) => row.map(({ step }) => step.name).join(" "));
}

function laidOut(steps: readonly object[]): Layout {
  return layOut(drawingOf(definitionOf(steps), "P"));
}

describe("steps stand as they are written, from left to right", () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("%i that wait for one", (count) => {
    const fan = list(count, "F");
    const open = [lambda("S"), ...fan.map((name) => after(name, "S"))];
    expect(rowsOf(laidOut(open))).toEqual(["S", fan.join(" ")]);
    expect(rowsOf(laidOut([...open, after("J", ...fan)]))).toEqual(["S", fan.join(" "), "J"]);
  });

  it.each([
    ["a common start", ["S"], []],
    ["a common start and end", ["S"], ["J"]],
    ["nothing in common", [], []],
  ])("15 chains with %s", (_, start, end) => {
    const [firsts, seconds] = [list(15, "P"), list(15, "T")];
    const steps = [
      ...start.map((name) => lambda(name)),
      ...firsts.flatMap((name, i) => [after(name, ...start), after(`T${i}`, name)]),
      ...end.map((name) => after(name, ...seconds)),
    ];
    const rows = [...start, firsts.join(" "), seconds.join(" "), ...end];
    expect(rowsOf(laidOut(steps))).toEqual(rows);
  });

  it.each([
    ["alone", [condition("C", [], [lambda("T")], [lambda("F")])]],
    ["after a step", [lambda("S"), condition("C", ["S"], [lambda("T")], [lambda("F")])]],
    [
      "with data from above",
      [lambda("S"), condition("C", ["S"], [lambda("T", ["S"])], [lambda("F", ["S"])])],
    ],
  ])("the branches of a condition %s: true before false", (_, steps) => {
    const { branches } = laidOut(steps);
    const inOrder = branches.toSorted((a, b) => a.box.x - b.box.x);
    expect(inOrder.map(({ branch }) => branch.when)).toEqual(["if", "else"]);
  });

  it("but not where that costs a crossing", () => {
    const layout = laidOut([
      lambda("A"),
      lambda("B"),
      lambda("C"),
      after("D", "A", "C"),
      after("E", "B"),
    ]);
    expect(crossingsOf(layout)).toBe(0);
    expect(rowsOf(layout)[1]).toBe("D E");
  });
});

it("counts where an arrow begins and ends on a branch: none crosses another on its way into one", () => {
  const inside = ["X", "Y"].map((name) => after(name, `${name}0`));
  const steps = [lambda("Y0"), lambda("X0"), condition("C", [], inside)];
  expect(crossingsOf(laidOut(steps))).toBe(0);
});

it("has Abalone's true branch left of the false one, with no crossing more for that", () => {
  const layout = layOut(drawingOf(abalone, "Abalone"));
  const inOrder = layout.branches.toSorted((a, b) => a.box.x - b.box.x);
  expect(inOrder.map(({ branch }) => branch.when)).toEqual(["if", "else"]);
  expect(crossingsOf(layout)).toBe(1);
});
