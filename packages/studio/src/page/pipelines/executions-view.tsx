import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ExecutionsView as Rows, ExecutionSummaryView } from "../../api.ts";
import { orderText } from "../../table/sort.ts";
import { isWritable } from "../data/session.ts";
import { counted } from "../format/number.ts";
import { compareLink, mostCompared, startLink, withQuery } from "../links.ts";
import { ColumnsChooser, hiddenColumns } from "../table/columns-chooser.tsx";
import { FilterField } from "../table/filter-field.tsx";
import { lastPage, Pager } from "../table/pager.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useSettled } from "../table/use-settled.ts";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty, Fault, Loaded, Notes } from "../ui/states.tsx";
import { columnNames } from "./column-names.ts";
import { executionColumns } from "./execution-columns.tsx";
import { type Executions, rowsPerPage, useExecutions } from "./use-executions.ts";

const newestFirst = { column: "started", descending: true };

interface Props {
  readonly pipeline: string;
  /** The names of the pipeline's parameters, in the order of its definition, as far as they are known. */
  readonly parameters: readonly string[];
}

/** The executions of a pipeline as a table; chosen ones can be compared. */
export function ExecutionsView({ pipeline, parameters }: Props): JSX.Element {
  const { query } = useLocation();
  const { order } = useTableQuery();
  const filter = useSettled(query["filter"] ?? "");
  const page = Math.max(1, Math.trunc(Number(query["page"] ?? 1)) || 1);
  const executions = useExecutions(pipeline, {
    filter,
    sort: order === undefined ? undefined : orderText(order),
    page,
  });
  // The rows before stay until those of another filter, order or page are there.
  const last = useRef<Rows>(undefined);
  const { rows } = executions;
  if (rows.value.value !== undefined) last.current = rows.value.value;
  const shown = last.current;
  if (shown === undefined)
    return (
      <Loaded of={rows} what="the executions">
        {() => null}
      </Loaded>
    );
  const isNone = shown.looked === 0 && shown.state === "all" && filter === "";
  return isNone ? (
    <NoExecutions pipeline={pipeline} />
  ) : (
    <>
      {rows.error.value !== undefined && (
        <Fault error={rows.error.value} again={() => void rows.reload()} />
      )}
      <ExecutionsTable
        pipeline={pipeline}
        parameters={parameters}
        executions={executions}
        shown={shown}
        filter={filter}
        page={page}
      />
    </>
  );
}

function NoExecutions({ pipeline }: { readonly pipeline: string }): JSX.Element {
  return (
    <Empty title="No executions yet">
      {isWritable() && (
        <p>
          <a class="button primary" href={startLink(pipeline)}>
            Start the first one
          </a>
        </p>
      )}
    </Empty>
  );
}

interface TableProps extends Props {
  readonly executions: Executions;
  readonly shown: Rows;
  readonly filter: string;
  readonly page: number;
}

function ExecutionsTable(props: TableProps): JSX.Element {
  const { pipeline, parameters, executions, shown, filter, page } = props;
  const { items, notes } = shown;
  const { url, query, route } = useLocation();
  const chosen = (query["chosen"] ?? "").split(",").filter((id) => id !== "");
  const starts = useRef(new Map<string, number>());
  for (const { id, startTime } of items) starts.current.set(id, startTime);
  // They are part of the address, so that going back from the comparison finds them.
  const setChosen = (ids: readonly string[]): void =>
    route(withQuery(url, { chosen: ids.length === 0 ? undefined : ids.join() }), true);
  const toggle = (id: string): void =>
    setChosen(
      chosen.includes(id)
        ? chosen.filter((other) => other !== id)
        : inOrder([...chosen, id], starts.current),
    );
  const { order, setOrder } = useTableQuery();
  const seen = useRef<readonly string[]>([]);
  seen.current = columnNames(seen.current, items, parameters);
  const columns = executionColumns(seen.current);
  const hidden = hiddenColumns(pipeline);
  const choice: Column<ExecutionSummaryView> = {
    name: "choice",
    label: <span class="sr-only">Compare</span>,
    cell: (row) => (
      <input
        type="checkbox"
        aria-label={`Compare ${row.displayName ?? row.id}`}
        checked={chosen.includes(row.id)}
        disabled={chosen.length >= mostCompared && !chosen.includes(row.id)}
        onChange={() => toggle(row.id)}
      />
    ),
  };
  const pageHref = (other: number): string =>
    withQuery(url, { page: other === 1 ? undefined : String(other) });
  return (
    <>
      <div class="toolbar">
        <FilterField
          label="Filter executions"
          placeholder="Filter  ( / )  e.g. failed, mse<6"
          resets={["page"]}
        />
        <ColumnsChooser
          table={pipeline}
          columns={columns.slice(1).map(({ name, text }) => ({ name, label: text }))}
        />
        {chosen.length >= 2 ? (
          <a class="button primary" href={compareLink(chosen.map((id) => ({ pipeline, id })))}>
            Compare {chosen.length}
          </a>
        ) : (
          <span class="muted wide-only">
            {chosen.length === 1 ? "Choose one more to compare" : "Choose two to compare"}
          </span>
        )}
        {chosen.length > 0 && (
          <button type="button" class="button quiet" onClick={() => setChosen([])}>
            Choose none
          </button>
        )}
        {chosen.length >= mostCompared && (
          <span class="muted" role="status">
            No more than {mostCompared} fit beside each other
          </span>
        )}
        <Looked executions={executions} shown={shown} isFiltered={filter !== ""} />
      </div>
      <Notes texts={notes} />
      {items.length === 0 && !executions.isLooking ? (
        <NoRows
          of={shown}
          page={page}
          mayLook={executions.lookFurther !== undefined}
          lastHref={pageHref(lastPage(shown.found, rowsPerPage))}
        />
      ) : (
        <Table
          label="Executions"
          rows={items}
          columns={[choice, ...columns.filter(({ name }) => !hidden.includes(name))]}
          keyOf={({ id }) => id}
          order={order ?? newestFirst}
          onOrder={setOrder}
          isSorted
          isSelected={({ id }) => chosen.includes(id)}
        />
      )}
      <Pager page={page} rowsPerPage={rowsPerPage} found={shown.found} hrefOf={pageHref} />
    </>
  );
}

interface NoRowsProps {
  readonly of: Rows;
  readonly page: number;
  /** Whether more executions can be looked at. */
  readonly mayLook: boolean;
  readonly lastHref: string;
}

/** Why the table has no rows: none fits, or there were more pages once. */
function NoRows({ of: { found }, page, mayLook, lastHref }: NoRowsProps): JSX.Element {
  if (found === 0) {
    return (
      <Empty title="No execution fits the filter">
        <p>Take a word away{mayLook && ", or look further"}.</p>
      </Empty>
    );
  }
  return (
    <Empty title={`There is no page ${page.toLocaleString("en")}`}>
      <p>
        <a href={lastHref}>To the last page</a>
      </p>
    </Empty>
  );
}

/** The oldest first; those that have not been seen here were chosen on another page before. */
function inOrder(ids: readonly string[], starts: ReadonlyMap<string, number>): readonly string[] {
  return ids.toSorted((a, b) => (starts.get(a) ?? 0) - (starts.get(b) ?? 0));
}

interface LookedProps {
  readonly executions: Executions;
  readonly shown: Rows;
  readonly isFiltered: boolean;
}

/** How many fit, of how many; while they are looked at, how far that is. */
function Looked({ executions, shown, isFiltered }: LookedProps): JSX.Element {
  const { found, looked, total, state } = shown;
  const { isLooking, stop, lookFurther } = executions;
  const isAll = state === "all";
  const all = total ?? looked;
  const ofAll = isAll || total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
  const text = isAll
    ? isFiltered
      ? `${found.toLocaleString("en")} of ${counted(all, "execution")}`
      : counted(all, "execution")
    : isFiltered || isLooking || lookFurther !== undefined
      ? `${found.toLocaleString("en")} found, looked at ${looked.toLocaleString("en")}${ofAll}`
      : total === undefined
        ? `${counted(looked, "execution")} or more`
        : counted(total, "execution");
  return (
    <>
      <span class="muted push" role="status">
        {text}
      </span>
      {isLooking && (
        <button type="button" class="button" onClick={stop}>
          Stop looking
        </button>
      )}
      {lookFurther !== undefined && (
        <button type="button" class="button" onClick={lookFurther}>
          Look further
        </button>
      )}
    </>
  );
}
