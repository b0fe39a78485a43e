/** When a step ran. */
export interface TimedStep {
  readonly name: string;
  /** Milliseconds since 1970; undefined for a step that has not begun. */
  readonly startTime?: number | undefined;
  /** Milliseconds since 1970; undefined for a step that runs. */
  readonly endTime?: number | undefined;
}

/**
 * The longest chain of waiting: from the step that ended last back over, each time, the step that was
 * waited for longest.
 *
 * @param waitsFor - the steps that each step waits for
 * @returns names, first to last; steps that run end last, those that have not begun are not on it
 */
export function criticalPath(
  steps: readonly TimedStep[],
  waitsFor: ReadonlyMap<string, readonly string[]>,
): string[] {
  const ends = new Map(
    steps.flatMap(({ name, startTime, endTime }) =>
      startTime === undefined ? [] : [[name, endTime ?? Number.POSITIVE_INFINITY] as const],
    ),
  );
  const path: string[] = [];
  const seen = new Set<string>();
  let name = latest([...ends.keys()], ends);
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    path.unshift(name);
    name = latest(waitsFor.get(name) ?? [], ends);
  }
  return path;
}

function latest(names: readonly string[], ends: ReadonlyMap<string, number>): string | undefined {
  let found: string | undefined;
  let last = Number.NEGATIVE_INFINITY;
  for (const name of names) {
    const end = ends.get(name);
    if (end === undefined || end <= last) continue;
    found = name;
    last = end;
  }
  return found;
}
