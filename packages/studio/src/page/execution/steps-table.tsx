import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { ExecutionView, StepView } from "../../api.ts";
import { stepLink } from "../links.ts";
import { readFilter } from "../../table/filter.ts";
import { FilterField } from "../table/filter-field.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";

interface Props {
  readonly execution: ExecutionView;
  readonly selected: string | undefined;
}

/** The steps as a table. */
export function StepsTable({ execution, selected }: Props): JSX.Element {
  const { query } = useLocation();
  const { order, setOrder } = useTableQuery();
  const fits = readFilter(query["filter"] ?? "");
  const rows = execution.steps.filter(({ name, displayName, type, status, failureReason }) =>
    fits({ step: name, name: displayName, type, status, reason: failureReason }),
  );
  const critical = new Set(execution.criticalPath);
  const columns: readonly Column<StepView>[] = [
    {
      name: "step",
      label: "Step",
      isHeader: true,
      sort: ({ name }) => name,
      cell: ({ name, displayName }) => (
        <>
          <a href={stepLink(execution, name, { view: "steps" })}>{displayName ?? name}</a>
          {displayName !== undefined && displayName !== name && <div class="sub">{name}</div>}
        </>
      ),
    },
    { name: "type", label: "Type", sort: ({ type }) => type, cell: ({ type }) => type },
    {
      name: "status",
      label: "Status",
      sort: ({ status }) => status,
      cell: ({ status, cacheSource, conditionOutcome, failureReason }) => (
        <span title={failureReason}>
          <Status status={status} cached={cacheSource !== undefined} />
          {conditionOutcome !== undefined && <span class="muted"> {conditionOutcome}</span>}
        </span>
      ),
    },
    {
      name: "started",
      label: "Started",
      sort: ({ startTime }) => startTime,
      cell: ({ startTime }) => (startTime === undefined ? "" : <Time time={startTime} />),
    },
    {
      name: "duration",
      label: "Duration",
      numeric: true,
      sort: ({ startTime, endTime }) =>
        startTime === undefined || endTime === undefined ? undefined : endTime - startTime,
      cell: ({ startTime, endTime }) => <Elapsed from={startTime} to={endTime} />,
    },
    {
      name: "critical",
      label: "Critical",
      title: "On the critical path: the execution takes as long as these steps",
      sort: ({ name }) => (critical.has(name) ? 0 : undefined),
      cell: ({ name }) => (critical.has(name) ? "critical" : ""),
    },
    {
      name: "attempts",
      label: "Attempts",
      numeric: true,
      sort: ({ attempts }) => attempts,
      cell: ({ attempts }) => (attempts === 0 ? "" : attempts),
    },
  ];
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter steps" />
      </div>
      {rows.length === 0 ? (
        <Empty title={noSteps(execution)} />
      ) : (
        <Table
          label="Steps"
          rows={rows}
          columns={columns}
          keyOf={({ name }) => name}
          order={order}
          onOrder={setOrder}
          isSelected={({ name }) => name === selected}
        />
      )}
    </>
  );
}

function noSteps({ steps, stepsUnread }: ExecutionView): string {
  if (stepsUnread === true) return "The steps could not be read";
  return steps.length === 0 ? "No steps" : "No step fits the filter";
}
