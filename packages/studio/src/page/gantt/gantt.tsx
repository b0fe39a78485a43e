import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ExecutionView } from "../../api.ts";
import { counted } from "../format/number.ts";
import { isActive } from "../format/status.ts";
import { absoluteTime } from "../../time.ts";
import { isoTime } from "../format/time.ts";
import { stepGraph } from "../graph/model.ts";
import { GanttRow } from "./gantt-rows.tsx";
import { GanttTable } from "./gantt-table.tsx";
import { useGrowing } from "./growing.ts";
import { moveFocus, rowHeight, useRowWindow } from "./row-window.ts";
import { axisOf, rowsOf, tickText, type Axis } from "./times.ts";
import { useAttempts } from "./use-attempts.ts";

interface Props {
  readonly execution: ExecutionView;
  /** The step whose panel is open. */
  readonly selected: string | undefined;
  /** A step was chosen. */
  readonly onSelect: (name: string) => void;
}

/** When each step of an execution waited and ran; it grows while the execution goes on. */
export function Gantt({ execution, selected, onSelect }: Props): JSX.Element {
  const { definition, steps, startTime } = execution;
  const root = useRef<HTMLDivElement>(null);
  const graph = useMemo(() => stepGraph(definition, steps), [definition]);
  const attempts = useAttempts(execution);
  const { rows, notRun } = useMemo(
    () => rowsOf(execution, graph, attempts),
    [steps, execution.criticalPath, graph, attempts],
  );
  const isLive = isActive(execution.status);
  const count = useTickCount(root);
  const [fullAt, setFull] = useState(0);
  const ends = steps.map(({ startTime: start = 0, endTime = start }) => endTime);
  const end = execution.endTime ?? Math.max(startTime, ...ends);
  const axis = useMemo(
    () => axisOf(startTime, isLive ? Math.max(end, Date.now()) : end, isLive, count),
    // While it goes on the axis stays until it is full.
    [startTime, isLive, isLive ? fullAt : end, count],
  );
  useGrowing(
    root,
    isLive,
    axis.start,
    axis.end,
    useCallback(() => setFull(Date.now()), []),
  );
  const [isTable, setIsTable] = useState(false);
  const [current, setCurrent] = useState<string>();
  const select = useStable(onSelect);
  const chart = useRef<HTMLDivElement>(null);
  const { from, to, scrollTo } = useRowWindow(chart, rows.length, !isTable);
  const below = rows.length - to;
  const drawn = rows.slice(from, to);
  const tabStop = (drawn.find(({ step }) => step.name === current) ?? drawn[0])?.step.name;

  return (
    <div class="gantt" ref={root}>
      <div class="gantt-head">
        <h2>Times</h2>
        <Legend hasCritical={execution.criticalPath.length > 0} />
        <button
          type="button"
          class="button"
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          Table
        </button>
      </div>
      {rows.length === 0 && <p class="gantt-none">No step has started yet.</p>}
      {rows.length > 0 && isTable && <GanttTable rows={rows} onSelect={onSelect} />}
      {rows.length > 0 && !isTable && (
        <div class="gantt-chart" ref={chart}>
          <AxisRow axis={axis} isLive={isLive} />
          <ul
            class="gantt-rows"
            aria-label="Steps in the order they started; arrow keys go from one to the next"
            style={{ paddingTop: `${from * rowHeight}px`, paddingBottom: `${below * rowHeight}px` }}
            onKeyDown={(event) => moveFocus(event, rows, scrollTo)}
            onFocusIn={({ target }) => {
              if (target instanceof HTMLElement) setCurrent(target.dataset["step"]);
            }}
          >
            {drawn.map((row, index) => (
              <GanttRow
                key={row.step.name}
                row={row}
                start={axis.start}
                end={axis.end}
                place={from + index + 1}
                count={rows.length}
                isSelected={row.step.name === selected}
                isCurrent={row.step.name === tabStop}
                onSelect={select}
              />
            ))}
          </ul>
        </div>
      )}
      {notRun > 0 && rows.length > 0 && (
        <p class="gantt-none">
          {counted(notRun, "step")} not run{isLive ? " yet" : ""}.
        </p>
      )}
    </div>
  );
}

function Legend({ hasCritical }: { readonly hasCritical: boolean }): JSX.Element {
  return (
    <span class="gantt-legend">
      <span class="gantt-key">
        <span class="gantt-key-waiting" /> waiting
      </span>
      {hasCritical && (
        <span class="gantt-key">
          <span class="gantt-critical-mark" /> critical path
        </span>
      )}
    </span>
  );
}

/** How much of the distance of two times the text of one may take. */
const labelRoom = 0.8;

function AxisRow({ axis, isLive }: { readonly axis: Axis; readonly isLive: boolean }): JSX.Element {
  const length = axis.end - axis.start;
  return (
    <div class="gantt-axis" aria-hidden="true">
      <span class="gantt-label">
        <time class="gantt-date" dateTime={isoTime(axis.start)}>
          {absoluteTime(axis.start).slice(0, 10)}
        </time>
      </span>
      <span class="gantt-track">
        {axis.ticks.map((tick) => (
          <span
            key={tick}
            class="gantt-tick"
            style={{ left: `${((tick - axis.start) / length) * 100}%` }}
          >
            {/* The last one may have no room before the end. */}
            {axis.end - tick >= axis.step * labelRoom && <span>{tickText(tick, axis.step)}</span>}
          </span>
        ))}
        {isLive && <span class="gantt-now" />}
      </span>
    </div>
  );
}

/** About how many times have room on the axis; measured when the chart changes its width. */
function useTickCount(root: { readonly current: HTMLElement | null }): number {
  const [count, setCount] = useState(8);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry)
        setCount(Math.max(2, Math.min(10, Math.floor((entry.contentRect.width * 0.7) / 90))));
    });
    if (root.current) watch.observe(root.current);
    return () => watch.disconnect();
  }, []);
  return count;
}

/** The same function in every drawing, which calls the latest. */
function useStable(callback: (name: string) => void): (name: string) => void {
  const latest = useRef(callback);
  latest.current = callback;
  return useCallback((name: string) => latest.current(name), []);
}
