import type { GraphColors } from "./colors.ts";
import type { Point } from "@nacre/graph";
import type { Box } from "./layout.ts";
import type { GraphEdge } from "./model.ts";

/** Length of the head of an arrow. */
const head = 8;

/** An arrow to be painted. */
export interface Arrow {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** What it covers. */
  readonly box: Box;
  /** Steps back behind others. */
  isDim: boolean;
  /** The condition has decided for the other branch. */
  isNotTaken: boolean;
}

/** Makes an arrow of its points. */
export function arrowOf(edge: GraphEdge, points: readonly Point[]): Arrow {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [x, y] = [Math.min(...xs) - head, Math.min(...ys) - head];
  const box = { x, y, width: Math.max(...xs) - x + head, height: Math.max(...ys) - y + head };
  return { edge, points, box, isDim: false, isNotTaken: false };
}

/** Paints arrows; those that look alike in one stroke. */
export function paintArrows(
  context: CanvasRenderingContext2D,
  arrows: readonly Arrow[],
  colors: GraphColors,
  scale: number,
  isFar: boolean,
): void {
  const alike = Map.groupBy(
    arrows,
    ({ edge, isDim, isNotTaken }) => `${edge.kind} ${isDim ? 0.18 : isNotTaken ? 0.35 : 1}`,
  );
  for (const [look, group] of alike) {
    const [kind = "", alpha = "1"] = look.split(" ");
    context.globalAlpha = Number(alpha);
    context.strokeStyle = kind === "branch" ? colors.accent : colors.line;
    // Far away a line is at least as wide as can be seen.
    context.lineWidth = Math.max(kind === "branch" ? 2 : 1.5, 0.7 / scale);
    context.setLineDash(kind === "order" && !isFar ? [5, 4] : []);
    context.beginPath();
    for (const { points } of group) trace(context, points, isFar);
    context.stroke();
    context.setLineDash([]);
    if (isFar) continue;
    context.fillStyle = context.strokeStyle;
    context.beginPath();
    for (const { points } of group) {
      const [before, end] = points.slice(-2);
      if (before === undefined || end === undefined) continue;
      const back = end.y - Math.sign(end.y - before.y) * head;
      context.moveTo(end.x - head / 2, back);
      context.lineTo(end.x, end.y);
      context.lineTo(end.x + head / 2, back);
    }
    context.fill();
  }
}

/** The line through the points: aside it goes in a curve that begins and ends upright. */
function trace(context: CanvasRenderingContext2D, points: readonly Point[], isFar: boolean): void {
  for (const [index, { x, y }] of points.entries()) {
    const last = points[index - 1];
    if (last === undefined) context.moveTo(x, y);
    else {
      const end = index === points.length - 1 ? y - Math.sign(y - last.y) * (head / 2) : y;
      const middle = (last.y + end) / 2;
      if (isFar || x === last.x) context.lineTo(x, end);
      else context.bezierCurveTo(last.x, middle, x, middle, x, end);
    }
  }
}
