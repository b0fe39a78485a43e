import type { GraphColors } from "./colors.ts";
import type { Box, Point } from "./layout.ts";
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
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
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
      const [x, y] = points.at(-1) ?? [0, 0];
      context.moveTo(x - head / 2, y - head);
      context.lineTo(x, y);
      context.lineTo(x + head / 2, y - head);
    }
    context.fill();
  }
}

/** The line through the points: each is reached and left upright; far away it is straight. */
function trace(
  context: CanvasRenderingContext2D,
  [start = [0, 0], ...others]: readonly Point[],
  isFar: boolean,
): void {
  let [x, y] = start;
  context.moveTo(x, y);
  for (const [index, [toX, toY]] of others.entries()) {
    const endY = index === others.length - 1 ? toY - head / 2 : toY;
    // Where an arrow goes up, which only branches around steps can cause, it swings out.
    const bend = Math.max(Math.abs(endY - y) / 2, 24);
    if (isFar || toX === x) context.lineTo(toX, endY);
    else context.bezierCurveTo(x, y + bend, toX, endY - bend, toX, endY);
    [x, y] = [toX, endY];
  }
}
