import type { Branch } from "../branch.ts";
import { type Nesting, topKey } from "./groups.ts";
import { type Group, linkKey } from "./parts.ts";

/** A place, in pixels from the left upper corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle; x and y are its middle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a nesting lies. */
interface Places {
  readonly width: number;
  readonly height: number;
  /** By the names of steps. */
  readonly steps: ReadonlyMap<string, Box>;
  /** Outer ones before inner ones. */
  readonly branches: readonly { readonly branch: Branch; readonly box: Box }[];
  /** Of each edge, from the lower side of one step to the upper side of the other. */
  readonly routes: readonly (readonly Point[])[];
}

/** A group with its left upper corner. */
interface Placed extends Point {
  readonly group: Group;
}

/**
 * Puts the groups into each other, and the arrows between the parts: where an arrow passes a rank it
 * is upright, and it goes aside only between ranks, where nothing else stands.
 *
 * @param margin - the room around all
 */
export function placesOf({ top, ways }: Nesting, margin: number): Places {
  const groups = new Map<string, Placed>();
  const steps = new Map<string, Box>();
  const branches: { branch: Branch; box: Box }[] = [];
  const put = (key: string, group: Group, x: number, y: number): void => {
    groups.set(key, { group, x, y });
    for (const [partKey, { width, height, step }] of group.parts) {
      const [middle, upper] = [x + xIn(group, partKey), y + bandOf(group, partKey).top];
      const box = { x: middle, y: upper + height / 2, width, height };
      if (step !== undefined) steps.set(step, box);
      const inner = group.inner.get(partKey);
      if (inner === undefined) continue;
      if (inner.branch) branches.push({ branch: inner.branch, box });
      put(partKey, inner, middle - width / 2, upper);
    }
  };
  put(topKey, top, margin, margin);
  const routes = ways.map((way) =>
    tidied(
      way.flatMap(({ group, leg: { edge, from, to } }) => {
        const placed = groups.get(group);
        const door = placed?.group.doors.get(edge);
        const [start, end] = [from ?? door, to ?? door];
        if (placed === undefined || start === undefined || end === undefined) return [];
        const at = (key: string): number => xOf(key, edge, placed, groups);
        if (start !== end) return legPoints(placed, start, end, at);
        // The frame is passed right above or below the part.
        const height = from === undefined ? 0 : (placed.group.parts.get(from)?.height ?? 0);
        return [{ x: at(start), y: placed.y + bandOf(placed.group, start).top + height }];
      }),
    ),
  );
  const [width, height] = [top.width + 2 * margin, top.height + 2 * margin];
  return { width, height, steps, branches, routes };
}

/** The way from one part of a group to another. */
function legPoints(
  { group, x, y }: Placed,
  from: string,
  to: string,
  xOfEnd: (key: string) => number,
): Point[] {
  const [start, end] = [bandOf(group, from), bandOf(group, to)];
  const passed = (group.bends.get(linkKey({ from, to })) ?? []).flatMap((bend) => {
    const { top, bottom } = group.bands[bend.rank] ?? { top: 0, bottom: 0 };
    const at = x + bend.x;
    return start.top < end.top
      ? [
          { x: at, y: y + top },
          { x: at, y: y + bottom },
        ]
      : [
          { x: at, y: y + bottom },
          { x: at, y: y + top },
        ];
  });
  const [startX, endX] = [xOfEnd(from), xOfEnd(to)];
  const [startHeight, endHeight] = [from, to].map((key) => group.parts.get(key)?.height ?? 0);
  const isDown = start.top < end.top;
  return [
    { x: startX, y: y + start.top + (isDown ? (startHeight ?? 0) : 0) },
    { x: startX, y: y + (isDown ? start.bottom : start.top) },
    ...passed,
    { x: endX, y: y + (isDown ? end.top : end.bottom) },
    { x: endX, y: y + end.top + (isDown ? 0 : (endHeight ?? 0)) },
  ];
}

/** The middle of what an edge leads to or from: of a branch, the place where the edge passes its frame. */
function xOf(
  key: string,
  edge: number,
  { group, x }: Placed,
  groups: ReadonlyMap<string, Placed>,
): number {
  const inner = groups.get(key);
  const door = inner?.group.doors.get(edge);
  return inner && door !== undefined ? xOf(door, edge, inner, groups) : x + xIn(group, key);
}

function xIn(group: Group, key: string): number {
  return group.xs.get(key) ?? 0;
}

function bandOf(group: Group, key: string): { readonly top: number; readonly bottom: number } {
  return group.bands[group.ranks.get(key) ?? 0] ?? { top: 0, bottom: 0 };
}

/** Without points that change nothing: the same twice, and those on an upright line. */
function tidied(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [last, before] = [kept.at(-1), kept.at(-2)];
    if (last?.x === point.x && (last.y === point.y || before?.x === point.x)) kept.pop();
    kept.push(point);
  }
  return kept;
}
