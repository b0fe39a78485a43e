import type { ExecutionSummaryView } from "../../api.ts";
import { metricName } from "../format/metric.ts";
import { numberText } from "../format/number.ts";
import { executionLink } from "../links.ts";
import { sortValue } from "../../table/execution-fields.ts";
import type { Column } from "../table/table.tsx";
import { Status } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";

/** A column with a name in words, for the chooser. */
export interface ExecutionColumn extends Column<ExecutionSummaryView> {
  readonly text: string;
}

/** The columns of executions: the same for all, then those of metrics and parameters by their names. */
export function executionColumns(names: readonly string[]): readonly ExecutionColumn[] {
  const own = names.map((name) =>
    name.startsWith("m.") ? metricColumn(name.slice(2)) : parameterColumn(name.slice(2)),
  );
  return [...fixed, ...own];
}

const fixed: readonly ExecutionColumn[] = [
  {
    name: "execution",
    text: "Execution",
    label: "Execution",
    isHeader: true,
    sort: (row) => sortValue(row, "execution"),
    cell: ({ pipeline, id, displayName }) => (
      <>
        <a href={executionLink({ pipeline, id })}>{displayName ?? <code>{id}</code>}</a>
        {displayName !== undefined && (
          <div class="sub">
            <code>{id}</code>
          </div>
        )}
      </>
    ),
  },
  {
    name: "status",
    text: "Status",
    label: "Status",
    sort: (row) => sortValue(row, "status"),
    cell: ({ status, failureReason }) => (
      <span title={failureReason}>
        <Status status={status} />
      </span>
    ),
  },
  {
    name: "started",
    text: "Started",
    label: "Started",
    sort: (row) => sortValue(row, "started"),
    cell: ({ startTime }) => <Time time={startTime} />,
  },
  {
    name: "duration",
    text: "Duration",
    label: "Duration",
    numeric: true,
    sort: (row) => sortValue(row, "duration"),
    cell: ({ startTime, endTime }) => <Elapsed from={startTime} to={endTime} />,
  },
  {
    name: "version",
    text: "Version",
    label: "Version",
    numeric: true,
    sort: (row) => sortValue(row, "version"),
    cell: ({ version }) => version ?? "–",
  },
];

function metricColumn(name: string): ExecutionColumn {
  return {
    name: `m.${name}`,
    text: name,
    title: `Metric ${name}`,
    label: (
      <>
        <span class="kind">metric</span> {metricName(name).short}
      </>
    ),
    numeric: true,
    sort: (row) => sortValue(row, `m.${name}`),
    cell: ({ metrics }) => {
      const value = metrics[name];
      return value === undefined ? "" : <span title={String(value)}>{numberText(value)}</span>;
    },
  };
}

function parameterColumn(name: string): ExecutionColumn {
  return {
    name: `p.${name}`,
    text: name,
    title: `Parameter ${name}`,
    label: name,
    sort: (row) => sortValue(row, `p.${name}`),
    cell: ({ parameters }) => (
      <span class="value" title={parameters[name]}>
        {parameters[name]}
      </span>
    ),
  };
}
