import { readDefinition, type JsonObject } from "@nacre/core";
import { drawingOf, type DrawnEdge, type DrawnStep } from "@nacre/graph";
import type { StepView } from "../../api.ts";

/** The side of a Condition step in which a step stands. */
export type GraphBranch = NonNullable<DrawnStep["branch"]>;

/** A step to be drawn; how it fares is told later. */
export interface GraphStep extends DrawnStep {
  /** What is shown: its display name, else its name. */
  readonly label: string;
}

/** An arrow: `to` waits for `from`. */
export type GraphEdge = DrawnEdge;

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
    .map(({ name, type, displayName }) => {
      const label = displayName ?? name;
      return {
        name,
        type,
        label,
        layer: 0,
        parameters: [],
        ...(displayName ? { displayName } : {}),
      };
    });
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
    const { steps, edges } = drawingOf(readDefinition(JSON.stringify(json)), "");
    return {
      steps: steps.map((step) => ({ ...step, label: step.displayName ?? step.name })),
      edges,
    };
  } catch {
    return { steps: [], edges: [] };
  }
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
