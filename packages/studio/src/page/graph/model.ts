import { definitionGraph, flattenSteps, readDefinition, type JsonObject } from "@nacre/core";
import type { StepView } from "../../api.ts";

/** The side of a Condition step in which a step stands. */
export interface GraphBranch {
  /** Name of the Condition step. */
  readonly condition: string;
  /** `if` runs when the conditions hold. */
  readonly when: "if" | "else";
}

/** A step to be drawn; how it fares is told later. */
export interface GraphStep {
  readonly name: string;
  readonly type: string;
  /** What is shown: its display name, else its name. */
  readonly label: string;
  /** The innermost branch that holds it. */
  readonly branch?: GraphBranch;
}

/** An arrow: `to` waits for `from`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `data`: it reads a value; `order`: DependsOn; `branch`: the condition decides. */
  readonly kind: "data" | "order" | "branch";
  /** Of a branch: when it is taken. */
  readonly label?: "true" | "false";
}

/** The steps of a definition and the arrows between them. */
export interface StepGraph {
  readonly steps: readonly GraphStep[];
  /** At most one between two steps. */
  readonly edges: readonly GraphEdge[];
  /** The steps that each step waits for. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** The steps that wait for each step. */
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** The graph of a definition. Of one that is not understood, steps that are known stand alone. */
export function stepGraph(definition: JsonObject, known: readonly StepView[] = []): StepGraph {
  const read = understood(definition);
  const names = new Set(read.steps.map(({ name }) => name));
  const others = known
    .filter(({ name }) => !names.has(name))
    .map(({ name, type, displayName }) => ({ name, type, label: displayName ?? name }));
  return {
    steps: [...read.steps, ...others],
    edges: read.edges,
    before: neighbours(read.edges, "to", "from"),
    after: neighbours(read.edges, "from", "to"),
  };
}

/** All steps that a step waits for, or that wait for it, however far away; without itself. */
export function reach(
  name: string,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [name];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const other of next.get(current) ?? []) {
      if (found.has(other) || other === name) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

/** The steps whose name, type, label or status holds all words of a query. */
export function findSteps(
  steps: readonly GraphStep[],
  query: string,
  statusOf: (name: string) => string,
): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return steps
    .filter(({ name, type, label }) => {
      const text = `${name} ${label} ${type} ${statusOf(name)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ name }) => name);
}

function understood(json: JsonObject): Pick<StepGraph, "steps" | "edges"> {
  try {
    const definition = readDefinition(JSON.stringify(json));
    // Two steps of one name, which no valid definition has, are drawn as one.
    const steps = new Map<string, GraphStep>();
    for (const { definition: step, branch } of flattenSteps(definition)) {
      const { DisplayName } = step;
      const label = typeof DisplayName === "string" && DisplayName !== "" ? DisplayName : step.Name;
      const drawn = { name: step.Name, type: step.Type, label };
      steps.set(step.Name, branch ? { ...drawn, branch } : drawn);
    }
    const { edges } = definitionGraph(definition);
    return { steps: [...steps.values()], edges: drawnEdges(edges, steps) };
  } catch {
    return { steps: [], edges: [] };
  }
}

const rank = { data: 0, branch: 1, order: 2 } as const;

type CoreEdge = ReturnType<typeof definitionGraph>["edges"][number];

/** One arrow for a pair of steps; a condition points only at the steps that begin its branches. */
function drawnEdges(
  edges: readonly CoreEdge[],
  steps: ReadonlyMap<string, GraphStep>,
): GraphEdge[] {
  const pairs = new Map<string, GraphEdge>();
  for (const { from, to, kind, via } of edges) {
    if (from === to || !steps.has(from) || !steps.has(to)) continue;
    const key = JSON.stringify([from, to]);
    const earlier = pairs.get(key);
    if (earlier && rank[earlier.kind] <= rank[kind]) continue;
    const label = via === "else" ? "false" : "true";
    pairs.set(key, { from, to, kind, ...(kind === "branch" ? { label } : {}) });
  }
  const all = [...pairs.values()];
  const inside = new Set(
    all.flatMap(({ from, to }) => {
      const [a, b] = [steps.get(from)?.branch, steps.get(to)?.branch];
      return b && a?.condition === b.condition && a.when === b.when ? [to] : [];
    }),
  );
  return all.filter(({ kind, to }) => kind !== "branch" || !inside.has(to));
}

function neighbours(
  edges: readonly GraphEdge[],
  of: "from" | "to",
  other: "from" | "to",
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...Map.groupBy(edges, (edge) => edge[of])].map(([name, found]) => [
      name,
      found.map((edge) => edge[other]),
    ]),
  );
}
