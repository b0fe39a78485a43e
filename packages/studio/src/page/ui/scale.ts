/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/** A curve of a chart. */
export interface Curve {
  readonly name: string;
  /** Whose curve it is, where the chart has those of several. */
  readonly group?: string;
  readonly points: readonly Point[];
  /** Which of the colours it has. @default its place among the curves */
  readonly color?: number;
  /** Which kind of line: whole, dashed, dotted. @default 0, whole */
  readonly dash?: number;
}

/** The least and the greatest, never the same, so that they can be a scale. */
export function extent(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return [0, 1];
  if (least < most) return [least, most];
  const room = least === 0 ? 1 : Math.abs(least) / 2;
  return [least - room, most + room];
}

/** About four round numbers between two. */
export function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    // Without the tail that counting by tenths leaves.
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** The index of the point nearest to an x; 0 when there is none. Points are in the order of x. */
export function nearest(points: readonly Point[], x: number): number {
  let best = 0;
  for (const [index, point] of points.entries()) {
    if (Math.abs(point[0] - x) < Math.abs((points[best]?.[0] ?? Infinity) - x)) best = index;
  }
  return best;
}

/** The path of a curve; what is no number leaves a gap. */
export function linePath(
  points: readonly Point[],
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  let isOn = false;
  const parts = points.map(([x, y]) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isOn = false;
      return "";
    }
    const part = `${isOn ? "L" : "M"}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`;
    isOn = true;
    return part;
  });
  return parts.join("");
}
