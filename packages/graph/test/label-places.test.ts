import { describe, expect, it } from "vitest";
import { drawingOf, layOut } from "../src/index.ts";
import { condition, definitionOf, lambda } from "./support/definitions.ts";
import { overlap, sides } from "./support/places.ts";

const names = Array.from({ length: 20 }, (_, i) => `A${i}`);
const wide = layOut(
  drawingOf(
    definitionOf([
      lambda("S"),
      condition(
        "C",
        ["S"],
        names.map((name) => lambda(name)),
        [lambda("F")],
      ),
      lambda("E", [], { DependsOn: ["C"] }),
    ]),
    "P",
  ),
);

describe("labels of arrows into branches", () => {
  it("stand outside of the branch, one at most for each", () => {
    const labels = wide.edges.flatMap(({ edge, label }) =>
      edge.kind === "branch" && label ? [{ text: edge.label, ...label }] : [],
    );
    expect(labels.filter(({ text }) => text === "true").length).toBeLessThanOrEqual(1);
    expect(labels.filter(({ text }) => text === "false")).toHaveLength(1);
    for (const label of labels) {
      const place = { ...label, width: 30, height: 18 };
      expect(wide.branches.filter(({ box }) => overlap(place, box))).toEqual([]);
    }
  });

  it("no arrow runs through what a branch is called, at its left upper corner", () => {
    for (const { box } of wide.branches) {
      const { left, top } = sides(box);
      const word = { x: left + 20, y: top + 10, width: 40, height: 20 };
      for (const { points } of wide.edges) {
        for (const [i, to] of points.slice(1).entries()) {
          const from = points[i] ?? to;
          const piece = {
            x: (from.x + to.x) / 2,
            y: (from.y + to.y) / 2,
            width: Math.max(1, Math.abs(from.x - to.x)),
            height: Math.abs(from.y - to.y),
          };
          expect(overlap(piece, word)).toBe(false);
        }
      }
    }
  });
});

it("has no label on a line that several arrows share", () => {
  const { edges } = layOut(
    drawingOf(
      definitionOf([
        lambda("S"),
        condition("C", ["S"], [lambda("T")], [lambda("F")]),
        lambda("J", [], { DependsOn: ["C"] }),
      ]),
      "P",
    ),
  );
  const from = edges.filter(({ edge }) => edge.from === "C");
  expect(new Set(from.flatMap(({ label }) => label?.x ?? [])).size).toBe(from.length);
});

it("a branch is as high as what it holds, also where an arrow leaves it", () => {
  const alone = lambda("B", [], { DependsOn: [] });
  const { branches, steps } = layOut(
    drawingOf(
      definitionOf([
        condition("C", [], [lambda("T"), lambda("U", ["T"])], [alone]),
        lambda("After", [], { DependsOn: ["B"] }),
      ]),
      "P",
    ),
  );
  const step = steps.find((one) => one.step.name === "B")?.box;
  const frame = branches.find(({ branch }) => branch.when === "else")?.box;
  if (!step || !frame) throw new Error("the branch is not there");
  expect(sides(frame).bottom - sides(step).bottom).toBeLessThan(20);
});
