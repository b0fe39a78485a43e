import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PipelineSummaryView } from "../../api.ts";
import { session } from "../data/session.ts";
import { counted } from "../format/number.ts";
import { executionLink, pipelineLink, pipelinesLink, withQuery } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { readFilter } from "../../table/filter.ts";
import { FilterField } from "../table/filter-field.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useSettled } from "../table/use-settled.ts";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty, Fault, Loaded, Notes } from "../ui/states.tsx";
import { Status, StatusSign } from "../ui/status.tsx";
import { Ago, Time } from "../ui/time.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { RecentExecutions } from "./recent-executions.tsx";
import { usePipelines } from "./use-pipelines.ts";

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
    cell: ({ name, recent: [last] = [], lastExecutionTime }) =>
      last === undefined ? (
        <span class="muted">
          {lastExecutionTime === undefined ? "none yet" : <Ago time={lastExecutionTime} />}
        </span>
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
    cell: ({ name, recent = [] }) => (
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
  const { query } = useLocation();
  const filter = query["filter"] ?? "";
  const view = query["view"] === "executions" ? "executions" : "pipelines";
  // What can be how a name begins is looked for among the pipelines that were not read, too.
  const begins = /^[a-z0-9][a-z0-9-]{1,}(?![^\s])/i.exec(filter)?.[0] ?? "";
  const prefix = view === "pipelines" ? begins : "";
  const { first, items, readMore, error } = usePipelines(useSettled(prefix));
  const table = useTableQuery();
  const fits = readFilter(filter);
  return (
    <Page title="Pipelines">
      <Tabs
        label="Views of the pipelines"
        current={view}
        tabs={[
          { name: "pipelines", label: "All pipelines", href: pipelinesLink },
          {
            name: "executions",
            label: "Newest executions",
            href: withQuery(pipelinesLink, { view: "executions" }),
          },
        ]}
      />
      <Loaded of={first} what="the pipelines">
        {({ notes }) => {
          if (items.length === 0) return <NoPipelines />;
          if (view === "executions") return <RecentExecutions pipelines={items} />;
          const rows = items.filter(({ name, description, recent }) =>
            fits({ name, description, status: recent?.[0]?.status }),
          );
          return (
            <>
              <div class="toolbar">
                <FilterField label="Filter pipelines" />
                <span class="muted" role="status">
                  {readMore === undefined
                    ? counted(rows.length, "pipeline")
                    : `${rows.length} of the first ${counted(items.length, "pipeline")}`}
                </span>
              </div>
              <Notes texts={notes} />
              <Table
                label="Pipelines"
                rows={rows}
                columns={columns}
                keyOf={({ name }) => name}
                order={table.order}
                onOrder={table.setOrder}
              />
              {error !== undefined && <Fault error={error} />}
              {readMore !== undefined && (
                <div class="toolbar">
                  <button type="button" class="button" onClick={readMore}>
                    Read more pipelines
                  </button>
                  <span class="muted">
                    The filter also finds others whose names begin as it does.
                  </span>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function NoPipelines(): JSX.Element {
  const { mode, home } = session.value ?? {};
  const isLocal = mode !== "aws";
  // Without it the run may go to another home, which this page does not show.
  const run = home === undefined ? "nacre run" : `nacre run --home ${shellWord(home)}`;
  return (
    <Empty title="No pipelines yet">
      <p>
        In the folder of a pipeline: <code class="break">{isLocal ? run : "nacre deploy"}</code>{" "}
        {isLocal
          ? "runs it on this machine, and it shows up here."
          : "creates it in this account, and it shows up here."}
      </p>
    </Empty>
  );
}

/** A text as one word of a command. */
function shellWord(text: string): string {
  return /^[\w./:~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
