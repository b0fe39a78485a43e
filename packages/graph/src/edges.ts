import type { DefinitionGraph } from "@nacre/core";
import { sameBranch } from "./branch.ts";
import type { DrawnEdge } from "./model.ts";

const rank = { data: 0, branch: 1, order: 2 } as const;

/** The arrows of a graph: one for a pair of steps, without those that others imply. */
export function drawnEdges(graph: DefinitionGraph): DrawnEdge[] {
  const branches = new Map(graph.nodes.map(({ name, branch }) => [name, branch]));
  const pairs = new Map<string, DrawnEdge>();
  for (const { from, to, kind, via } of graph.edges) {
    // A step that reads its own outputs is refused by the checks; there is no arrow to draw.
    if (from === to) continue;
    const key = JSON.stringify([from, to]);
    const known = pairs.get(key);
    if (known && rank[known.kind] <= rank[kind]) continue;
    const label = via === "else" ? "false" : "true";
    pairs.set(key, {
      from,
      to,
      kind,
      ...(kind === "data" && via !== undefined ? { via } : {}),
      ...(kind === "branch" ? { label } : {}),
    });
  }
  const edges = [...pairs.values()];
  const inside = new Set(
    edges.flatMap(({ from, to }) =>
      branches.get(to) !== undefined && sameBranch(branches.get(from), branches.get(to))
        ? [to]
        : [],
    ),
  );
  // A condition points at the steps that begin its branch; the others follow from these.
  return edges.filter(({ kind, to }) => kind !== "branch" || !inside.has(to));
}
