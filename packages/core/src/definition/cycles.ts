import type { GraphEdge } from "./graph.ts";

/** For each step that is left, the steps it still waits for. */
type Waiting = Map<string, Set<string>>;

/**
 * The cycles among the edges that share no step, each as the names along it, beginning with the
 * step that comes first in `names`.
 */
export function findCycles(names: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const waiting: Waiting = new Map(names.map((name) => [name, new Set()]));
  const awaitedBy = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) {
    waiting.get(to)?.add(from);
    awaitedBy.get(from)?.push(to);
  }
  const cycles: string[][] = [];
  let free = names.filter((name) => waiting.get(name)?.size === 0);
  for (;;) {
    release(free, waiting, awaitedBy);
    const start = names.find((name) => waiting.has(name));
    if (start === undefined) return cycles;
    free = startWithFirst(walkBack(start, waiting), names);
    cycles.push(free);
  }
}

/** Takes steps away, and with them every step that then waits for none. */
function release(
  free: readonly string[],
  waiting: Waiting,
  awaitedBy: ReadonlyMap<string, readonly string[]>,
): void {
  const queue = [...free];
  for (const name of queue) {
    waiting.delete(name);
    for (const later of awaitedBy.get(name) ?? []) {
      const others = waiting.get(later);
      if (others?.delete(name) === true && others.size === 0) queue.push(later);
    }
  }
}

/** Goes from a step to one it waits for, again and again, until a step comes twice. */
function walkBack(start: string, waiting: Waiting): string[] {
  const trail = new Set<string>();
  let current: string | undefined = start;
  while (current !== undefined && !trail.has(current)) {
    trail.add(current);
    [current] = waiting.get(current) ?? [];
  }
  const steps = [...trail];
  return steps.slice(current === undefined ? 0 : steps.indexOf(current)).toReversed();
}

function startWithFirst(cycle: readonly string[], names: readonly string[]): string[] {
  const first = names.find((name) => cycle.includes(name));
  const index = first === undefined ? 0 : cycle.indexOf(first);
  return [...cycle.slice(index), ...cycle.slice(0, index)];
}
