import { relative } from "node:path";
import type { Severity } from "@nacre/core";
import { formatLocation } from "../errors.ts";
import type { Paint } from "../run/paint.ts";
import { type Report, type ReportedFinding, count } from "./reported.ts";

const colours = { error: "red", warning: "yellow", info: "gray" } as const;

/** The findings for a person to read: what, where, what to do; then how many there are. */
export function formatText(report: Report, ruleCount: number, paint: Paint): string {
  const { findings, ignored, checked } = report;
  const ending = ignored.length === 0 ? "" : `, ${plural(ignored.length, "finding")} ignored`;
  const what = checked.length === 1 ? (checked[0] ?? "") : plural(checked.length, "file");
  const sum =
    findings.length === 0
      ? `${paint("green", "no findings")} in ${what} (${ruleCount} rules${ending})`
      : `${counts(findings, paint)} in ${what}${ending}`;
  return [...findings.map((finding) => formatFinding(finding, paint)), `${sum}\n`].join("\n");
}

function formatFinding(finding: ReportedFinding, paint: Paint): string {
  const { rule, severity, message, help } = finding;
  const label = paint(colours[severity], severity);
  return [
    `${label} ${paint("bold", rule)}: ${printable(message)}`,
    `  at: ${printable(formatLocation(shortened(finding)))}`,
    ...(help === undefined ? [] : [`  help: ${printable(help)}`]),
    "",
  ].join("\n");
}

/** Names the file from the folder one is in, where it lies below. */
function shortened(finding: ReportedFinding): ReportedFinding {
  const { file } = finding;
  if (file === undefined) return finding;
  const below = relative(process.cwd(), file);
  return below.startsWith("..") ? finding : { ...finding, file: below };
}

function counts(findings: readonly ReportedFinding[], paint: Paint): string {
  const severities: readonly Severity[] = ["error", "warning", "info"];
  return severities
    .map((severity) => [severity, count(findings, severity)] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) =>
      paint(colours[severity], severity === "info" ? `${number} info` : plural(number, severity)),
    )
    .join(", ");
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

// What a definition holds must not move the cursor of a terminal or turn the text around.
const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;

function printable(text: string): string {
  return text.replaceAll(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
