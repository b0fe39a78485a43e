import { type Rule, type Severity, rules } from "@nacre/core";
import { format } from "prettier";

/** The page of all rules, as prettier leaves it. */
export function rulesPage(): Promise<string> {
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = [
    "# Rules of `nacre validate`",
    "",
    "<!-- Written by tools/src/rules-page.ts from the rules in packages/core/src/rules. Do not edit. -->",
    "",
    `${rules.length} rules: ${count("error")} errors, ${count("warning")} warnings, ` +
      `${count("info")} for information. An error is settled: AWS documents it, or the API's own`,
    "model says so. Where a fact is not settled the rule is a warning and says what is in doubt.",
    "`nacre rules explain ID` prints what stands here, with the definitions in full.",
    "",
    "| rule | severity | why |",
    "| --- | --- | --- |",
    ...sorted.map(
      ({ id, severity, reason }) =>
        `| [${id}](#${id.toLowerCase()}) | ${severity} | ${cell(reason)} |`,
    ),
    "",
    ...sorted.flatMap(section),
  ];
  return format(lines.join("\n"), { parser: "markdown", printWidth: 100 });
}

function count(severity: Severity): number {
  return rules.filter((rule) => rule.severity === severity).length;
}

function section(rule: Rule): string[] {
  const { id, severity, reason, doubt, fix, source, failing } = rule;
  const what = rule.isOnRequests === true ? "request" : "definition";
  return [
    `## ${id}`,
    "",
    `${capital(severity)}. ${reason}`,
    "",
    ...(doubt === undefined ? [] : [`Not settled: ${doubt}`, ""]),
    `What to do: ${fix}`,
    "",
    `Source: <${source}>`,
    "",
    `<details><summary>A ${what} that breaks it</summary>`,
    "",
    "```text",
    laidOut(failing),
    "```",
    "",
    "</details>",
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Examples that are long for a reason, such as a list of 101, are cut; one is no JSON at all. */
function laidOut(example: string): string {
  let text = example;
  try {
    text = JSON.stringify(JSON.parse(example), null, 2);
  } catch {
    // Shown as it is.
  }
  const lines = text
    .split("\n")
    .map((line) => (line.length > 160 ? `${line.slice(0, 150)}…` : line));
  return lines.length > 60 ? [...lines.slice(0, 50), "…"].join("\n") : lines.join("\n");
}
