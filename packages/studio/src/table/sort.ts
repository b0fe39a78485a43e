/** What a cell is sorted by; undefined is without a value. */
export type SortValue = string | number | undefined;

/** By which column, and which way. */
export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Rows in order; equal ones stay as they were, and those without a value come last either way. */
export function sorted<T>(
  rows: readonly T[],
  valueOf: (row: T) => SortValue,
  descending: boolean,
): T[] {
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  const sign = descending ? -1 : 1;
  return keyed
    .toSorted((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return sign * compareValues(a.value, b.value);
    })
    .map(({ row }) => row);
}

/** Numbers by size, and before texts; texts as people count: `step 2` before `step 10`. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return collator.compare(a, b);
}

/** A text that looks like a number is sorted as one. */
export function sortableText(text: string | undefined): SortValue {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** The order as it stands in an address: `name`, or `-name` for the other way. */
export function orderText({ column, descending }: Order): string {
  return (descending ? "-" : "") + column;
}

/** Reads the order from an address. */
export function readOrder(text: string | undefined): Order | undefined {
  if (text === undefined || text === "" || text === "-") return undefined;
  const descending = text.startsWith("-");
  return { column: descending ? text.slice(1) : text, descending };
}
