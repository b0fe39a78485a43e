/**
 * The name that was probably meant: the nearest of the known ones, when it is near enough (two
 * edits, or one in a name of up to four characters; letter case is free).
 */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = given.length <= 4 ? 2 : 3;
  if (given.length > longest) return undefined;
  for (const name of known) {
    if (Math.abs(name.length - given.length) >= bestDistance) continue;
    const distance = edits(given.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** No name is longer; comparing longer texts would take too long. */
const longest = 256;

/** How many characters of names one suggester compares with each other: well under a second. */
const budget = 20_000_000;

/** Help for an unknown name: what was probably meant, or else what there is. */
export function suggestion(given: string, known: Iterable<string>): string {
  return suggester(known)(given);
}

/**
 * Gives the help for many unknown names, with the same known ones. When it was asked too often to
 * look for what was meant each time, it says what there is.
 */
export function suggester(known: Iterable<string>): (given: string) => string {
  let made: { readonly names: readonly string[]; readonly length: number } | undefined;
  let left = budget;
  return (given) => {
    // Nearly always nothing is asked for.
    made ??= withLength([...known]);
    left -= made.length * Math.min(given.length, longest);
    const near = left < 0 ? undefined : nearest(given, made.names);
    return near === undefined ? what(made.names) : `Did you mean "${near}"?`;
  };
}

function withLength(names: readonly string[]): { names: readonly string[]; length: number } {
  return { names, length: names.reduce((sum, { length }) => sum + Math.min(length, longest), 0) };
}

function what(names: readonly string[]): string {
  if (names.length === 0) return "There are none.";
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return `There ${names.length === 1 ? "is" : "are"} ${shown.join(", ")}${names.length > 10 ? " and more" : ""}.`;
}

/** How many single-character edits (a swap of neighbours counts as one) lead from `a` to `b`. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
