import type { GraphEdge } from "./graph.ts";

/**
 * The cycles among the edges that share no step, each as the names along it, beginning with the
 * step that comes first in `names`.
 */
export function findCycles(names: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const waitsFor = new Map(names.map((name) => [name, new Set<string>()]));
  for (const { from, to } of edges) waitsFor.get(to)?.add(from);
  const cycles: string[][] = [];
  for (;;) {
    removeUnblocked(waitsFor);
    const start = names.find((name) => waitsFor.has(name));
    if (start === undefined) return cycles;
    const cycle = walkBack(start, waitsFor);
    cycles.push(startWithFirst(cycle, names));
    for (const name of cycle) waitsFor.delete(name);
  }
}

/** Takes away every step that waits for none of those left, until no such step is left. */
function removeUnblocked(waitsFor: Map<string, Set<string>>): void {
  for (let removed = true; removed;) {
    removed = false;
    for (const [name, others] of waitsFor) {
      if ([...others].some((other) => waitsFor.has(other))) continue;
      waitsFor.delete(name);
      removed = true;
    }
  }
}

/** Goes from a step to one it waits for, again and again, until a step comes twice. */
function walkBack(start: string, waitsFor: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const trail: string[] = [];
  let current: string | undefined = start;
  while (current !== undefined && !trail.includes(current)) {
    trail.push(current);
    current = [...(waitsFor.get(current) ?? [])].find((other) => waitsFor.has(other));
  }
  const entry = current === undefined ? 0 : trail.indexOf(current);
  return trail.slice(entry).toReversed();
}

function startWithFirst(cycle: readonly string[], names: readonly string[]): string[] {
  const first = names.find((name) => cycle.includes(name));
  const index = first === undefined ? 0 : cycle.indexOf(first);
  return [...cycle.slice(index), ...cycle.slice(0, index)];
}
