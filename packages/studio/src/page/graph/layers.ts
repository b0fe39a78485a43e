import { leastMoves } from "./least-moves.ts";
import type { Point } from "./layout.ts";

/** Room between two parts of a layer, and between layers. */
const columnGap = 28;
const rowGap = 56;
/** Room that an arrow takes where it passes between parts. */
const passing = 14;

/** Something with a size, to be placed. */
interface Part {
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

/** `to` comes below `from`. */
interface Link {
  readonly from: string;
  readonly to: string;
  readonly index: number;
}

/** A part, or a place where an arrow passes through a layer. */
interface Cell {
  readonly part?: Part;
  readonly width: number;
  readonly layer: number;
  readonly above: Cell[];
  readonly below: Cell[];
  /** The middle. */
  x: number;
  order: number;
}

/** Where the parts are (their left upper corners), and the points where arrows pass between them. */
export interface Placed {
  readonly places: ReadonlyMap<string, Point>;
  readonly bends: ReadonlyMap<number, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

/**
 * Places parts in layers: as far up as what they wait for allows, in an order with few crossings, and
 * so that arrows are as upright as the others let them be. The same input gives the same places.
 *
 * Not by Dagre, which takes seconds for 500 steps in branches; this takes some tens of milliseconds.
 */
export function placeInLayers(parts: readonly Part[], given: readonly Link[]): Placed {
  const links = withoutCycles(parts, given);
  const depth = depths(parts, links);
  const cells = new Map(
    parts.map((part) => [part.key, cell(part.width, depth.get(part.key) ?? 0, part)]),
  );
  const layers: Cell[][] = [];
  const put = (one: Cell): void => void (layers[one.layer] ??= []).push(one);
  for (const one of cells.values()) put(one);
  const passed = new Map<number, Cell[]>();
  for (const { from, to, index } of links) {
    const [start, end] = [cells.get(from), cells.get(to)];
    if (start === undefined || end === undefined) continue;
    const through: Cell[] = [];
    for (let layer = start.layer + 1; layer < end.layer; layer += 1) {
      through.push(cell(passing, layer));
    }
    for (const one of through) put(one);
    const way = [start, ...through, end];
    for (const [at, one] of way.entries()) {
      const next = way[at + 1];
      if (next === undefined) continue;
      one.below.push(next);
      next.above.push(one);
    }
    passed.set(index, through);
  }
  order(layers);
  align(layers);
  straighten(layers, passed);
  return measure(layers, passed);
}

function cell(width: number, layer: number, part?: Part): Cell {
  return { width, layer, above: [], below: [], x: 0, order: 0, ...(part ? { part } : {}) };
}

/** Without the links that close a cycle, which steps cannot have but branches around them can. */
function withoutCycles(parts: readonly Part[], links: readonly Link[]): readonly Link[] {
  const next = Map.groupBy(links, ({ from }) => from);
  const state = new Map<string, "open" | "done">();
  const closing = new Set<Link>();
  for (const { key } of parts) {
    if (state.has(key)) continue;
    // With a list of its own, not by recursion: a chain may be longer than the stack is deep.
    const path = [{ key, left: [...(next.get(key) ?? [])] }];
    state.set(key, "open");
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const link = top.left.pop();
      if (link === undefined) {
        state.set(top.key, "done");
        path.pop();
      } else if (state.get(link.to) === "open") closing.add(link);
      else if (!state.has(link.to)) {
        state.set(link.to, "open");
        path.push({ key: link.to, left: [...(next.get(link.to) ?? [])] });
      }
    }
  }
  return links.filter((link) => !closing.has(link));
}

/** How many parts come before each, along the longest way. */
function depths(parts: readonly Part[], links: readonly Link[]): ReadonlyMap<string, number> {
  const next = Map.groupBy(links, ({ from }) => from);
  const waiting = new Map(parts.map(({ key }) => [key, 0]));
  for (const { to } of links) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const depth = new Map(parts.map(({ key }) => [key, 0]));
  const free = parts.filter(({ key }) => waiting.get(key) === 0).map(({ key }) => key);
  for (const key of free) {
    for (const { to } of next.get(key) ?? []) {
      depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(key) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  return depth;
}

const orderSweeps = 12;

/** Orders each layer by the middles of its neighbours, downwards and upwards; the best order stays. */
function order(layers: readonly Cell[][]): void {
  number(layers);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers);
  for (let sweep = 0; sweep < orderSweeps && fewest > 0; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const wanted = new Map(
        layer.map((one) => [one, middle(isDown ? one.above : one.below) ?? one.order]),
      );
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.order - b.order);
      for (const [index, one] of layer.entries()) one.order = index;
    }
    const count = crossings(layers);
    if (count < fewest) {
      fewest = count;
      best = layers.map((layer) => [...layer]);
    }
  }
  for (const [index, layer] of layers.entries())
    layer.splice(0, layer.length, ...(best[index] ?? []));
  number(layers);
}

function number(layers: readonly Cell[][]): void {
  for (const layer of layers) for (const [index, one] of layer.entries()) one.order = index;
}

function middle(cells: readonly Cell[]): number | undefined {
  if (cells.length === 0) return undefined;
  return cells.reduce((sum, one) => sum + one.order, 0) / cells.length;
}

/** How many arrows cross between neighbouring layers, counted with a tree of sums. */
function crossings(layers: readonly Cell[][]): number {
  let count = 0;
  for (const [index, layer] of layers.entries()) {
    const size = layers[index + 1]?.length ?? 0;
    const sums = new Uint32Array(size + 1);
    let seen = 0;
    for (const one of layer) {
      const ends = one.below.map((end) => end.order);
      for (const end of ends) {
        let upTo = 0;
        for (let at = end + 1; at > 0; at -= at & -at) upTo += sums[at] ?? 0;
        count += seen - upTo;
      }
      for (const end of ends) {
        seen += 1;
        for (let at = end + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
      }
    }
  }
  return count;
}

const alignSweeps = 16;

/** Moves the cells of each layer to the middle of their neighbours, as far as there is room. */
function align(layers: readonly Cell[][]): void {
  for (const layer of layers) {
    let x = 0;
    for (const one of layer) {
      one.x = x + one.width / 2;
      x += one.width + columnGap;
    }
  }
  for (let sweep = 0; sweep < alignSweeps; sweep += 1) {
    const isDown = sweep % 2 === 0;
    // The last ones look both ways.
    const isLast = sweep >= alignSweeps - 4;
    for (const layer of isDown ? layers : layers.toReversed()) {
      place(layer, (one) => {
        const neighbours = isLast ? [...one.above, ...one.below] : isDown ? one.above : one.below;
        if (neighbours.length === 0) return one.x;
        return neighbours.reduce((sum, other) => sum + other.x, 0) / neighbours.length;
      });
    }
  }
}

/** Lets an arrow that passes several layers pass them in a straight line, where there is room. */
function straighten(layers: readonly Cell[][], passed: ReadonlyMap<number, Cell[]>): void {
  const middles = new Map<Cell, number>();
  for (const cells of passed.values()) {
    const sum = cells.reduce((all, { x }) => all + x, 0);
    for (const one of cells) middles.set(one, sum / cells.length);
  }
  for (const layer of layers) place(layer, (one) => middles.get(one) ?? one.x);
}

/** Moves the cells of a layer to where they would be, as far as there is room. */
function place(layer: readonly Cell[], wanted: (one: Cell) => number): void {
  const weights = layer.map((one) => (one.part ? 1 + one.above.length + one.below.length : 8));
  const gaps = layer.map((one, index) => {
    const before = layer[index - 1];
    return before === undefined ? 0 : (before.width + one.width) / 2 + columnGap;
  });
  for (const [index, x] of leastMoves(layer.map(wanted), weights, gaps).entries()) {
    const one = layer[index];
    if (one) one.x = x;
  }
}

function measure(layers: readonly Cell[][], passed: ReadonlyMap<number, Cell[]>): Placed {
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  for (const one of layers.flat()) left = Math.min(left, one.x - one.width / 2);
  for (const one of layers.flat()) right = Math.max(right, one.x + one.width / 2 - left);
  const tops: number[] = [];
  const heights: number[] = [];
  let height = 0;
  for (const [index, layer] of layers.entries()) {
    const tallest = layer.reduce((most, { part }) => Math.max(most, part?.height ?? 0), 0);
    tops[index] = height;
    heights[index] = tallest;
    height += tallest + rowGap;
  }
  const places = new Map<string, Point>();
  for (const { part, x, layer } of layers.flat()) {
    if (part) places.set(part.key, [Math.round(x - part.width / 2 - left), tops[layer] ?? 0]);
  }
  const bends = new Map(
    [...passed].map(([index, cells]) => [
      index,
      cells.flatMap(({ x, layer }): Point[] => {
        const [at, top] = [Math.round(x - left), tops[layer] ?? 0];
        return [
          [at, top],
          [at, top + (heights[layer] ?? 0)],
        ];
      }),
    ]),
  );
  return {
    places,
    bends,
    width: layers.length === 0 ? 0 : Math.ceil(right),
    height: Math.max(0, height - rowGap),
  };
}
