import type { JSX } from "preact";
import { memo } from "./memo.ts";
import { absoluteTime } from "../../time.ts";
import { duration } from "../format/time.ts";
import { statusLook } from "../format/status.ts";
import type { Row, Span } from "./times.ts";

interface Props {
  readonly row: Row;
  readonly start: number;
  readonly end: number;
  /** Which of how many rows it is: those out of view are not on the page. */
  readonly place: number;
  readonly count: number;
  readonly isSelected: boolean;
  /** Whether the Tab key comes to this row. */
  readonly isCurrent: boolean;
  readonly onSelect: (name: string) => void;
}

/** A step of the chart: its name, and its attempts as bars. */
export const GanttRow = memo(function GanttRow(props: Props): JSX.Element {
  const { row, start, end, place: at, count, isSelected, isCurrent, onSelect } = props;
  const { step, waiting, bars, isCritical } = row;
  const label = step.displayName ?? step.name;
  const length = end - start;
  const place = (span: Span): { readonly left: string; readonly width: string } => ({
    left: `${((span.start - start) / length) * 100}%`,
    width: span.end === undefined ? "100%" : `${((span.end - span.start) / length) * 100}%`,
  });
  return (
    <li
      class={isSelected ? "gantt-row is-selected" : "gantt-row"}
      aria-posinset={at}
      aria-setsize={count}
    >
      <button
        type="button"
        class="gantt-step"
        data-step={step.name}
        tabIndex={isCurrent ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={wordsOf(row)}
        title={wordsOf(row)}
        onClick={() => onSelect(step.name)}
      >
        <span class="gantt-label">
          {isCritical && <span class="gantt-critical-mark" aria-hidden="true" />}
          <span class="gantt-text">{label}</span>
        </span>
        <span class="gantt-track">
          {waiting && <span class="gantt-waiting" style={place(waiting)} />}
          {bars.map((bar) => {
            const { tone } = statusLook(bar.status, step.cacheSource !== undefined);
            const classes = ["gantt-bar", `tone-${tone}`, isCritical ? "is-critical" : ""];
            return (
              <span
                // A bar that ends is another element: the growing one keeps its transform.
                key={`${bar.attempt} ${bar.end === undefined}`}
                class={classes.join(" ")}
                style={place(bar)}
                data-since={bar.end === undefined ? bar.start : undefined}
              />
            );
          })}
        </span>
      </button>
    </li>
  );
});

/** A row in words. */
function wordsOf({ step, waiting, bars, isCritical }: Row): string {
  const { label } = statusLook(step.status, step.cacheSource !== undefined);
  const first = bars[0];
  const parts = [step.displayName ?? step.name, label];
  if (first) parts.push(`from ${absoluteTime(first.start)}`);
  if (first && step.endTime !== undefined)
    parts.push(`took ${duration(step.endTime - first.start)}`);
  if (waiting?.end !== undefined) parts.push(`waited ${duration(waiting.end - waiting.start)}`);
  if (bars.length > 1) parts.push(`${bars.length} attempts`);
  if (isCritical) parts.push("on the critical path");
  return parts.join(", ");
}
