import {
  type DefinitionGraph,
  type PipelineDefinition,
  type StepDefinition,
  definitionGraph,
  flattenSteps,
} from "@nacre/core";
import { conditionsLabel } from "./labels.ts";

/** A step to be drawn. */
export interface DrawnStep {
  /** Name of the step. */
  readonly name: string;
  /** Step type, such as `Processing`. */
  readonly type: string;
  /** What a Condition step asks. */
  readonly question?: string;
  /** The branch the step lies in; undefined at the top. */
  readonly branch?: Branch;
  /** How many steps must have ended before, along the longest way: 0 for a first step. */
  readonly layer: number;
}

/** The if or else side of a Condition step. */
export interface Branch {
  /** Name of the Condition step. */
  readonly condition: string;
  /** Which side. */
  readonly when: "if" | "else";
}

/** An arrow to be drawn. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** `data`: a value flows; `order`: DependsOn; `branch`: the condition decides. */
  readonly kind: "data" | "order" | "branch";
  /** `if` or `else` on the arrows of a condition. */
  readonly label?: string;
}

/** All that the three formats draw, in the order of the definition. */
export interface Drawing {
  readonly title: string;
  readonly steps: readonly DrawnStep[];
  readonly edges: readonly DrawnEdge[];
  /** Parameters with what they are by default and the steps that use them. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly usedBy: readonly string[];
  }[];
}

/** Makes the drawing of a definition. */
export function drawingOf(definition: PipelineDefinition, title: string): Drawing {
  const graph = definitionGraph(definition);
  const definitions = new Map(
    flattenSteps(definition).map((step) => [step.definition.Name, step.definition]),
  );
  const types = new Map((definition.Parameters ?? []).map(({ Name, Type }) => [Name, Type]));
  const layers = layersOf(graph);
  const branches = new Map(graph.nodes.map(({ name, branch }) => [name, branch]));
  return {
    title,
    steps: graph.nodes.map(({ name, type, branch }) => ({
      name,
      type,
      layer: layers.get(name) ?? 0,
      ...(branch ? { branch } : {}),
      ...(type === "Condition" ? { question: question(definitions.get(name)) } : {}),
    })),
    edges: onePerPair(graph, branches),
    parameters: graph.parameters.map(({ name, usedBy }) => ({
      name,
      type: types.get(name) ?? "",
      usedBy,
    })),
  };
}

/** The branches of a drawing that hold steps, outer ones before inner ones. */
export function branchesOf(drawing: Drawing): Branch[] {
  const seen = new Map<string, Branch>();
  for (const { branch } of drawing.steps) if (branch) seen.set(branchKey(branch), branch);
  return [...seen.values()];
}

/** A text that tells a branch from all others. */
export function branchKey({ condition, when }: Branch): string {
  return `${when} ${condition}`;
}

function question(step: StepDefinition | undefined): string {
  return conditionsLabel(step?.Arguments["Conditions"]);
}

/** One arrow for a pair of steps: data before branch before order, which they imply. */
function onePerPair(
  graph: DefinitionGraph,
  branches: ReadonlyMap<string, Branch | undefined>,
): DrawnEdge[] {
  const rank = { data: 0, branch: 1, order: 2 };
  const pairs = new Map<string, DrawnEdge>();
  for (const { from, to, kind } of graph.edges) {
    const key = JSON.stringify([from, to]);
    const known = pairs.get(key);
    if (known && rank[known.kind] <= rank[kind]) continue;
    const when = kind === "branch" ? branches.get(to)?.when : undefined;
    pairs.set(key, { from, to, kind, ...(when ? { label: when } : {}) });
  }
  const edges = [...pairs.values()];
  return edges.filter((edge) => edge.kind !== "branch" || isEntry(edge, edges, branches));
}

/** A condition points at the steps that begin its branch; the others follow from these. */
function isEntry(
  edge: DrawnEdge,
  edges: readonly DrawnEdge[],
  branches: ReadonlyMap<string, Branch | undefined>,
): boolean {
  const branch = branches.get(edge.to);
  return !edges.some((other) => {
    const from = branches.get(other.from);
    return (
      other.to === edge.to &&
      from !== undefined &&
      from.condition === branch?.condition &&
      from.when === branch.when
    );
  });
}

function layersOf(graph: DefinitionGraph): Map<string, number> {
  const before = Map.groupBy(graph.edges, ({ to }) => to);
  const layers = new Map<string, number>();
  function layer(name: string): number {
    const known = layers.get(name);
    if (known !== undefined) return known;
    layers.set(name, 0); // A cycle, which the checks refuse, must not hang a drawing.
    const sources = before.get(name) ?? [];
    const value = Math.max(-1, ...sources.map(({ from }) => layer(from))) + 1;
    layers.set(name, value);
    return value;
  }
  for (const { name } of graph.nodes) layer(name);
  return layers;
}
