import type { DefinitionGraph } from "@nacre/core";

/** How many steps come before each step, along the longest way; what a cycle holds up stays at the top. */
export function layersOf({ nodes, edges }: DefinitionGraph): Map<string, number> {
  const layers = new Map(nodes.map(({ name }) => [name, 0]));
  const waits = new Map(nodes.map(({ name }) => [name, 0]));
  for (const { to } of edges) waits.set(to, (waits.get(to) ?? 0) + 1);
  const after = Map.groupBy(edges, ({ from }) => from);
  const ready = [...waits].flatMap(([name, count]) => (count === 0 ? [name] : []));
  for (const name of ready) {
    for (const { to } of after.get(name) ?? []) {
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(name) ?? 0) + 1));
      const left = (waits.get(to) ?? 0) - 1;
      waits.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return layers;
}
