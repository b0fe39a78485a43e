import { comparable } from "../format/parameter.ts";
import { duration } from "../format/time.ts";

/** A row of a comparison: one value for each execution. */
export interface ComparedRow {
  readonly name: string;
  readonly values: readonly (string | undefined)[];
  /** Which of the values are not the same as the first. */
  readonly isOther: readonly boolean[];
  /** Whether not all values are the same. */
  readonly differs: boolean;
}

/**
 * Rows of all names that any of the sources has, in the order in which they come up.
 *
 * @param numbers - the names whose values are numbers: 6 and 6.0 are the same
 */
export function comparedRows(
  sources: readonly Readonly<Record<string, string | undefined>>[],
  numbers: ReadonlySet<string> = new Set(),
): ComparedRow[] {
  const names = new Set(sources.flatMap((source) => Object.keys(source)));
  return [...names].map((name) => {
    const values = sources.map((source) =>
      Object.hasOwn(source, name) ? source[name] : undefined,
    );
    const keys = values.map((value) => comparable(value, numbers.has(name)));
    const isOther = keys.map((key) => key !== keys[0]);
    return { name, values, isOther, differs: isOther.includes(true) };
  });
}

/** How far a number is from the first one: `+0.5 (+10%)`; undefined where there is nothing to say. */
export function changeText(
  first: number | undefined,
  other: number | undefined,
  format: (value: number) => string,
): string | undefined {
  if (first === undefined || other === undefined || first === other) return undefined;
  const change = other - first;
  const sign = change > 0 ? "+" : "−";
  const text = sign + format(Math.abs(change));
  if (first === 0) return text;
  const percent = Math.abs((change / first) * 100);
  if (percent < 0.05) return text;
  return `${text} (${sign}${percent < 10 ? percent.toFixed(1) : Math.round(percent)}%)`;
}

/** How exactly the page shows the shortest times, in milliseconds. */
const shownTo = 100;

/** How much longer something took than the first one, as the two are shown: `+2.5 s (+39%)`. */
export function durationChange(
  first: number | undefined,
  other: number | undefined,
): string | undefined {
  return changeText(asShown(first), asShown(other), duration);
}

function asShown(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time / shownTo) * shownTo;
}
