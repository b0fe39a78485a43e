import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { counted } from "../format/number.ts";
import { type Order, sortableText, sorted } from "../../table/sort.ts";
import type { PreviewView } from "../../api.ts";

interface Props {
  readonly preview: Extract<PreviewView, { readonly kind: "table" }>;
}

/** How many cells are shown at first, and how many more each time. */
const shownCells = 4_000;

/** The rows of a table, sorted by any column; the first one may be the names of these. */
export function TablePreview({ preview }: Props): JSX.Element {
  const { rows, more, moreColumns } = preview;
  const [isNamed, setNamed] = useState(() => hasNames(rows));
  const [order, setOrder] = useState<Order>();
  const [steps, setSteps] = useState(1);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const ordered = useMemo(() => {
    const numbered = rows.map((cells, index) => ({ cells, number: index + 1 }));
    const data = isNamed ? numbered.slice(1) : numbered;
    if (order === undefined) return data;
    const column = Number(order.column);
    return sorted(data, ({ cells }) => sortableText(cells[column]), order.descending);
  }, [rows, isNamed, order]);
  const isNumeric = useMemo(() => {
    const data = isNamed ? rows.slice(1) : rows;
    return Array.from({ length: width }, (_, column) => isNumberColumn(data, column));
  }, [rows, isNamed, width]);
  const step = Math.max(10, Math.floor(shownCells / width));
  const shown = ordered.slice(0, steps * step);
  const rest = ordered.length - shown.length;
  if (rows.length === 0) return <p class="muted">The file is empty.</p>;
  const columns = [...isNumeric.keys()];
  return (
    <>
      <label class="check table-names">
        <input
          type="checkbox"
          checked={isNamed}
          onChange={({ currentTarget }) => setNamed(currentTarget.checked)}
        />
        <span>The first row has the names</span>
      </label>
      <div class="table-wrap" role="region" aria-label="Rows" tabIndex={0}>
        <table class="table table-data">
          <thead>
            <tr>
              <th scope="col">
                <span class="sr-only">Row</span>
              </th>
              {columns.map((column) => (
                <Head
                  key={column}
                  label={isNamed ? (rows[0]?.[column] ?? "") : String(column + 1)}
                  column={String(column)}
                  isNumeric={isNumeric[column] ?? false}
                  order={order}
                  onOrder={setOrder}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ cells, number }) => (
              <tr key={number}>
                <th scope="row" class="muted">
                  {isNamed ? number - 1 : number}
                </th>
                {columns.map((column) => (
                  <td key={column} class={isNumeric[column] === true ? "numeric" : undefined}>
                    {cells[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && (
        <p>
          <button type="button" class="link" onClick={() => setSteps(steps + 1)}>
            Show {counted(Math.min(step, rest), "more row")}
          </button>
        </p>
      )}
      {more && (
        <p class="muted">
          Only the first {counted(ordered.length, "row")} of the file are here
          {order !== undefined && ", and only they are sorted"}; the download has all.
        </p>
      )}
      {moreColumns > 0 && <p class="muted">{counted(moreColumns, "column")} left out.</p>}
    </>
  );
}

interface HeadProps {
  readonly label: string;
  readonly column: string;
  readonly isNumeric: boolean;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
}

function Head({ label, column, isNumeric, order, onOrder }: HeadProps): JSX.Element {
  const isOrder = order?.column === column;
  const descending = isOrder && order.descending;
  return (
    <th
      scope="col"
      class={isNumeric ? "numeric" : undefined}
      aria-sort={isOrder ? (descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        class="sort"
        onClick={() => onOrder({ column, descending: isOrder && !descending })}
      >
        {label === "" ? <span class="muted">(no name)</span> : label}
      </button>
    </th>
  );
}

/** Whether the first row has names: they are texts, and below one of them are numbers. */
function hasNames(rows: readonly (readonly string[])[]): boolean {
  const [first, ...others] = rows;
  if (first === undefined || first.some((cell) => cell.trim() === "" || isNumber(cell))) {
    return false;
  }
  return first.some((_, column) => isNumberColumn(others, column));
}

/** Whether a column has numbers and nothing else; missing values do not count. */
function isNumberColumn(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => !isMissing(cell));
  return cells.length > 0 && cells.every(isNumber);
}

function isMissing(cell: string): boolean {
  return /^(?:|nan|na|n\/a|null|none|\?)$/i.test(cell);
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
