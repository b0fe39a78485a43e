import type { DefinitionGraph, EdgeKind, GraphEdge } from "../definition/graph.ts";
import type { CheckedStep } from "./checked-definition.ts";
import { once } from "./support/once.ts";

/** Who waits for whom, by name, and which steps use which parameter; of two of one name the first counts. */
export const graphOf = once(({ steps, parameters }): DefinitionGraph => {
  const edges = new Edges(steps);
  const usedBy = new Map(parameters.map(({ name }) => [name, new Set<string>()]));
  for (const step of steps) {
    if (step.branch !== undefined) {
      edges.connect(step.branch.condition.name, step.name, "branch", step.branch.when);
    }
    for (const { text, parsed } of step.references) {
      if (parsed?.kind === "property" || parsed?.kind === "propertyFile") {
        edges.connect(
          parsed.step,
          step.name,
          "data",
          text.slice("Steps.".length + parsed.step.length + 1),
        );
      } else if (parsed?.kind === "parameter") {
        usedBy.get(parsed.name)?.add(step.name);
      }
    }
    for (const { name } of step.dependsOn) edges.connect(name, step.name, "order");
  }
  return {
    nodes: steps.map(({ name, type, branch }) => {
      if (branch === undefined) return { name, type };
      return { name, type, branch: { condition: branch.condition.name, when: branch.when } };
    }),
    edges: edges.all(),
    parameters: [...usedBy].map(([name, users]) => ({ name, usedBy: [...users] })),
  };
});

/** Gathers edges: of the same kind between the same steps there is one, with all that goes along it. */
class Edges {
  readonly #found: { -readonly [Member in keyof GraphEdge]: GraphEdge[Member] }[] = [];
  /** A number for each name. */
  readonly #steps = new Map<string, number>();
  /** Indexes of edges, by a number for the two steps: one table each, since there are thousands. */
  readonly #indexes: Readonly<Record<EdgeKind, Map<number, number>>> = {
    branch: new Map(),
    data: new Map(),
    order: new Map(),
  };
  /** What goes along the edges along which more than one thing goes. */
  readonly #vias = new Map<number, Set<string>>();

  constructor(steps: readonly CheckedStep[]) {
    for (const { name } of steps) {
      if (!this.#steps.has(name)) this.#steps.set(name, this.#steps.size);
    }
  }

  /** Adds an edge, or one more thing that goes along it. */
  connect(from: string, to: string, kind: EdgeKind, via?: string): void {
    const [first, second] = [this.#steps.get(from), this.#steps.get(to)];
    if (first === undefined || second === undefined) return;
    const between = first * this.#steps.size + second;
    const index = this.#indexes[kind].get(between);
    if (index === undefined) {
      this.#indexes[kind].set(between, this.#found.length);
      this.#found.push(via === undefined ? { from, to, kind } : { from, to, kind, via });
      return;
    }
    const edge = this.#found[index];
    if (via === undefined || edge?.via === undefined || edge.via === via) return;
    const vias = this.#vias.get(index) ?? new Set([edge.via]);
    this.#vias.set(index, vias.add(via));
  }

  /** The edges, each with all that goes along it. */
  all(): GraphEdge[] {
    for (const [index, vias] of this.#vias) {
      const edge = this.#found[index];
      if (edge !== undefined) edge.via = [...vias].join(", ");
    }
    return this.#found;
  }
}
