import { findCycles } from "../../definition/cycles.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import { graphOf } from "../graph-of.ts";
import type { Report, Rule } from "../rule.ts";
import { withSteps } from "./examples.ts";

/** The rule on steps that wait for each other. */
export const cycleRules: readonly Rule[] = [
  {
    id: "CYCLE",
    severity: "error",
    reason: "A pipeline is an acyclic graph: a step that waits for itself never starts.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html",
    fix: "Remove one of these references or dependencies (an arrow points to the step that waits).",
    passing: withSteps(callback("A", '"B"'), callback("B", "")),
    failing: withSteps(callback("A", '"B"'), callback("B", '"A"')),
    check: cycles,
  },
];

function callback(name: string, dependsOn: string): string {
  return `{ "Name": "${name}", "Type": "Callback", "Arguments": {}, "DependsOn": [${dependsOn}],
    "SqsQueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/example" }`;
}

function cycles(definition: CheckedDefinition, report: Report): void {
  if (isInOrder(definition)) return;
  const graph = graphOf(definition);
  const names = [...new Set(graph.nodes.map((node) => node.name))];
  for (const cycle of findCycles(names, graph.edges)) {
    const [start = ""] = cycle;
    report({
      message: `Steps wait for each other: ${path([...cycle, start])}.`,
      path: definition.stepNamed(start)?.path ?? "$.Steps",
      step: start,
    });
  }
}

/** Whether each step waits for steps before it only, as nearly always; then there is no cycle. */
function isInOrder({ steps }: CheckedDefinition): boolean {
  const before = new Set<string>();
  for (const { name, branch, references, dependsOn } of steps) {
    // Two steps of one name are one to those that wait; without a name it is not told who waits.
    if (name === "" || before.has(name)) return false;
    if (branch !== undefined && !before.has(branch.condition.name)) return false;
    for (const needs of [references, dependsOn]) {
      for (const { target } of needs) {
        if (target !== undefined && !before.has(target.name)) return false;
      }
    }
    before.add(name);
  }
  return true;
}

/** A long cycle with its middle left out. */
function path(names: readonly string[]): string {
  const all = names.length <= 30 ? names : [...names.slice(0, 15), "…", ...names.slice(-10)];
  return all.join(" → ");
}
