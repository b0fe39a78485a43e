import { type Drawing, durationText, signOf, toneOf } from "@nacre/graph";
import { criticalPath } from "@nacre/graph/executions";
import type { ExecutionStep } from "../executions/execution.ts";
import { type Markup, safe } from "./html.ts";

const [width, labels, right, row, top] = [960, 230, 90, 26, 30];

/** A step that has begun. */
interface Bar {
  readonly step: ExecutionStep;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
}

/**
 * When each step ran, as an SVG picture, the critical path marked; undefined where none has begun.
 *
 * @param now - where the bars of steps that run end, in milliseconds since 1970
 */
export function ganttSvg(
  steps: readonly ExecutionStep[],
  critical: readonly string[],
  now: number,
): Markup | undefined {
  const bars = barsOf(steps, now);
  if (bars.length === 0) return undefined;
  const first = Math.min(...bars.map(({ start }) => start));
  const span = Math.max(1, ...bars.map(({ end }) => end - first));
  const scale = (width - labels - right) / span;
  const height = top + bars.length * row + 8;
  const onPath = new Set(critical);
  const ticks = ticksOf(span).map((at) => ({ at, x: Math.round(labels + at * scale) }));
  return safe`<svg
    class="nacre-gantt"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="gantt-title gantt-desc"
  >
    <title id="gantt-title">When each step ran</title>
    <desc id="gantt-desc">${bars.map((bar) => `${sentence(bar, first, onPath)} `)}</desc>
    ${ticks.map(({ at, x }) => tickMark(at, x, height))}
    ${bars.map((bar, i) => {
      const x = round(labels + (bar.start - first) * scale);
      const long = round(Math.max(3, (bar.end - bar.start) * scale));
      const isCritical = onPath.has(bar.step.name);
      const title = sentence(bar, first, onPath);
      return barRow(bar, { x, y: top + i * row, long, isCritical, title });
    })}
  </svg>`;
}

function tickMark(at: number, x: number, height: number): Markup {
  return safe`<line class="tick" x1="${x}" x2="${x}" y1="${top - 8}" y2="${height}"/>
    <text class="axis" x="${x}" y="${top - 12}">${durationText(at)}</text>`;
}

interface BarPlace {
  readonly x: number;
  readonly y: number;
  readonly long: number;
  readonly isCritical: boolean;
  readonly title: string;
}

function barRow(bar: Bar, { x, y, long, isCritical, title }: BarPlace): Markup {
  const { name, status } = bar.step;
  const line = y + 16;
  return safe`<g class="${toneOf(status)}${isCritical ? " critical" : ""}"><title>${title}</title>
    <text class="label" x="${labels - 10}" y="${line}">${isCritical ? "◆ " : ""}${shortName(name)}</text>
    <rect class="bar" x="${x}" y="${y + 4}" width="${long}" height="${row - 9}" rx="3"/>
    <text class="time" x="${round(x + long + 6)}" y="${line}">${signOf(status)} ${timeOf(bar)}</text></g>`;
}

/** The critical path of an execution, as its graph says what waits for what. */
export function longestWait(steps: readonly ExecutionStep[], { edges }: Drawing): string[] {
  const timed = steps.map(({ name, startTime, endTime }) => ({
    name,
    startTime: startTime?.getTime(),
    endTime: endTime?.getTime(),
  }));
  const waitsFor = Map.groupBy(edges, ({ to }) => to);
  return criticalPath(
    timed,
    new Map([...waitsFor].map(([to, before]) => [to, before.map(({ from }) => from)])),
  );
}

function barsOf(steps: readonly ExecutionStep[], now: number): Bar[] {
  return steps
    .flatMap((step) => {
      if (step.startTime === undefined) return [];
      const start = step.startTime.getTime();
      return [{ step, start, end: Math.max(start, step.endTime?.getTime() ?? now) }];
    })
    .toSorted((a, b) => a.start - b.start);
}

function timeOf({ step, start, end }: Bar): string {
  if (step.cachedFrom !== undefined) return "from cache";
  if (step.reusedFrom !== undefined) return "reused";
  return durationText(end - start);
}

function sentence(bar: Bar, first: number, critical: ReadonlySet<string>): string {
  const { step, start } = bar;
  const path = critical.has(step.name) ? ", on the critical path" : "";
  return `${step.name}: ${step.status}, ${timeOf(bar)}, began after ${durationText(start - first)}${path}.`;
}

const units = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400,
];

/** Some even times from 0 to the end, in milliseconds. */
function ticksOf(span: number): number[] {
  const seconds = span / 1000;
  const unit = units.find((one) => seconds / one <= 8) ?? Math.ceil(seconds / 8 / 86_400) * 86_400;
  const step = (seconds < 1 ? seconds / 4 : unit) * 1000;
  return Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_, i) => i * step);
}

function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= 32
    ? name
    : `${letters.slice(0, 20).join("")}…${letters.slice(-11).join("")}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
