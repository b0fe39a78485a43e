import { placeInLayers } from "./layers.ts";
import type { GraphBranch, GraphEdge, GraphStep } from "./model.ts";

/** Width of a step, in units of the drawing (pixels at its natural size). */
export const stepWidth = 240;
/** Height of a step. */
const stepHeight = 56;

/** Room around the steps of a branch, and at its top for its name. */
const padding = 16;
const heading = 26;

/** A rectangle of the drawing. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything is. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By the names of the steps. */
  readonly steps: ReadonlyMap<string, Box>;
  /** The branches of conditions, outer ones first. */
  readonly branches: readonly { readonly branch: GraphBranch; readonly box: Box }[];
  /** The points of each arrow from its start to its end, in the order of the edges given. */
  readonly arrows: readonly (readonly Point[])[];
}

/** A place of the drawing. */
export type Point = readonly [x: number, y: number];

/** A step, or a branch with all that is in it. */
interface Part {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly step?: string;
  readonly inner?: Inner;
}

/** What is laid out together: the top, or a branch. */
interface Inner {
  readonly parts: readonly Part[];
  readonly branch?: GraphBranch;
  readonly places: ReadonlyMap<string, Point>;
  /** By the index of an edge: the points where it passes between parts. */
  readonly bends: ReadonlyMap<number, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

/**
 * Places steps in layers, each below all it waits for. A branch of a condition is laid out by itself
 * and then takes its place as if it were one large step, so that its frame never crosses another.
 */
export function layout(steps: readonly GraphStep[], edges: readonly GraphEdge[]): Layout {
  const holders = new Map(steps.map(({ name, branch }) => [name, branch]));
  const inners = Map.groupBy(steps, ({ branch }) => keyOf(branch));
  const routes = edges.map(({ from, to }) => meeting(chain(from, holders), chain(to, holders)));

  const layOut = (branch: GraphBranch | undefined, depth: number): Inner => {
    const here = keyOf(branch);
    const parts = (inners.get(here) ?? []).flatMap((step): Part[] => {
      const own = {
        key: stepKey(step.name),
        width: stepWidth,
        height: stepHeight,
        step: step.name,
      };
      // A step in a branch of itself would never end.
      if (depth > steps.length) return [own];
      const sides = (["if", "else"] as const).flatMap((when): Part[] => {
        const side = { condition: step.name, when };
        if (!inners.has(keyOf(side))) return [];
        const inner = layOut(side, depth + 1);
        return [{ key: keyOf(side), width: inner.width, height: inner.height, inner }];
      });
      return [own, ...sides];
    });
    const links = routes.flatMap((route, index) =>
      route?.holder === here ? [{ from: route.from, to: route.to, index }] : [],
    );
    const placed = placeInLayers(parts, links);
    const room = branch === undefined ? 0 : padding;
    const top = branch === undefined ? 0 : heading + padding;
    const moved = ([x, y]: Point): Point => [x + room, y + top];
    return {
      parts,
      ...(branch ? { branch } : {}),
      places: new Map([...placed.places].map(([key, point]) => [key, moved(point)])),
      bends: new Map([...placed.bends].map(([index, points]) => [index, points.map(moved)])),
      width: placed.width + 2 * room,
      height: placed.height + room + top,
    };
  };

  const found: Found = { steps: new Map(), branches: [], bends: new Map() };
  const all = layOut(undefined, 0);
  collect(all, 0, 0, found);
  const arrows = edges.map(({ from, to }, index): readonly Point[] => {
    const [a, b] = [found.steps.get(from), found.steps.get(to)];
    if (a === undefined || b === undefined) return [];
    const start: Point = [a.x + a.width / 2, a.y + a.height];
    return [start, ...(found.bends.get(index) ?? []), [b.x + b.width / 2, b.y]];
  });
  const { width, height } = all;
  return { width, height, steps: found.steps, branches: found.branches, arrows };
}

interface Found {
  readonly steps: Map<string, Box>;
  readonly branches: { branch: GraphBranch; box: Box }[];
  readonly bends: Map<number, readonly Point[]>;
}

function collect(inner: Inner, left: number, top: number, found: Found): void {
  if (inner.branch) {
    const { branch, width, height } = inner;
    found.branches.push({ branch, box: { x: left, y: top, width, height } });
  }
  for (const [index, points] of inner.bends) {
    found.bends.set(
      index,
      points.map(([x, y]) => [left + x, top + y]),
    );
  }
  for (const { key, width, height, step, inner: nested } of inner.parts) {
    const [x, y] = inner.places.get(key) ?? [0, 0];
    if (step !== undefined) found.steps.set(step, { x: left + x, y: top + y, width, height });
    if (nested) collect(nested, left + x, top + y, found);
  }
}

/** A step and the branches around it, the outermost first. */
function chain(
  name: string,
  holders: ReadonlyMap<string, GraphBranch | undefined>,
): readonly string[] {
  const keys = [stepKey(name)];
  let branch = holders.get(name);
  while (branch !== undefined && keys.length <= holders.size) {
    keys.unshift(keyOf(branch));
    branch = holders.get(branch.condition);
  }
  return keys;
}

/** The innermost holder of both, and which of its parts are to be linked. */
function meeting(
  a: readonly string[],
  b: readonly string[],
): { readonly holder: string; readonly from: string; readonly to: string } | undefined {
  let depth = 0;
  while (depth < a.length - 1 && depth < b.length - 1 && a[depth] === b[depth]) depth += 1;
  const [from, to] = [a[depth], b[depth]];
  if (from === undefined || to === undefined || from === to) return undefined;
  return { holder: depth === 0 ? keyOf(undefined) : (a[depth - 1] ?? ""), from, to };
}

function stepKey(name: string): string {
  return `step ${name}`;
}

function keyOf(branch: GraphBranch | undefined): string {
  return branch === undefined ? "top" : `${branch.when} ${branch.condition}`;
}
