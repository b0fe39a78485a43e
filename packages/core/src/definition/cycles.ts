import type { GraphEdge } from "./graph.ts";

/** For each step that is left, the steps it still waits for. */
type Waiting = Map<string, Set<string>>;

/**
 * The cycles among the edges that share no step, each as the names along it, beginning with the
 * step that comes first in `names`.
 */
export function findCycles(names: readonly string[], edges: readonly GraphEdge[]): string[][] {
  if (hasNoCycle(names, edges)) return [];
  const waiting: Waiting = new Map(names.map((name) => [name, new Set()]));
  const awaitedBy = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) {
    waiting.get(to)?.add(from);
    awaitedBy.get(from)?.push(to);
  }
  const order = new Map(names.map((name, index) => [name, index]));
  const cycles: string[][] = [];
  release(
    names.filter((name) => waiting.get(name)?.size === 0),
    waiting,
    awaitedBy,
  );
  for (const start of names) {
    // A step may come after several cycles, or be in one and after another.
    while (waiting.has(start)) {
      const cycle = startWithFirst(walkBack(start, waiting), order);
      cycles.push(cycle);
      release(cycle, waiting, awaitedBy);
    }
  }
  return cycles;
}

/** Whether all steps can start, one after the other: as it nearly always is, and soon told. */
function hasNoCycle(names: readonly string[], edges: readonly GraphEdge[]): boolean {
  const indexes = new Map(names.map((name, index) => [name, index]));
  const waitsFor = new Uint32Array(names.length);
  // The edges that begin at a step are chained: its first one, and from each the next.
  const firstEdge = new Int32Array(names.length).fill(-1);
  const nextEdge = new Int32Array(edges.length);
  const ends = new Uint32Array(edges.length);
  for (const [edge, { from, to }] of edges.entries()) {
    const before = indexes.get(from);
    const after = indexes.get(to);
    if (before === undefined || after === undefined) continue;
    nextEdge[edge] = firstEdge[before] ?? -1;
    firstEdge[before] = edge;
    ends[edge] = after;
    waitsFor[after] = (waitsFor[after] ?? 0) + 1;
  }
  const free: number[] = [];
  waitsFor.forEach((count, index) => {
    if (count === 0) free.push(index);
  });
  for (const index of free) {
    for (let edge = firstEdge[index] ?? -1; edge >= 0; edge = nextEdge[edge] ?? -1) {
      const later = ends[edge] ?? 0;
      const left = (waitsFor[later] ?? 0) - 1;
      waitsFor[later] = left;
      if (left === 0) free.push(later);
    }
  }
  return free.length === names.length;
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

function startWithFirst(cycle: readonly string[], order: ReadonlyMap<string, number>): string[] {
  const places = cycle.map((name) => order.get(name) ?? Infinity);
  const index = places.reduce(
    (least, place, at) => (place < (places[least] ?? Infinity) ? at : least),
    0,
  );
  return [...cycle.slice(index), ...cycle.slice(0, index)];
}
