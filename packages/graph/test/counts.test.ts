import { describe, expect, it } from "vitest";
import { drawingOf, drawingOfDifference, drawSvg, drawText } from "../src/index.ts";
import { definitionOf, lambda } from "./support/definitions.ts";

describe("the first line of the text", () => {
  const before = definitionOf([lambda("A"), lambda("B"), lambda("C")]);
  const after = definitionOf([
    lambda("A"),
    lambda("B", ["A"]),
    { Name: "D", Type: "Fail", Arguments: {} },
  ]);
  const count = { Name: "Count", Type: "Integer", DefaultValue: 1 };
  it.each([
    ["a definition", drawingOf(before, "P"), "P: 3 steps"],
    ["a difference", drawingOfDifference(before, after, "P", "1 → 2"), "P: 3 of 4 steps"],
    ["no difference", drawingOfDifference(before, before, "P", "1 → 1"), "P: 3 steps"],
    [
      "a difference of parameters",
      drawingOfDifference(
        definitionOf([lambda("A")]),
        definitionOf([lambda("A")], [count]),
        "P",
        "",
      ),
      "P: 0 of 1 step",
    ],
  ])("of %s counts what it is about", (_, drawing, first) => {
    expect(drawText(drawing).split("\n")[0]).toBe(first);
  });
});

it("says of a definition without steps that it has none", () => {
  const drawing = drawingOf(definitionOf([]), "P");
  expect(drawText(drawing)).toBe("P: no steps\n");
  expect(drawSvg(drawing)).toContain(">no steps</text>");
});
