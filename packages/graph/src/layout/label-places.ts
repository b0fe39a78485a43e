import { textWidth } from "../text-width.ts";
import type { Box, Point } from "./routes.ts";

/** Size of the letters of a label, and its height with the room around it. */
const [letters, height, room] = [12, 18, 8];

/** Where on a part of an arrow its label is tried: first in the middle. */
const tries = [0.5, 0.35, 0.65, 0.2, 0.8, 0.9];

/** How much of a branch, from its left upper corner, what it is called takes. */
const word = { width: 48, height: 20 } as const;

/** An arrow that may have a label. */
interface Labelled {
  /** The step that it comes from. */
  readonly from: string;
  readonly route: readonly Point[];
  readonly text: string | undefined;
  /** The frame of the branch that it leads into from its condition, which says the same. */
  readonly into?: Box;
  /** It has one also where it covers something. */
  readonly isNeeded: boolean;
}

/**
 * The middles of the labels of arrows: on the arrow, where no step, no frame, no other label and no other
 * arrow is. Of the arrows from a condition into a branch, which is called so too, one has a label at most.
 * One that finds no such place is left out, unless it is needed; the title of the arrow says the same.
 */
export function labelPlaces(
  arrows: readonly Labelled[],
  steps: readonly Box[],
  frames: readonly Box[],
): (Point | undefined)[] {
  const taken = [...steps, ...frames.map(wordBox)];
  const said = new Set<string>();
  const lines = arrows.map(({ route }) => piecesOf(along(route, [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])));
  return arrows.map(({ from, route, text, into, isNeeded }, index) => {
    if (text === undefined) return undefined;
    const key = `${text} ${from}`;
    if (into && !isNeeded && said.has(key)) return undefined;
    const width = labelWidth(text);
    const boxes = along(route, tries).map((middle): Box => ({ ...middle, width, height }));
    const free = boxes.filter((box) => !taken.some((other) => overlap(box, other)));
    const whole = free.filter((box) => !frames.some((frame) => isAcross(frame, box)));
    const others = lines.filter((_, i) => i !== index);
    const covers = (box: Box): number => others.filter((line) => isOn(line, box)).length;
    const clear = whole.find((box) => !(into && overlap(into, box)) && covers(box) === 0);
    const box = clear ?? (isNeeded ? fewest(free.length > 0 ? free : boxes, covers) : undefined);
    if (box === undefined) return undefined;
    taken.push(box);
    said.add(key);
    return { x: box.x, y: box.y };
  });
}

/** The first of those that cover the fewest arrows. */
function fewest(boxes: readonly Box[], covers: (box: Box) => number): Box | undefined {
  const counts = boxes.map(covers);
  return boxes[counts.indexOf(Math.min(...counts))];
}

function wordBox({ x, y, width, height: tall }: Box): Box {
  const [left, top] = [x - width / 2, y - tall / 2];
  return { x: left + word.width / 2, y: top + word.height / 2, ...word };
}

/** Whether a box lies across the side of a frame. */
function isAcross(frame: Box, box: Box): boolean {
  const isInside =
    Math.abs(frame.x - box.x) * 2 <= frame.width - box.width &&
    Math.abs(frame.y - box.y) * 2 <= frame.height - box.height;
  return overlap(frame, box) && !isInside;
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
