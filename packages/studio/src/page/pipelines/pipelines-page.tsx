import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PipelineSummaryView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changePipelines } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { session } from "../data/session.ts";
import { counted } from "../format/number.ts";
import { executionLink, pipelineLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { readFilter } from "../../table/filter.ts";
import { FilterField } from "../table/filter-field.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty, Loaded } from "../ui/states.tsx";
import { Status, StatusSign } from "../ui/status.tsx";
import { Ago, Time } from "../ui/time.tsx";

const columns: readonly Column<PipelineSummaryView>[] = [
  {
    name: "name",
    label: "Pipeline",
    isHeader: true,
    sort: ({ name }) => name,
    cell: ({ name, description }) => (
      <>
        <a href={pipelineLink(name)}>{name}</a>
        {description !== undefined && <div class="sub">{description}</div>}
      </>
    ),
  },
  {
    name: "last",
    label: "Last execution",
    sort: ({ lastExecutionTime }) => lastExecutionTime,
    cell: ({ name, recent: [last] }) =>
      last === undefined ? (
        <span class="muted">none yet</span>
      ) : (
        <a class="plain" href={executionLink({ pipeline: name, id: last.id })}>
          <Status status={last.status} /> <Ago time={last.startTime} />
        </a>
      ),
  },
  {
    name: "recent",
    label: "Recent",
    title: "The last ten executions, the oldest first",
    cell: ({ name, recent }) => (
      <span class="recent">
        {recent.toReversed().map(({ id, status }) => (
          <a key={id} href={executionLink({ pipeline: name, id })}>
            <StatusSign status={status} />
          </a>
        ))}
      </span>
    ),
  },
  {
    name: "changed",
    label: "Changed",
    sort: ({ lastModifiedTime }) => lastModifiedTime,
    cell: ({ lastModifiedTime }) => <Time time={lastModifiedTime} />,
  },
];

/** All pipelines. */
export function PipelinesPage(): JSX.Element {
  const pipelines = useResource("pipelines", api.pipelines, changePipelines);
  const { query } = useLocation();
  const table = useTableQuery();
  const fits = readFilter(query["filter"] ?? "");
  return (
    <Page title="Pipelines">
      <Loaded of={pipelines} what="the pipelines">
        {(all) => {
          if (all.length === 0) return <NoPipelines />;
          const rows = all.filter(({ name, description, recent }) =>
            fits({ name, description, status: recent[0]?.status }),
          );
          return (
            <>
              <div class="toolbar">
                <FilterField label="Filter pipelines" />
                <span class="muted">{counted(rows.length, "pipeline")}</span>
              </div>
              <Table
                label="Pipelines"
                rows={rows}
                columns={columns}
                keyOf={({ name }) => name}
                order={table.order}
                onOrder={table.setOrder}
              />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function NoPipelines(): JSX.Element {
  const isLocal = session.value?.mode !== "aws";
  return (
    <Empty title="No pipelines yet">
      <p>
        In the folder of a pipeline: <code>{isLocal ? "nacre run" : "nacre deploy"}</code>{" "}
        {isLocal
          ? "runs it on this machine, and it shows up here."
          : "creates it in this account, and it shows up here."}
      </p>
    </Empty>
  );
}
