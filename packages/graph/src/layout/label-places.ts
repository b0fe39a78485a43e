import { textWidth } from "../text-width.ts";
import type { Box, Point } from "./routes.ts";

/** Size of the letters of a label, and its height with the room around it. */
const [letters, height, room] = [12, 18, 8];

/** Where on a part of an arrow its label is tried: first in the middle. */
const tries = [0.5, 0.35, 0.65, 0.2, 0.8];

/** An arrow that may have a label. */
interface Labelled {
  /** The step that it comes from. */
  readonly from: string;
  readonly route: readonly Point[];
  readonly text: string | undefined;
  /** It has one also where it covers something. */
  readonly isNeeded: boolean;
}

/**
 * The middles of the labels of arrows: on the arrow, where no step, no other label and, if it can be,
 * no other arrow is. One that finds no such place is left out, as is one that another arrow of the same
 * step has already, if it would cover an arrow; the title of the arrow says the same.
 */
export function labelPlaces(
  arrows: readonly Labelled[],
  steps: readonly Box[],
): (Point | undefined)[] {
  const taken = [...steps];
  const said = new Set<string>();
  const lines = arrows.map(({ route }) => piecesOf(along(route, [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])));
  return arrows.map(({ from, route, text, isNeeded }, index) => {
    if (text === undefined) return undefined;
    const width = labelWidth(text);
    const boxes = along(route, tries).map((middle): Box => ({ ...middle, width, height }));
    const free = boxes.filter((box) => !taken.some((other) => overlap(box, other)));
    const clear = free.find((box) => !lines.some((line, i) => i !== index && isOn(line, box)));
    const key = `${text} ${from}`;
    const other = isNeeded ? (free[0] ?? boxes[0]) : said.has(key) ? undefined : free[0];
    const box = clear ?? other;
    if (box === undefined) return undefined;
    taken.push(box);
    said.add(key);
    return { x: box.x, y: box.y };
  });
}

/** How wide a label is, with the room around its text. */
export function labelWidth(text: string): number {
  return Math.ceil(textWidth(text, letters)) + room;
}

/** Places on an arrow, each so far along one of its parts; where it goes aside it is a curve. */
function along(route: readonly Point[], parts: readonly number[]): Point[] {
  return route.slice(1).flatMap((to, i) => {
    const from = route[i] ?? to;
    return parts.map((t) => ({
      x: from.x + (to.x - from.x) * t * t * (3 - 2 * t),
      y: from.y + (to.y - from.y) * (1.5 * t * (1 - t) + t ** 3),
    }));
  });
}

function overlap(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  );
}

/** The boxes around the pieces of a line, after the one around all of it. */
function piecesOf(line: readonly Point[]): Box[] {
  return [boxOf(line), ...line.slice(1).map((to, i) => boxOf([line[i] ?? to, to]))];
}

function boxOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left,
    height: bottom - top,
  };
}

function isOn([all, ...pieces]: readonly Box[], box: Box): boolean {
  return all !== undefined && overlap(all, box) && pieces.some((piece) => overlap(piece, box));
}
