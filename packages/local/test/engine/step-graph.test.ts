import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan.ts";
import { StepGraph } from "../../src/engine/step-graph.ts";
import { definition } from "../pipelines.ts";

const fail = (Name: string, ...DependsOn: readonly string[]): object => ({
  Name,
  Type: "Fail",
  Arguments: { ErrorMessage: "" },
  DependsOn,
});

const condition = (Name: string, IfSteps: object[], ElseSteps: object[]): object => ({
  Name,
  Type: "Condition",
  Arguments: {
    Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
    IfSteps,
    ElseSteps,
  },
});

function graphOf(...steps: readonly object[]): StepGraph {
  return new StepGraph(plan(definition(steps)));
}

function ready(graph: StepGraph): string {
  const names: string[] = [];
  for (let step = graph.takeReady(); step !== undefined; step = graph.takeReady()) {
    names.push(step.name);
  }
  return names.join(" ");
}

const names = (steps: readonly { readonly name: string }[]): string =>
  steps.map(({ name }) => name).join(" ");

describe("the graph of steps", () => {
  test("gives each step once, when all it waits for has succeeded", () => {
    const graph = graphOf(fail("Last", "A", "B"), fail("A"), fail("B", "A"), fail("C"));
    expect(ready(graph)).toBe("A C");
    expect(ready(graph)).toBe("");
    graph.succeed("A");
    expect(ready(graph)).toBe("B");
    graph.succeed("B");
    expect(ready(graph)).toBe("Last");
    expect(graph.waiting).toBe(0);
  });

  test.each([
    [true, "No AfterNo", "Yes"],
    [false, "Yes", "No"],
  ])("a condition that is %s skips %s", (outcome, skipped, next) => {
    const graph = graphOf(
      condition("C", [fail("Yes")], [fail("No")]),
      fail("AfterNo", "No"),
      fail("Other"),
    );
    expect(ready(graph)).toBe("C Other");
    expect(names(graph.succeed("C", outcome))).toBe(skipped);
    expect(ready(graph)).toBe(next);
    expect(graph.waiting).toBe(outcome ? 0 : 1);
  });

  test("what waits for a skipped step is skipped once, by whatever way", () => {
    const graph = graphOf(fail("A"), fail("B", "A"), fail("C", "A", "B"), fail("D", "C"));
    expect(names(graph.skip("A"))).toBe("A C D B");
    expect(names(graph.skip("A"))).toBe("");
    expect(ready(graph)).toBe("");
  });

  test("a condition inside a branch that is not taken decides nothing", () => {
    const graph = graphOf(condition("Outer", [condition("Inner", [fail("X")], [])], []));
    expect(ready(graph)).toBe("Outer");
    expect(names(graph.succeed("Outer", false))).toBe("Inner X");
    expect(graph.waiting).toBe(0);
  });

  test("steps that had started before are not given again", () => {
    const graph = graphOf(fail("A"), fail("B", "A"), fail("C", "B"));
    graph.take("A");
    graph.take("B");
    graph.succeed("A");
    expect(ready(graph)).toBe("");
    graph.succeed("B");
    expect(ready(graph)).toBe("C");
  });
});
