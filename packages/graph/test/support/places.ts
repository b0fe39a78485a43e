import type { Box, Layout, Point } from "../../src/index.ts";

/** What lies over something that it must not lie over, in words; nothing for a good layout. */
export function faultsOf({ width, height, steps, branches, edges }: Layout): string[] {
  const faults: string[] = [];
  const holders = new Map(steps.map(({ step }) => [step.name, step.branch]));
  const isIn = (
    name: string,
    { condition, when }: Layout["branches"][number]["branch"],
  ): boolean => {
    for (let around = holders.get(name); around; around = holders.get(around.condition)) {
      if (around.condition === condition && around.when === when) return true;
    }
    return false;
  };
  for (const [i, { step, box }] of steps.entries()) {
    const { left, right, top, bottom } = sides(box);
    if (left < 0 || top < 0 || right > width || bottom > height) faults.push(`${step.name} is out`);
    for (const other of steps.slice(i + 1)) {
      if (overlap(box, other.box)) faults.push(`${step.name} lies over ${other.step.name}`);
    }
    for (const { branch, box: frame } of branches) {
      const isInside = contains(frame, box);
      if (isIn(step.name, branch) && !isInside) faults.push(`${step.name} leaves its branch`);
      if (!isIn(step.name, branch) && overlap(frame, box))
        faults.push(`${step.name} is in another`);
    }
  }
  for (const [i, { branch, box }] of branches.entries()) {
    for (const other of branches.slice(i + 1)) {
      const isNested = isIn(other.branch.condition, branch) || isIn(branch.condition, other.branch);
      if (overlap(box, other.box) && !isNested) faults.push(`branches of ${branch.condition}`);
    }
  }
  for (const { edge, points } of edges) {
    const arrow = `${edge.from} → ${edge.to}`;
    if (points.length < 2) faults.push(`${arrow} is not there`);
    // A piece of an arrow is a line or a curve, which its box holds.
    for (const [i, to] of points.slice(1).entries()) {
      const from = points[i] ?? to;
      const piece = {
        x: (from.x + to.x) / 2,
        y: (from.y + to.y) / 2,
        width: Math.abs(from.x - to.x),
        height: Math.abs(from.y - to.y),
      };
      for (const { step, box } of steps) {
        if (overlap(piece, box)) faults.push(`${arrow} crosses ${step.name}`);
      }
      for (const { branch, box } of branches) {
        if (isIn(edge.from, branch) || isIn(edge.to, branch)) continue;
        if (overlap(piece, box)) faults.push(`${arrow} crosses a branch of ${branch.condition}`);
      }
    }
  }
  return faults;
}

/** How often arrows cross each other, taken as straight between their points. */
export function crossingsOf({ edges }: Layout): number {
  const pieces = edges.map(({ points }) => points.slice(1).map((to, i) => [points[i] ?? to, to]));
  let count = 0;
  for (const [i, own] of pieces.entries()) {
    for (const other of pieces.slice(i + 1).flat()) {
      for (const piece of own) if (isCrossing(piece, other)) count += 1;
    }
  }
  return count;
}

function isCrossing(one: readonly Point[], other: readonly Point[]): boolean {
  return isApart(one, other) && isApart(other, one);
}

/** Whether the ends of one lie on both sides of a line. */
function isApart([a, b]: readonly Point[], [c, d]: readonly Point[]): boolean {
  if (!a || !b || !c || !d) return false;
  const side = ({ x, y }: Point): number =>
    Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));
  return side(c) * side(d) < 0;
}

/** Where the sides of a box are. */
export function sides({
  x,
  y,
  width,
  height,
}: Box): Record<"left" | "right" | "top" | "bottom", number> {
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

/** Whether two boxes share more than half a pixel. */
export function overlap(a: Box, b: Box): boolean {
  const [one, two] = [sides(a), sides(b)];
  return (
    one.left < two.right - 0.5 &&
    two.left < one.right - 0.5 &&
    one.top < two.bottom - 0.5 &&
    two.top < one.bottom - 0.5
  );
}

function contains(a: Box, b: Box): boolean {
  const [outer, inner] = [sides(a), sides(b)];
  return (
    outer.left <= inner.left &&
    outer.right >= inner.right &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom
  );
}
