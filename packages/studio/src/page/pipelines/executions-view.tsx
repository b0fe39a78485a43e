import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ExecutionSummaryView } from "../../api.ts";
import { isWritable } from "../data/session.ts";
import { counted } from "../format/number.ts";
import { compareLink, startLink } from "../links.ts";
import { ColumnsChooser, hiddenColumns } from "../table/columns-chooser.tsx";
import { readFilter } from "../../table/filter.ts";
import { FilterField } from "../table/filter-field.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty, Fault, Loaded } from "../ui/states.tsx";
import { executionColumns, executionTexts } from "./execution-columns.tsx";
import { type Executions, useExecutions } from "./use-executions.ts";

/** The executions of a pipeline as a table; chosen ones can be compared. */
export function ExecutionsView({ pipeline }: { readonly pipeline: string }): JSX.Element {
  const executions = useExecutions(pipeline);
  return (
    <Loaded of={executions.newest} what="the executions">
      {() =>
        executions.items.length === 0 ? (
          <Empty title="No executions yet">
            {isWritable() && (
              <p>
                <a class="button primary" href={startLink(pipeline)}>
                  Start the first one
                </a>
              </p>
            )}
          </Empty>
        ) : (
          <ExecutionsTable pipeline={pipeline} executions={executions} />
        )
      }
    </Loaded>
  );
}

interface TableProps {
  readonly pipeline: string;
  readonly executions: Executions;
}

function ExecutionsTable({ pipeline, executions }: TableProps): JSX.Element {
  const { items, readOlder, error } = executions;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { query } = useLocation();
  const { order, setOrder } = useTableQuery();
  const fits = readFilter(query["filter"] ?? "");
  const rows = items.filter((execution) => fits(executionTexts(execution)));
  const columns = executionColumns(items);
  const hidden = hiddenColumns(pipeline);
  const choice: Column<ExecutionSummaryView> = {
    name: "choice",
    label: <span class="sr-only">Compare</span>,
    cell: ({ id, displayName }) => (
      <input
        type="checkbox"
        aria-label={`Compare ${displayName ?? id}`}
        checked={chosen.has(id)}
        onChange={() => setChosen(chosen.symmetricDifference(new Set([id])))}
      />
    ),
  };
  const compared = items.filter(({ id }) => chosen.has(id));
  const isPart = readOlder !== undefined && (rows.length < items.length || order !== undefined);
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter executions" placeholder="Filter  ( / )  e.g. failed, mse<6" />
        <ColumnsChooser
          table={pipeline}
          columns={columns.slice(1).map(({ name, text }) => ({ name, label: text }))}
        />
        {compared.length >= 2 ? (
          <a class="button primary" href={compareLink(compared.toReversed())}>
            Compare {compared.length}
          </a>
        ) : (
          <span class="muted wide-only">
            {compared.length === 1 ? "Choose one more to compare" : "Choose two to compare"}
          </span>
        )}
        <span class="muted push">
          {rows.length < items.length
            ? `${rows.length} of ${counted(items.length, "execution")}`
            : counted(items.length, "execution")}
          {isPart && ", the newest"}
        </span>
      </div>
      {rows.length === 0 ? (
        <Empty title="No execution fits the filter">
          <p>Take a word away{readOlder !== undefined && ", or read older executions"}.</p>
        </Empty>
      ) : (
        <Table
          label="Executions"
          rows={rows}
          columns={[choice, ...columns.filter(({ name }) => !hidden.includes(name))]}
          keyOf={({ id }) => id}
          order={order ?? { column: "started", descending: true }}
          onOrder={setOrder}
          isSelected={({ id }) => chosen.has(id)}
        />
      )}
      {error !== undefined && <Fault error={error} />}
      {readOlder !== undefined && (
        <button type="button" class="button" onClick={readOlder}>
          Read older executions
        </button>
      )}
    </>
  );
}
