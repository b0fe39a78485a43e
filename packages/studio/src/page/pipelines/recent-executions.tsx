import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PipelineSummaryView } from "../../api.ts";
import { executionTexts } from "../../table/execution-fields.ts";
import { readFilter } from "../../table/filter.ts";
import { counted } from "../format/number.ts";
import { isActive } from "../format/status.ts";
import { executionLink, pipelineLink, withQuery } from "../links.ts";
import { FilterField } from "../table/filter-field.tsx";
import { Pager } from "../table/pager.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";
import { rowsPerPage } from "./use-executions.ts";

/** An execution of some pipeline. */
type Recent = NonNullable<PipelineSummaryView["recent"]>[number] & { readonly pipeline: string };

const columns: readonly Column<Recent>[] = [
  {
    name: "execution",
    label: "Execution",
    isHeader: true,
    sort: ({ id }) => id,
    cell: (one) => (
      <a href={executionLink(one)}>
        <code>{one.id}</code>
      </a>
    ),
  },
  {
    name: "pipeline",
    label: "Pipeline",
    sort: ({ pipeline }) => pipeline,
    cell: ({ pipeline }) => <a href={pipelineLink(pipeline)}>{pipeline}</a>,
  },
  {
    name: "status",
    label: "Status",
    sort: ({ status }) => status,
    cell: ({ status }) => <Status status={status} />,
  },
  {
    name: "started",
    label: "Started",
    sort: ({ startTime }) => startTime,
    cell: ({ startTime }) => <Time time={startTime} />,
  },
  {
    name: "duration",
    label: "Duration",
    numeric: true,
    sort: ({ startTime, endTime }) => (endTime === undefined ? undefined : endTime - startTime),
    cell: ({ status, startTime, endTime }) =>
      // AWS does not tell in a list when they ended.
      endTime === undefined && !isActive(status) ? "" : <Elapsed from={startTime} to={endTime} />,
  },
];

/** What can be chosen, by how it stands in the address. */
const statuses = [
  { value: "", label: "All", fits: () => true },
  { value: "running", label: "Running", fits: isActive },
  { value: "failed", label: "Failed", fits: (status: string) => status === "Failed" },
  { value: "succeeded", label: "Succeeded", fits: (status: string) => status === "Succeeded" },
  { value: "stopped", label: "Stopped", fits: (status: string) => status === "Stopped" },
] as const;

/** The newest executions of all pipelines together. */
export function RecentExecutions({
  pipelines,
}: {
  readonly pipelines: readonly PipelineSummaryView[];
}): JSX.Element {
  const { url, query, route } = useLocation();
  const { order = { column: "started", descending: true }, setOrder } = useTableQuery();
  const page = Math.max(1, Math.trunc(Number(query["page"] ?? 1)) || 1);
  const wanted = statuses.find(({ value }) => value === (query["status"] ?? "")) ?? statuses[0];
  const fits = readFilter(query["filter"] ?? "");
  const rows = pipelines
    .flatMap(({ name, recent = [] }) => recent.map((one): Recent => ({ ...one, pipeline: name })))
    .filter((one) => wanted.fits(one.status) && fits(textsOf(one)));
  const from = (page - 1) * rowsPerPage;
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter executions" resets={["page"]} />
        <label class="check">
          <span>Status</span>
          <select
            value={wanted.value}
            onChange={({ currentTarget: { value } }) =>
              route(withQuery(url, { status: value || undefined, page: undefined }), true)
            }
          >
            {statuses.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <span class="muted push" role="status">
          {counted(rows.length, "execution")}, of the ten newest of each pipeline
        </span>
      </div>
      {rows.length === 0 ? (
        <Empty title="No execution fits" />
      ) : (
        <Table
          label="Executions"
          rows={rows}
          columns={columns}
          keyOf={({ pipeline, id }) => `${pipeline}/${id}`}
          order={order}
          onOrder={setOrder}
          part={{ from, count: rowsPerPage }}
        />
      )}
      <Pager
        page={page}
        rowsPerPage={rowsPerPage}
        found={rows.length}
        hrefOf={(other) => withQuery(url, { page: other === 1 ? undefined : String(other) })}
      />
    </>
  );
}

function textsOf(one: Recent): ReturnType<typeof executionTexts> {
  const { arn, parameters, metrics } = { arn: "", parameters: {}, metrics: {} };
  return { ...executionTexts({ ...one, arn, parameters, metrics }), pipeline: one.pipeline };
}
