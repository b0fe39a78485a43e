import type { SugiNode } from "d3-dag";
import type { Link, Part } from "./parts.ts";

/** So often at most neighbours of all ranks are looked at. */
const mostSwaps = 20;

/** A part, or where an arrow passes a rank. */
export type Cell = SugiNode<Part, Link>;

/** The cells of each rank, from left to right. */
type Order = readonly (readonly Cell[])[];

/** Where cells stand: how many arrows cross, and how many pairs of parts do not stand as written. */
interface Rated {
  readonly order: Order;
  readonly crossings: number;
  readonly turned: number;
}

/** Where a link begins and ends on its parts: 0 is the left side, 1 the right one. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** A line to a cell of the next rank: where it is on this cell, and where on that one. */
interface Line {
  readonly cell: Cell;
  readonly near: number;
  readonly far: number;
}

/** What does not depend on the order. */
interface Facts {
  /** Where a cell is written. */
  readonly at: (cell: Cell) => number;
  /** The lines of a cell, upwards and downwards. */
  readonly lines: (cell: Cell) => Readonly<Record<Side, readonly Line[]>>;
}

type Side = "up" | "down";

/**
 * Puts parts of each rank as they are written, from left to right, wherever no more arrows cross then.
 *
 * @param layers - the cells of each rank, in an order with few crossings; they are put in the new order
 * @param positions - where each part is written, by its key
 * @param portsOf - downwards, whichever way the link leads
 * @param passes - how often all ranks are gone through
 */
export function orderAsWritten(
  layers: Cell[][],
  positions: ReadonlyMap<string, number>,
  portsOf: (upper: string, lower: string) => Ports,
  passes: number,
): void {
  const facts = factsOf(layers.flat(), positions, portsOf);
  const apart = connected(layers).map((cells) => best(cells, facts, passes));
  const first = ({ order }: Rated): number => Math.min(...order.flat().map(facts.at));
  const inOrder = apart.toSorted((a, b) => first(a) - first(b));
  for (const [rank, layer] of layers.entries()) {
    layer.splice(0, layer.length, ...inOrder.flatMap(({ order }) => order[rank] ?? []));
  }
}

function factsOf(
  cells: readonly Cell[],
  positions: ReadonlyMap<string, number>,
  portsOf: (upper: string, lower: string) => Ports,
): Facts {
  const lines = new Map<Cell, Record<Side, Line[]>>(
    cells.map((cell) => [cell, { up: [], down: [] }]),
  );
  for (const upper of cells) {
    for (const lower of upper.children()) {
      const { from, to } = portsOf(partOf(upper, "source"), partOf(lower, "target"));
      const [above, below] = [isPart(upper) ? from : 0.5, isPart(lower) ? to : 0.5];
      lines.get(upper)?.down.push({ cell: lower, near: above, far: below });
      lines.get(lower)?.up.push({ cell: upper, near: below, far: above });
    }
  }
  const written = new Map(cells.map((cell) => [cell, positions.get(partOf(cell, "target")) ?? 0]));
  return {
    at: (cell) => written.get(cell) ?? 0,
    lines: (cell) => lines.get(cell) ?? { up: [], down: [] },
  };
}

function isPart({ data }: Cell): boolean {
  return data.role === "node";
}

/** The key of a part, or of the one at an end of the link that passes. */
function partOf({ data }: Cell, end: "source" | "target"): string {
  return (data.role === "node" ? data.node : data.link[end]).data.key;
}

/** The cells without those that no arrows connect them to, for each such set. */
function connected(layers: Order): Order[] {
  const sets = new Map<Cell, number>();
  let count = 0;
  for (const start of layers.flat()) {
    if (sets.has(start)) continue;
    const open = [start];
    sets.set(start, count);
    for (const cell of open) {
      for (const next of [...cell.parents(), ...cell.children()]) {
        if (sets.has(next)) continue;
        sets.set(next, count);
        open.push(next);
      }
    }
    count += 1;
  }
  const apart = Array.from({ length: count }, (): Cell[][] => layers.map(() => []));
  for (const [rank, layer] of layers.entries()) {
    for (const cell of layer) apart[sets.get(cell) ?? 0]?.[rank]?.push(cell);
  }
  return apart;
}

/** The best that is found from the order given, from its mirror image and from the one that is written. */
function best(given: Order, facts: Facts, passes: number): Rated {
  const { at } = facts;
  const rate = (order: Order): Rated => ({
    order,
    crossings: order
      .slice(1)
      .reduce((sum, row, i) => sum + crossings(order[i] ?? [], row, facts), 0),
    turned: order.reduce((sum, layer) => sum + inversions(layer.filter(isPart).map(at)), 0),
  });
  const mirrored = given.map((layer) => layer.toReversed());
  const asWritten = given.map((layer) => layer.toSorted((a, b) => at(a) - at(b)));
  let found = rate(given);
  if (found.turned === 0 && found.crossings === 0) return found;
  for (const start of [given, mirrored, asWritten]) {
    let order: Order = start;
    for (let pass = 0; pass < passes; pass += 1) {
      order = sweep(order, pass % 2 === 0 ? "up" : "down", facts);
      const next = rate(swapped(order, facts));
      const more = next.crossings - found.crossings;
      if (more < 0 || (more === 0 && next.turned < found.turned)) found = next;
    }
  }
  return found;
}

/** Each rank by the middles of where its lines to one side end; those of one middle as they are written. */
function sweep(order: Order, side: Side, { at, lines }: Facts): Order {
  const places = new Map<Cell, number>();
  const swept = (side === "up" ? order : order.toReversed()).map((layer) => {
    const middles = new Map(
      layer.map((cell, i) => {
        const ends = lines(cell)[side].map((line) => (places.get(line.cell) ?? 0) + line.far);
        return [cell, middle(ends, i)];
      }),
    );
    const middleOf = (cell: Cell): number => middles.get(cell) ?? 0;
    const sorted = layer.toSorted((a, b) => middleOf(a) - middleOf(b) || at(a) - at(b));
    for (const [i, cell] of sorted.entries()) places.set(cell, i);
    return sorted;
  });
  return side === "up" ? swept : swept.toReversed();
}

/** The middle of places; where there are none, the place that is so far. */
function middle(places: readonly number[], so: number): number {
  if (places.length === 0) return so;
  const sorted = places.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** Neighbours change places where that saves a crossing, or costs none and they stand as written then. */
function swapped(order: Order, { at, lines }: Facts): Order {
  const places = new Map(order.flatMap((layer) => layer.map((cell, i) => [cell, i] as const)));
  const end = ({ cell, far }: Line): number => (places.get(cell) ?? 0) + far;
  /** Crossings of the lines of two neighbours, as they stand less those when they change places. */
  const saved = (left: Cell, right: Cell): number => {
    const [lefts, rights] = [lines(left), lines(right)];
    let sum = 0;
    for (const side of ["up", "down"] as const) {
      for (const line of lefts[side]) {
        for (const other of rights[side]) sum += Math.sign(end(line) - end(other));
      }
    }
    return sum;
  };
  const layers = order.map((layer) => [...layer]);
  for (let pass = 0, hasSwapped = true; hasSwapped && pass < mostSwaps; pass += 1) {
    hasSwapped = false;
    for (const layer of layers) {
      for (const i of layer.keys()) {
        const [left, right] = [layer[i], layer[i + 1]];
        if (left === undefined || right === undefined) continue;
        const gain = saved(left, right);
        if (gain < 0 || (gain === 0 && at(left) <= at(right))) continue;
        layer[i] = right;
        layer[i + 1] = left;
        places.set(right, i);
        places.set(left, i + 1);
        hasSwapped = true;
      }
    }
  }
  return layers;
}

/** How many lines between two ranks cross. */
function crossings(upper: readonly Cell[], lower: readonly Cell[], { lines }: Facts): number {
  const places = new Map(lower.map((cell, i) => [cell, i]));
  return inversions(
    upper.flatMap((cell) =>
      lines(cell)
        .down.map((line) => ({ near: line.near, end: (places.get(line.cell) ?? 0) + line.far }))
        .toSorted((a, b) => a.near - b.near || a.end - b.end)
        .map(({ end }) => end),
    ),
  );
}

/** How many pairs of numbers stand with the larger one first. */
function inversions(numbers: readonly number[]): number {
  if (numbers.length < 2) return 0;
  const half = numbers.length >> 1;
  const [left, right] = [numbers.slice(0, half), numbers.slice(half)];
  let sum = inversions(left) + inversions(right);
  left.sort((a, b) => a - b);
  right.sort((a, b) => a - b);
  let smaller = 0;
  for (const number of left) {
    while ((right[smaller] ?? Infinity) < number) smaller += 1;
    sum += smaller;
  }
  return sum;
}
