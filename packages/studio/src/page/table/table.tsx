import type { ComponentChildren, JSX } from "preact";
import { moveBetweenRows } from "../ui/keyboard.ts";
import { type Order, sorted, type SortValue } from "../../table/sort.ts";

/** A column of a table. */
export interface Column<T> {
  readonly name: string;
  readonly label: ComponentChildren;
  /** The whole name, where the label is short. */
  readonly title?: string;
  readonly cell: (row: T) => ComponentChildren;
  /** What it is sorted by; without it the column cannot be sorted. */
  readonly sort?: (row: T) => SortValue;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** Names its row for screen readers. */
  readonly isHeader?: boolean;
}

interface Props<T> {
  /** What is in it, for screen readers. */
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  readonly order?: Order | undefined;
  readonly onOrder?: (order: Order) => void;
  /** The rows are in that order already. */
  readonly isSorted?: boolean;
  readonly isSelected?: (row: T) => boolean;
  /** Which rows are shown, in order. @default all */
  readonly part?: { readonly from: number; readonly count: number };
}

/** A table that can be sorted; the arrow keys go from row to row. */
export function Table<T>(props: Props<T>): JSX.Element {
  const { label, rows, columns, keyOf, order, isSelected } = props;
  const { sort } = columns.find(({ name }) => name === order?.column) ?? {};
  const by = props.isSorted === true ? undefined : sort;
  const all = by === undefined || order === undefined ? rows : sorted(rows, by, order.descending);
  const { from, count } = props.part ?? { from: 0, count: all.length };
  const shown = all.slice(from, from + count);
  return (
    <div
      class="table-wrap"
      role="region"
      aria-label={label}
      tabIndex={0}
      onKeyDown={moveBetweenRows}
    >
      <table class="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} column={column} order={order} onOrder={props.onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} class={isSelected?.(row) === true ? "selected" : undefined}>
              {columns.map(({ name, cell, numeric, isHeader }) =>
                isHeader === true ? (
                  <th key={name} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} class={numeric === true ? "numeric" : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<T> {
  readonly column: Column<T>;
  readonly order: Order | undefined;
  readonly onOrder: ((order: Order) => void) | undefined;
}

function Head<T>({ column, order, onOrder }: HeadProps<T>): JSX.Element {
  const { name, label, title, sort, numeric } = column;
  const isBy = order?.column === name;
  const direction = order?.descending === true ? "descending" : "ascending";
  return (
    <th
      scope="col"
      class={numeric === true ? "numeric" : undefined}
      aria-sort={isBy ? direction : undefined}
      title={title}
    >
      {sort === undefined || onOrder === undefined ? (
        label
      ) : (
        <button
          type="button"
          class="sort"
          onClick={() => onOrder({ column: name, descending: isBy && !order.descending })}
        >
          {label}
        </button>
      )}
    </th>
  );
}
