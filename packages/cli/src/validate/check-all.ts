import { rules } from "@nacre/core";
import { userError } from "../errors.ts";
import { checkApp } from "./app.ts";
import { type Checked, checkDefinitionFile } from "./definition-file.ts";
import { entriesOfOptions, entriesOfConfig, partition } from "./ignore.ts";
import type { Report } from "./reported.ts";

/** The options of `nacre validate` that say what to check. */
interface Wanted {
  readonly app: string | undefined;
  readonly context: readonly string[];
  readonly ignore: readonly string[];
}

/** Checks the definitions that were named, or else the app. */
export async function checkAll(files: readonly string[], wanted: Wanted): Promise<Report> {
  if (files.length > 0 && (wanted.app !== undefined || wanted.context.length > 0)) {
    throw userError("BAD_OPTION", "--app and --context do not go with a definition file", {
      help: "give the app or definitions, not both",
    });
  }
  const given = entriesOfOptions(wanted.ignore, rules);
  const checked: readonly Checked[] =
    files.length > 0
      ? files.map(checkDefinitionFile)
      : [await checkApp(wanted.app, wanted.context)];
  const parts = checked.map(({ folder, findings }) =>
    partition(findings, [...given, ...entriesOfConfig(folder, rules)]),
  );
  return {
    checked: checked.map(({ name }) => name),
    findings: parts.flatMap((part) => part.findings),
    ignored: parts.flatMap((part) => part.ignored),
  };
}
