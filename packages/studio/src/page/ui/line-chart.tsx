import type { JSX, RefObject, TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { numberText } from "../format/number.ts";
import { type Curve, extent, linePath, nearest, ticks, type Point } from "./scale.ts";

/** The width in pixels: between these two, as there is room. */
const narrowest = 240;
const widest = 1_200;
const height = 220;
const left = 52;
const right = 12;
const top = 10;
const bottom = 26;

interface Props {
  /** What the chart is about, for its caption and screen readers. */
  readonly title: string;
  readonly series: readonly Curve[];
}

/** Curves over steps or rounds of a training. Pointing at it, or the arrow keys, show the values. */
export function LineChart({ title, series }: Props): JSX.Element {
  const [at, setAt] = useState<number>();
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure);
  const points = series.flatMap((one) => one.points);
  const [x0, x1] = extent(points.map(([x]) => x));
  const [y0, y1] = extent(points.map(([, y]) => y));
  const toX = (x: number): number => left + ((x - x0) / (x1 - x0)) * (width - left - right);
  const toY = (y: number): number =>
    height - bottom - ((y - y0) / (y1 - y0)) * (height - top - bottom);
  const longest = series.reduce<readonly Point[]>(
    (most, one) => (one.points.length > most.length ? one.points : most),
    [],
  );
  const index = at === undefined ? undefined : Math.min(at, longest.length - 1);
  const shownX = index === undefined ? undefined : longest[index]?.[0];

  const point = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x =
      x0 +
      ((((event.clientX - box.left) / box.width) * width - left) / (width - left - right)) *
        (x1 - x0);
    setAt(nearest(longest, x));
  };
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min((index ?? -step) + step, longest.length - 1)));
  };

  return (
    <figure ref={figure} class="chart">
      <figcaption>
        <span class="chart-title">{title}</span>
        <span class="legend" aria-live="polite">
          {shownX !== undefined && <span class="muted">at {numberText(shownX)}</span>}
          {[...Map.groupBy(series, ({ group }) => group)].map(([group, members]) => (
            <span key={group ?? ""} class={group === undefined ? "legend" : "legend-group"}>
              {group !== undefined && <span class="legend-name">{group}</span>}
              {members.map((one) => (
                <span key={one.name} class={`key ${lookOf(one, series.indexOf(one))}`}>
                  {one.name} <b>{shownValue(one.points, shownX)}</b>
                </span>
              ))}
            </span>
          ))}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: ${series.map(describe).join("; ")}`}
        tabIndex={0}
        onKeyDown={key}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
      >
        {ticks(y0, y1).map((tick) => (
          <g key={tick} class="grid">
            <line x1={left} x2={width - right} y1={toY(tick)} y2={toY(tick)} />
            <text x={left - 6} y={toY(tick) + 3.5} text-anchor="end">
              {numberText(tick)}
            </text>
          </g>
        ))}
        {ticks(x0, x1).map((tick) => (
          <text key={tick} class="axis" x={toX(tick)} y={height - 8} text-anchor="middle">
            {numberText(tick)}
          </text>
        ))}
        {shownX !== undefined && (
          <line class="cursor" x1={toX(shownX)} x2={toX(shownX)} y1={top} y2={height - bottom} />
        )}
        {series.map((one, place) => (
          <g key={`${one.group} ${one.name}`} class={`curve ${lookOf(one, place)}`}>
            <path d={linePath(one.points, toX, toY)} />
            {one.points.length === 1 &&
              one.points.map(([x, y]) => <circle key={x} cx={toX(x)} cy={toY(y)} r="3" />)}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** How many colours and kinds of lines there are; further curves begin with the first again. */
const [colors, dashes] = [8, 3];

function lookOf({ color, dash = 0 }: Curve, place: number): string {
  return `series-${(color ?? place) % colors} dash-${dash % dashes}`;
}

/** How wide an element is: letters of the chart keep their size on a phone. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(520);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry === undefined || entry.contentRect.width === 0) return;
      setWidth(Math.max(narrowest, Math.min(widest, Math.round(entry.contentRect.width))));
    });
    if (element.current !== null) watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

/** The value at an x, or the last one; none beyond the end of a curve that is shorter than others. */
function shownValue(points: readonly Point[], x: number | undefined): string {
  const last = points.at(-1);
  const isBeyond = x !== undefined && last !== undefined && x > last[0];
  const point = x === undefined ? last : isBeyond ? undefined : points[nearest(points, x)];
  return point === undefined ? "–" : numberText(point[1]);
}

function describe({ name: own, group, points }: Curve): string {
  const name = group === undefined ? own : `${group} ${own}`;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${name} without values`;
  return `${name} from ${numberText(first[1])} to ${numberText(last[1])} in ${points.length} points`;
}
