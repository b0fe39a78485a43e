import type { DrawnStep } from "./model.ts";
import { markLine, runLine } from "./status.ts";
import { shorten, textWidth } from "./text-width.ts";

/** A line in a step. */
export interface Line {
  readonly text: string;
  /** What it says: the name, the type, what a condition asks, how the step fares or what became of it. */
  readonly kind: "name" | "type" | "question" | "run" | "mark";
  /** About how wide it is, in pixels. */
  readonly width: number;
}

/** A parameter in a step. */
export interface Chip {
  readonly text: string;
  /** With the room around the text, in pixels. */
  readonly width: number;
}

const [longestName, longestLine, mostChips, widestRow] = [64, 72, 6, 260];

/** What is written in a step. */
export function linesOf(step: DrawnStep): Line[] {
  const { name, displayName, type, question, run, mark } = step;
  const lines: readonly (readonly [Line["kind"], string | undefined])[] = [
    ["name", shorten(displayName ?? name, longestName)],
    ["type", displayName === undefined ? type : `${shorten(name, longestName)} · ${type}`],
    ["question", question],
    ["run", run && runLine(run)],
    ["mark", mark && markLine(mark)],
    ...(mark?.notes ?? []).map((note) => ["mark", note] as const),
  ];
  return lines.flatMap(([kind, given]) => {
    if (given === undefined || given === "") return [];
    const text = shorten(given, longestLine);
    const isName = kind === "name";
    return [{ kind, text, width: textWidth(text, isName ? 13 : 12, isName) }];
  });
}

/** The parameters of a step in rows; of many some, and how many more there are. */
export function chipsOf(parameters: readonly string[]): Chip[][] {
  const shown = parameters.length > mostChips ? parameters.slice(0, mostChips - 1) : parameters;
  const more = parameters.length - shown.length;
  const rows: Chip[][] = [];
  let width = Infinity;
  for (const text of [...shown, ...(more > 0 ? [`and ${more} more`] : [])]) {
    const chip = { text: shorten(text, 40), width: textWidth(shorten(text, 40), 11) + 12 };
    if (width + chip.width > widestRow) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(chip);
    width += chip.width + 4;
  }
  return rows;
}
