import { buildDefinition } from "../rules/build-definition.ts";
import { graphOf } from "../rules/graph-of.ts";
import type { StepBranch } from "./steps.ts";
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
  return graphOf(buildDefinition(definition));
}
