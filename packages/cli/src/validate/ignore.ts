import { type Rule, nearest } from "@nacre/core";
import { setting } from "../app/config.ts";
import { userError } from "../errors.ts";
import type { IgnoredFinding, ReportedFinding } from "./reported.ts";

/** Findings to leave out, and why. */
export interface IgnoreEntry {
  /** Id of the rule. */
  readonly rule: string;
  /** Only in this step; everywhere when not given. */
  readonly step?: string;
  /** Why these findings are no fault. */
  readonly reason: string;
}

/** The entries that the command line gives: `--ignore RULE`. */
export function entriesOfOptions(
  ignored: readonly string[],
  rules: readonly Rule[],
): IgnoreEntry[] {
  return ignored.map((rule) => {
    checkRule(rule, rules, (message, help) =>
      userError("BAD_OPTION", `--ignore ${rule}: ${message}`, { help }),
    );
    return { rule, reason: "--ignore" };
  });
}

/**
 * The entries of the configuration: of the nearest nacre.json, or `"nacre"` in a package.json, that has
 * `"ignore": [...]`.
 *
 * @throws NacreError `CONFIG_INVALID`
 */
export function entriesOfConfig(folder: string, rules: readonly Rule[]): IgnoreEntry[] {
  const found = setting("ignore", folder);
  if (!Array.isArray(found?.value)) return [];
  const { file } = found;
  return found.value.map((entry: unknown, index) => readEntry(entry, index, file, rules));
}

/** Parts the findings into those to report and those to leave out. */
export function partition(
  findings: readonly ReportedFinding[],
  entries: readonly IgnoreEntry[],
): { findings: ReportedFinding[]; ignored: IgnoredFinding[] } {
  const kept: ReportedFinding[] = [];
  const ignored: IgnoredFinding[] = [];
  for (const finding of findings) {
    const entry = entries.find(
      ({ rule, step }) => rule === finding.rule && (step === undefined || step === finding.step),
    );
    if (entry === undefined) kept.push(finding);
    else ignored.push({ finding, reason: entry.reason });
  }
  return { findings: kept, ignored };
}

function readEntry(
  entry: unknown,
  index: number,
  file: string,
  rules: readonly Rule[],
): IgnoreEntry {
  const at = `"ignore" entry ${index + 1}`;
  if (typeof entry !== "object" || entry === null) throw invalid(file, `${at} is no object`);
  const { rule, step, reason, ...others }: Partial<Record<string, unknown>> = { ...entry };
  const [other] = Object.keys(others);
  if (other !== undefined) throw invalid(file, `${at} has an unknown member "${other}"`);
  if (typeof rule !== "string") throw invalid(file, `${at} names no rule`);
  checkRule(rule, rules, (message, help) => invalid(file, `${at}: ${message}`, help));
  if (step !== undefined && typeof step !== "string") {
    throw invalid(file, `${at}: "step" is the name of a step`);
  }
  if (typeof reason !== "string" || reason.trim() === "") {
    throw invalid(file, `${at} (${rule}) gives no reason`);
  }
  return { rule, ...(step === undefined ? {} : { step }), reason };
}

function checkRule(
  id: string,
  rules: readonly Rule[],
  fault: (message: string, help: string) => Error,
): void {
  const ids = rules.map((rule) => rule.id);
  if (ids.includes(id)) return;
  const near = nearest(id, ids);
  throw fault(
    `there is no rule ${id}`,
    near === undefined ? "`nacre rules` lists them" : `did you mean ${near}?`,
  );
}

const example = '"ignore": [{ "rule": "RULE", "step": "Name", "reason": "why it is right here" }]';

function invalid(file: string, message: string, help = `for example ${example}`): Error {
  return userError("CONFIG_INVALID", message, { at: { file }, help });
}
