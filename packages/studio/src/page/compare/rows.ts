import { compareValues } from "../table/sort.ts";

/** A row of a comparison: one value for each execution. */
export interface ComparedRow {
  readonly name: string;
  readonly values: readonly (string | undefined)[];
  /** Whether not all values are the same. */
  readonly differs: boolean;
}

/** Rows of all names that any of the sources has, in the order in which they come up. */
export function comparedRows(
  sources: readonly Readonly<Record<string, string | undefined>>[],
): ComparedRow[] {
  const names = new Set(sources.flatMap((source) => Object.keys(source)));
  return [...names].map((name) => {
    const values = sources.map((source) =>
      Object.hasOwn(source, name) ? source[name] : undefined,
    );
    return { name, values, differs: new Set(values).size > 1 };
  });
}

/** How far a number is from the first one: `+0.5 (+10%)`; undefined where there is nothing to say. */
export function changeText(
  first: number | undefined,
  other: number | undefined,
  format: (value: number) => string,
): string | undefined {
  if (first === undefined || other === undefined || compareValues(first, other) === 0)
    return undefined;
  const change = other - first;
  const sign = change > 0 ? "+" : "−";
  const text = sign + format(Math.abs(change));
  if (first === 0) return text;
  const percent = Math.abs((change / first) * 100);
  return `${text} (${sign}${percent < 10 ? percent.toFixed(1) : Math.round(percent)}%)`;
}
