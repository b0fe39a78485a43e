import { describe, expect, it } from "vitest";
import { type Box, drawingOf, layOut } from "../src/index.ts";
import { abalone, definitionOf, lambda, manySteps } from "./support/definitions.ts";

function sides({ x, y, width, height }: Box) {
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

function overlap(a: Box, b: Box): boolean {
  const [one, two] = [sides(a), sides(b)];
  return (
    one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom
  );
}

describe.each([
  ["Abalone", abalone],
  ["60 steps", manySteps(60)],
  ["500 steps", manySteps(500)],
])("%s", (name, definition) => {
  const drawing = drawingOf(definition, name);
  const layout = layOut(drawing);
  const boxes = new Map(layout.steps.map(({ step, box }) => [step.name, box]));

  it("holds every step inside the picture, none over another", () => {
    const all = [...boxes.values()];
    for (const box of all) {
      const { left, right, top, bottom } = sides(box);
      expect(left >= 0 && top >= 0 && right <= layout.width && bottom <= layout.height).toBe(true);
    }
    const overlapping = all.flatMap((box, i) =>
      all.slice(i + 1).filter((other) => overlap(box, other)),
    );
    expect(overlapping).toEqual([]);
  });

  it("has every arrow run downwards", () => {
    for (const { from, to } of drawing.edges) {
      expect(boxes.get(from)?.y).toBeLessThan(boxes.get(to)?.y ?? 0);
    }
  });

  it("holds the steps of a branch inside its group, and the lines and chips inside their step", () => {
    for (const { branch, box } of layout.branches) {
      for (const { step, box: inner } of layout.steps) {
        if (step.branch?.condition !== branch.condition || step.branch.when !== branch.when)
          continue;
        const [outside, inside] = [sides(box), sides(inner)];
        expect(outside.left <= inside.left && outside.right >= inside.right).toBe(true);
        expect(outside.top <= inside.top && outside.bottom >= inside.bottom).toBe(true);
      }
    }
    for (const { lines, chips, box } of layout.steps) {
      const { left, right, top, bottom } = sides(box);
      for (const line of lines) {
        expect(line.x - line.width / 2 >= left && line.x + line.width / 2 <= right).toBe(true);
        expect(line.y > top && line.y < bottom).toBe(true);
      }
      for (const chip of chips.map(sides)) {
        expect(chip.left >= left && chip.right <= right && chip.bottom <= bottom).toBe(true);
      }
    }
  });

  it("gives the same places every time", () => {
    expect(layOut(drawingOf(definition, name))).toEqual(layout);
  });
});

describe("layOut", () => {
  it.each([
    ["nothing", definitionOf([])],
    ["one step", definitionOf([lambda("A")])],
    ["a cycle", definitionOf([lambda("A", ["B"]), lambda("B", ["A"]), lambda("C", ["C"])])],
    ["names of members of objects", definitionOf([lambda("constructor"), lambda("__proto__")])],
  ])("takes %s", (_, definition) => {
    const { steps, width, height } = layOut(drawingOf(definition, "P"));
    expect(steps).toHaveLength(new Set(definition.Steps.map(({ Name }) => Name)).size);
    expect(width > 0 && height > 0).toBe(true);
  });

  it("shows the parameters of a step, many of them shortened, or none of them", () => {
    const names = Array.from({ length: 20 }, (_, i) => `P${i}`);
    const parameters = names.map((Name) => ({ Name, Type: "String" }));
    const reads = Object.fromEntries(names.map((name) => [name, { Get: `Parameters.${name}` }]));
    const step = { Name: "A", Type: "Lambda", Arguments: reads };
    const drawing = drawingOf(definitionOf([step], parameters), "P");
    const chips = layOut(drawing).steps[0]?.chips.map(({ text }) => text);
    expect(chips).toEqual(["P0", "P1", "P2", "P3", "P4", "and 15 more"]);
    expect(layOut(drawing, { parameters: false }).steps[0]?.chips).toEqual([]);
  });
});
