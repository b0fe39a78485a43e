import type { JSX } from "preact";
import { absoluteTime } from "../../time.ts";
import { duration } from "../format/time.ts";
import { Status } from "../ui/status.tsx";
import type { Row } from "./times.ts";

interface Props {
  readonly rows: readonly Row[];
  readonly onSelect: (name: string) => void;
}

/** The chart in words and numbers. */
export function GanttTable({ rows, onSelect }: Props): JSX.Element {
  return (
    // Scrolls by keyboard.
    <div class="gantt-table" tabIndex={0} role="region" aria-label="Times as a table">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Status</th>
            <th scope="col">Started</th>
            <th scope="col">Ended</th>
            <th scope="col">Waited</th>
            <th scope="col">Took</th>
            <th scope="col">Attempts</th>
            <th scope="col">Critical path</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, waiting, bars, isCritical }) => {
            const start = bars[0]?.start;
            const { endTime: end } = step;
            return (
              <tr key={step.name}>
                <th scope="row">
                  <button type="button" class="graph-link" onClick={() => onSelect(step.name)}>
                    {step.displayName ?? step.name}
                  </button>
                </th>
                <td>
                  <Status status={step.status} cached={step.cacheSource !== undefined} />
                </td>
                <td>{start !== undefined && absoluteTime(start)}</td>
                <td>{end !== undefined && absoluteTime(end)}</td>
                <td>{waiting?.end !== undefined && duration(waiting.end - waiting.start)}</td>
                <td>{start !== undefined && end !== undefined && duration(end - start)}</td>
                <td>{step.attempts}</td>
                <td>{isCritical ? "yes" : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
