import { describe, expect, it } from "vitest";
import { axisOf, tickText } from "../../src/page/gantt/times.ts";
import { layout, type Box } from "../../src/page/graph/layout.ts";
import { reach, stepGraph } from "../../src/page/graph/model.ts";
import { fiveHundredSteps } from "./support/scripted-studio.ts";

const graph = stepGraph(fiveHundredSteps().definition);
const placed = layout(graph);

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

describe("the layout of 500 steps", () => {
  const boxes = [...placed.steps];

  it("places each, none over another", () => {
    expect(boxes).toHaveLength(500);
    const over = boxes.flatMap(([a, first], index) =>
      boxes.slice(index + 1).flatMap(([b, second]) => (overlap(first, second) ? [[a, b]] : [])),
    );
    expect(over).toStrictEqual([]);
  });

  it("places each below all that it waits for", () => {
    const wrong = graph.edges.filter(({ from, to }) => {
      const [first, second] = [placed.steps.get(from), placed.steps.get(to)];
      return !first || !second || first.y + first.height >= second.y;
    });
    expect(wrong).toStrictEqual([]);
  });

  it("frames the steps of a branch and no others", () => {
    for (const { branch, box } of placed.branches) {
      const inside = boxes.filter(([, step]) => overlap(step, box)).map(([name]) => name);
      const wanted = graph.steps.filter(
        (step) => step.branch?.condition === branch.condition && step.branch.when === branch.when,
      );
      expect(inside).toStrictEqual(wanted.map(({ name }) => name));
      expect(boxes.filter(([, step]) => isInside(step, box))).toHaveLength(wanted.length);
    }
  });

  it("gives the same places again", () => {
    expect(layout(graph)).toStrictEqual(placed);
  });
});

describe("what a step waits for", () => {
  const before = new Map([
    ["c", ["b"]],
    ["b", ["a"]],
    ["a", ["c"]],
  ]);
  it("is found however far away, and a circle ends", () => {
    expect([...reach("c", before)]).toStrictEqual(["b", "a"]);
  });
});

describe("the axis of times", () => {
  const start = new Date(2026, 10, 23, 12).getTime();
  it.each([
    { length: 800, live: false, wanted: ["12:00:00.0", "12:00:00.2"] },
    { length: 8_000, live: false, wanted: ["12:00:00", "12:00:02"] },
    { length: 600_000, live: false, wanted: ["12:00", "12:02"] },
    { length: 600_000, live: true, wanted: ["12:00", "12:02"] },
    { length: 36_000_000, live: false, wanted: ["12:00", "14:00"] },
  ])("is round in steps that fit ($length ms, live: $live)", ({ length, live, wanted }) => {
    const axis = axisOf(start, start + length, live, 8);
    expect(axis.ticks.slice(0, 2).map((tick) => tickText(tick, axis.step))).toStrictEqual(wanted);
    expect(axis.end).toBeGreaterThan(start + length);
    expect(axis.ticks.length).toBeLessThanOrEqual(10);
  });
});
