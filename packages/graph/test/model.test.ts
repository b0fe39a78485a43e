import { describe, expect, it } from "vitest";
import { drawingOf, drawingOfDifference, drawText, withRuns } from "../src/index.ts";
import { abalone, definitionOf, lambda } from "./support/definitions.ts";

describe("drawingOf", () => {
  const drawing = drawingOf(abalone, "Abalone");

  it("has every step with its layer, branch, question and parameters", () => {
    expect(drawing.steps.map(({ name, type, layer }) => [name, type, layer])).toEqual([
      ["AbaloneProcess", "Processing", 0],
      ["AbaloneTrain", "Training", 1],
      ["AbaloneEval", "Processing", 2],
      ["AbaloneMSECond", "Condition", 3],
      ["AbaloneRegisterModel-RegisterModel", "RegisterModel", 4],
      ["AbaloneCreateModel", "Model", 4],
      ["AbaloneTransform", "Transform", 5],
      ["AbaloneMSEFail", "Fail", 4],
    ]);
    expect(drawing.steps.find(({ name }) => name === "AbaloneMSECond")).toMatchObject({
      question: "EvaluationReport regression_metrics.mse.value ≤ MseThreshold",
      parameters: ["MseThreshold"],
    });
    expect(drawing.steps.at(-1)?.branch).toEqual({ condition: "AbaloneMSECond", when: "else" });
  });

  it("has one arrow for a pair of steps, with what flows, and true and false at conditions", () => {
    const edges = drawing.edges.map(({ from, to, kind, label }) => [from, to, label ?? kind]);
    expect(edges).toContainEqual(["AbaloneProcess", "AbaloneTrain", "data"]);
    expect(edges).toContainEqual(["AbaloneMSECond", "AbaloneMSEFail", "false"]);
    expect(edges).toContainEqual(["AbaloneMSECond", "AbaloneCreateModel", "true"]);
    // The transform follows from its model: the condition does not point at it a second time.
    expect(edges).not.toContainEqual(["AbaloneMSECond", "AbaloneTransform", "true"]);
    expect(
      drawing.edges.find(({ from, to }) => from === "AbaloneProcess" && to === "AbaloneTrain")?.via,
    ).toContain("ProcessingOutputConfig");
  });

  it("draws what is broken as well: cycles, names that come twice, steps that are not there", () => {
    const broken = definitionOf([
      lambda("A", ["B"]),
      lambda("B", ["A"]),
      lambda("B", ["Nobody"]),
      lambda("C", ["C"]),
    ]);
    const { steps, edges } = drawingOf(broken, "broken");
    expect(steps.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(edges.map(({ from, to }) => from + to).toSorted()).toEqual(["AB", "BA"]);
    expect(drawText(drawingOf(broken, "broken"))).toContain("broken: 3 steps");
  });
});

describe("withRuns", () => {
  it("gives each step how it fares; those that are not named have not run", () => {
    const drawing = withRuns(
      drawingOf(abalone, "Abalone"),
      new Map([["AbaloneTrain", { status: "Executing", duration: 5000, attempts: 2 }]]),
      "a1b2c3 Executing",
    );
    const text = drawText(drawing);
    expect(text).toContain("Abalone: 8 steps\na1b2c3 Executing\n");
    expect(text).toMatch(/AbaloneTrain .*▶ Executing · 5\.0 s · 2 attempts/);
    expect(text).toMatch(/AbaloneEval .*○ not run/);
  });
});

describe("drawingOfDifference", () => {
  const before = definitionOf([
    lambda("Load"),
    lambda("Clean", ["Load"], { LambdaFunctionArn: "arn:1" }),
    lambda("Old", ["Clean"]),
  ]);
  const after = definitionOf([
    lambda("Load"),
    lambda("Clean", ["Load"], { LambdaFunctionArn: "arn:2" }),
    lambda("New", ["Load"], { DisplayName: "quite another", LambdaFunctionArn: "arn:3" }),
  ]);
  const drawing = drawingOfDifference(before, after, "P", "before → after");

  it("marks steps and arrows that were added, removed or changed", () => {
    expect(drawing.steps.map(({ name, mark }) => [name, mark?.kind])).toEqual([
      ["Load", undefined],
      ["Clean", "changed"],
      ["New", "added"],
      ["Old", "removed"],
    ]);
    expect(drawing.edges.map(({ from, to, mark }) => [from, to, mark])).toEqual([
      ["Load", "Clean", undefined],
      ["Load", "New", "added"],
      ["Clean", "Old", "removed"],
    ]);
  });

  it("takes a step under another name for the same one, its arrows too", () => {
    const renamed = drawingOfDifference(
      definitionOf([lambda("A"), lambda("B", ["A"], { LambdaFunctionArn: "arn:1" })]),
      definitionOf([lambda("A"), lambda("C", ["A"], { LambdaFunctionArn: "arn:1" })]),
      "P",
      "",
    );
    expect(renamed.steps.map(({ name, mark }) => [name, mark?.kind, mark?.previousName])).toEqual([
      ["A", undefined, undefined],
      ["C", "renamed", "B"],
    ]);
    expect(renamed.edges.map(({ mark }) => mark)).toEqual([undefined]);
  });

  it("of a definition with itself marks nothing", () => {
    const same = drawingOfDifference(abalone, abalone, "P", "");
    expect(same.steps.every(({ mark }) => mark === undefined)).toBe(true);
    expect(same.edges.every(({ mark }) => mark === undefined)).toBe(true);
  });
});
