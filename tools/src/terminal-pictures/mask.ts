import type { Screen } from "./screen.ts";

/** What differs from one run to the next, and what stands for it: of the same length, so that columns hold. */
const masks: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/(?<=\/execution\/)[a-z0-9]{12}\b/g, () => "a1b2c3d4e5f6"],
  [/\b\d{4}-\d\d-\d\d(?=[ T])/g, () => "2026-01-31"],
  [/\b\d\d:\d\d:\d\d\b/g, () => "12:00:00"],
];

/** A screen with what is another in each run replaced: ids and dates. Durations stay as they were. */
export function masked(screen: Screen): Screen {
  return screen.map((runs) =>
    runs.map((run) => ({
      ...run,
      text: masks.reduce((text, [pattern, mask]) => text.replace(pattern, mask), run.text),
    })),
  );
}
