import type { ExecutionView, StepDetailView, StepView } from "../../api.ts";
import type { StepGraph } from "../graph/model.ts";

/** A stretch of time; without an end it goes on. */
export interface Span {
  readonly start: number;
  readonly end: number | undefined;
}

/** What a row of the chart shows. */
export interface Row {
  readonly step: StepView;
  /** From when all it waits for had ended until it started; undefined when it did not wait. */
  readonly waiting: Span | undefined;
  /** One for each attempt; of a step whose attempts are not known, all of it. */
  readonly bars: readonly Bar[];
  /** It is on the longest chain of waiting. */
  readonly isCritical: boolean;
}

/** An attempt. */
interface Bar extends Span {
  readonly attempt: number;
  readonly status: string;
}

/** Attempts of steps that had more than one, by their names. */
export type Attempts = ReadonlyMap<string, StepDetailView["attemptList"]>;

/** Less waiting than this is none. */
const leastWaiting = 50;

/** The steps that have started, in the order they did, and how many have not. */
export function rowsOf(
  execution: ExecutionView,
  graph: StepGraph,
  attempts: Attempts,
): { readonly rows: readonly Row[]; readonly notRun: number } {
  const byName = new Map(execution.steps.map((step) => [step.name, step]));
  const critical = new Set(execution.criticalPath);
  const started = execution.steps.flatMap((step) =>
    step.startTime === undefined ? [] : [{ step, start: step.startTime }],
  );
  const rows = started
    .toSorted((a, b) => a.start - b.start)
    .map(({ step, start }): Row => {
      const ends = (graph.before.get(step.name) ?? []).map(
        (name) => byName.get(name)?.endTime ?? 0,
      );
      const free = Math.max(execution.startTime, ...ends);
      const bars = barsOf(step, start, attempts.get(step.name) ?? []);
      const first = bars[0]?.start ?? start;
      return {
        step,
        bars,
        waiting: first - free < leastWaiting ? undefined : { start: free, end: first },
        isCritical: critical.has(step.name),
      };
    });
  return { rows, notRun: execution.steps.length - rows.length };
}

function barsOf(step: StepView, start: number, known: StepDetailView["attemptList"]): Bar[] {
  const { status, endTime: end, attempts } = step;
  if (known.length < 2) return [{ attempt: attempts, status, start, end }];
  return known.map((one) => ({
    attempt: one.attempt,
    status: one.status,
    start: one.startTime,
    end: one.endTime,
  }));
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[100, 200, 500].map((length) => length),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12, 24, 48, 168, 720].map((count) => count * hour),
];

/** The axis of a chart. */
export interface Axis {
  readonly start: number;
  readonly end: number;
  /** Round times of the reader's own zone. */
  readonly ticks: readonly number[];
  /** How far apart they are, in milliseconds. */
  readonly step: number;
}

/**
 * An axis with about so many round times. While something goes on it leaves room on its right, so that
 * it need not change with every frame.
 */
export function axisOf(start: number, end: number, isLive: boolean, wanted: number): Axis {
  const length = Math.max(end - start, 500) * (isLive ? 1.25 : 1.02);
  const step = steps.find((one) => length / one <= wanted) ?? steps.at(-1) ?? hour;
  const until = isLive ? start + Math.ceil(length / step) * step : start + length;
  // Round in the reader's zone, whose offset may be half an hour.
  const offset = new Date(start).getTimezoneOffset() * minute;
  const first = Math.ceil((start - offset) / step) * step + offset;
  const ticks: number[] = [];
  for (let at = first; at <= until; at += step) ticks.push(at);
  return { start, end: until, ticks, step };
}

/** How a time of the axis is written: as short as its steps allow. */
export function tickText(time: number, step: number): string {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (step >= 24 * hour) return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  if (step >= minute) return clock;
  const seconds = `${clock}:${two(date.getSeconds())}`;
  return step >= second ? seconds : `${seconds}.${Math.floor(date.getMilliseconds() / 100)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
