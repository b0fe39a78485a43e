import type { Curve } from "@nacre/graph/executions";
import { type Markup, safe } from "./html.ts";

const [width, height, left, bottom] = [460, 200, 64, 24];

/** More points than pixels show nothing more. */
const mostPoints = 400;

/**
 * Series of one job as an SVG chart.
 *
 * @param curves - at most 8: each has dashes of its own, so that they can be told without colours
 */
export function chartSvg(curves: readonly Curve[], id: string): Markup {
  const points = curves.flatMap((curve) => curve.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x0, x1] = range(xs);
  const [y0, y1] = range(ys);
  const toX = (x: number): number => round(left + ((x - x0) / (x1 - x0)) * (width - left - 12));
  const toY = (y: number): number =>
    round(height - bottom - ((y - y0) / (y1 - y0)) * (height - bottom - 12));
  return safe`<svg
    class="nacre-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">${curves.map(({ name }) => name).join(", ")}</title>
    <desc id="${id}-desc">${curves.map(sentence)}</desc>
    ${[y0, (y0 + y1) / 2, y1].map((y) => gridLine(toY(y), y))}
    <text class="axis" x="${left}" y="${height - 6}">${numberText(x0)}</text>
    <text class="axis" x="${width - 16}" y="${height - 6}">${numberText(x1)}</text>
    ${curves.map((curve, i) => {
      const places = thinned(curve.points).map(([x, y]) => `${toX(x)},${toY(y)}`);
      return safe`<polyline class="curve curve-${i}" points="${places.join(" ")}"/>`;
    })}
  </svg>`;
}

function gridLine(at: number, value: number): Markup {
  return safe`<line class="tick" x1="${left}" x2="${width - 12}" y1="${at}" y2="${at}"/>
    <text class="label" x="${left - 6}" y="${at + 4}">${numberText(value, 4)}</text>`;
}

/** A sample of the line of a series, for a legend. */
export function chartKey(index: number): Markup {
  return safe`<svg class="nacre-chart key" viewBox="0 0 32 10" aria-hidden="true">
    <polyline class="curve curve-${index}" points="1,5 31,5" />
  </svg>`;
}

/** A number with the digits that tell something. */
export function numberText(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

function sentence({ name, points }: Curve): string {
  const [first, last] = [points[0]?.[1] ?? 0, points.at(-1)?.[1] ?? 0];
  return `${name}: ${points.length} values, from ${numberText(first)} to ${numberText(last)}. `;
}

function range(values: readonly number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most > least ? [least, most] : [least - 0.5, least + 0.5];
}

/** Of many points some, the last one among them. */
function thinned(points: Curve["points"]): Curve["points"] {
  const every = Math.ceil(points.length / mostPoints);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
