import type { Box, Point } from "./layout.ts";

/** Length of the head of an arrow. */
const head = 8;

/** The line of an arrow through points, each reached and left upright. */
export function arrowPath(points: readonly Point[]): string {
  const [[startX, startY] = [0, 0], ...others] = points;
  let path = `M${startX} ${startY}`;
  let [x, y] = [startX, startY];
  for (const [index, [toX, toY]] of others.entries()) {
    const endY = index === others.length - 1 ? toY - head / 2 : toY;
    if (toX === x) path += `V${endY}`;
    else {
      // Where an arrow goes up, which only branches around steps can cause, it swings out.
      const bend = Math.max(Math.abs(endY - y) / 2, 24);
      path += `C${x} ${y + bend} ${toX} ${endY - bend} ${toX} ${endY}`;
    }
    [x, y] = [toX, endY];
  }
  return path;
}

/** The head at the end of an arrow. */
export function arrowHead(points: readonly Point[]): string {
  const [x, y] = points.at(-1) ?? [0, 0];
  return `M${x - head / 2} ${y - head}L${x} ${y}L${x + head / 2} ${y - head}z`;
}

/** What an arrow covers. */
export function arrowBox(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs) - head, Math.min(...ys) - head];
  return { x, y, width: Math.max(...xs) - x + head, height: Math.max(...ys) - y + head };
}
