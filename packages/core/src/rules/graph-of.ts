import type { DefinitionGraph, EdgeKind, GraphEdge } from "../definition/graph.ts";
import type { CheckedParameter, CheckedStep } from "./checked-definition.ts";

/** Who waits for whom among the steps, and which steps use which parameter. */
export function graphOf(
  steps: readonly CheckedStep[],
  parameters: readonly CheckedParameter[],
): DefinitionGraph {
  const known = new Set(steps.map((step) => step.name));
  const edges = new Map<string, Omit<GraphEdge, "via"> & { readonly via: Set<string> }>();
  const usedBy = new Map(parameters.map(({ name }) => [name, new Set<string>()]));

  const connect = (from: string, to: string, kind: EdgeKind, via?: string): void => {
    if (!known.has(from)) return;
    const key = JSON.stringify([from, to, kind]);
    const edge = edges.get(key) ?? { from, to, kind, via: new Set() };
    if (via !== undefined) edge.via.add(via);
    edges.set(key, edge);
  };

  for (const step of steps) {
    if (step.branch !== undefined) {
      connect(step.branch.condition.name, step.name, "branch", step.branch.when);
    }
    for (const { text, parsed } of step.references) {
      if (parsed?.kind === "property" || parsed?.kind === "propertyFile") {
        connect(parsed.step, step.name, "data", text.slice(`Steps.${parsed.step}.`.length));
      } else if (parsed?.kind === "parameter") {
        usedBy.get(parsed.name)?.add(step.name);
      }
    }
    for (const { name } of step.dependsOn) connect(name, step.name, "order");
  }

  return {
    nodes: steps.map(({ name, type, branch }) => {
      if (branch === undefined) return { name, type };
      return { name, type, branch: { condition: branch.condition.name, when: branch.when } };
    }),
    edges: [...edges.values()].map(({ via, ...edge }) =>
      via.size === 0 ? edge : { ...edge, via: [...via].join(", ") },
    ),
    parameters: [...usedBy].map(([name, users]) => ({ name, usedBy: [...users] })),
  };
}
