import { tryParseReference } from "./reference.ts";
import { referencesOfStep } from "./references.ts";
import { flattenSteps, type StepBranch } from "./steps.ts";
import type { PipelineDefinition } from "./types.ts";

/** A step as a node. */
export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly branch?: StepBranch;
}

/**
 * Why one step comes after another: it reads a property (`data`), it names the other in DependsOn
 * (`order`), or it stands in a branch of the other (`branch`).
 */
export type EdgeKind = "data" | "order" | "branch";

/** Step `to` waits for step `from`. At most one for each kind between two steps. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** What is read, for `data`: the references, joined by `, `; for `branch`: `if` or `else`. */
  readonly via?: string;
}

/** A parameter and the steps that read it. */
export interface GraphParameter {
  readonly name: string;
  readonly usedBy: readonly string[];
}

/** The steps of a definition and what each waits for. */
export interface DefinitionGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly parameters: readonly GraphParameter[];
}

/**
 * The graph of a definition: every step, branches included, in the order of the text, and who
 * waits for whom. References to steps that are not there make no edge.
 *
 * @example
 * ```ts
 * import { definitionGraph, readDefinition } from "@nacre/core";
 *
 * const graph = definitionGraph(readDefinition(`{ "Version": "2020-12-01", "Steps": [
 *   { "Name": "First", "Type": "Lambda", "Arguments": {} },
 *   { "Name": "Second", "Type": "Lambda", "Arguments": {}, "DependsOn": ["First"] }
 * ] }`));
 * console.assert(graph.edges[0]?.from === "First" && graph.edges[0].kind === "order");
 * ```
 */
export function definitionGraph(definition: PipelineDefinition): DefinitionGraph {
  const steps = flattenSteps(definition);
  const known = new Set(steps.map((step) => step.definition.Name));
  const edges = new Map<string, { from: string; to: string; kind: EdgeKind; via: string[] }>();
  const usedBy = new Map<string, Set<string>>();
  for (const { Name: name } of definition.Parameters ?? []) usedBy.set(name, new Set());

  const connect = (from: string, to: string, kind: EdgeKind, via?: string): void => {
    if (!known.has(from)) return;
    const key = JSON.stringify([from, to, kind]);
    const edge = edges.get(key) ?? { from, to, kind, via: [] };
    if (via !== undefined && !edge.via.includes(via)) edge.via.push(via);
    edges.set(key, edge);
  };

  for (const { definition: step, path, branch } of steps) {
    if (branch !== undefined) connect(branch.condition, step.Name, "branch", branch.when);
    for (const { text } of referencesOfStep(step, path)) {
      const reference = tryParseReference(text);
      if (reference?.kind === "property" || reference?.kind === "propertyFile") {
        connect(reference.step, step.Name, "data", text.slice(`Steps.${reference.step}.`.length));
      } else if (reference?.kind === "parameter") {
        usedBy.get(reference.name)?.add(step.Name);
      }
    }
    for (const name of step.DependsOn ?? []) connect(name, step.Name, "order");
  }

  return {
    nodes: steps.map(({ definition: { Name: name, Type: type }, branch }) =>
      branch === undefined ? { name, type } : { name, type, branch },
    ),
    edges: [...edges.values()].map(({ via, ...edge }) =>
      via.length === 0 ? edge : { ...edge, via: via.join(", ") },
    ),
    parameters: [...usedBy].map(([name, users]) => ({ name, usedBy: [...users] })),
  };
}
