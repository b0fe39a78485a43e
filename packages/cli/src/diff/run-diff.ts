import { type DefinitionDiff, diffDefinitions, writeJson } from "@nacre/core";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { type Side, type SidesInput, readSides } from "./sides.ts";
import { countsText, diffText } from "./text.ts";

/** Exit code when the definitions differ, as that of `terraform plan -detailed-exitcode`. */
const EXIT_DIFFERENT = 2;

/** Compares, prints, and gives the exit code: 0 where nothing differs, 2 where something does. */
export async function runDiff(
  input: SidesInput & { readonly json: boolean; readonly quiet: boolean },
): Promise<number> {
  keepStdoutClean();
  const [before, after] = await readSides(input);
  const diff = diffDefinitions(before.definition, after.definition);
  if (input.json) {
    printOut(jsonText(before, after, diff));
  } else {
    if (!input.quiet) printNote(`${before.title} -> ${after.title}: ${countsText(diff)}`);
    if (!diff.isEmpty) printOut(`\n${diffText(diff, paintFor(process.stdout))}`);
  }
  return diff.isEmpty ? 0 : EXIT_DIFFERENT;
}

function jsonText(before: Side, after: Side, diff: DefinitionDiff): string {
  const { isEmpty, ...changes } = diff;
  const value = { before: sideOf(before), after: sideOf(after), different: !isEmpty, ...changes };
  // Written by core, which keeps the text of numbers; what a diff holds is JSON.
  return `${writeJson(value as never)}\n`;
}

function sideOf({ kind, title }: Side): Pick<Side, "kind" | "title"> {
  return { kind, title };
}
