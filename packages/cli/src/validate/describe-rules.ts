import { type Rule, nearest } from "@nacre/core";
import { userError } from "../errors.ts";
import type { Paint } from "../run/paint.ts";

/** One line a rule: id, severity, reason. */
export function list(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, reason }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${reason}\n`)
    .join("");
}

/** All there is to know of a rule. */
export function explain(rule: Rule, paint: Paint): string {
  const { id, severity, reason, doubt, fix, source, failing, passing } = rule;
  const what = rule.isOnRequests === true ? "request" : "definition";
  return [
    `${paint("bold", id)} (${severity})`,
    "",
    reason,
    ...(doubt === undefined ? [] : [`Not settled: ${doubt}`]),
    "",
    `${paint("bold", "What to do:")} ${fix}`,
    `${paint("bold", "Source:")} ${source}`,
    "",
    paint("bold", `A ${what} that breaks it:`),
    ...indented(failing),
    "",
    paint("bold", "One that does not:"),
    ...indented(passing),
    "",
  ].join("\n");
}

/** Rules as JSON: a list; the definitions, some of which are large, only of one alone. */
export function toData(rules: readonly Rule[]): string {
  const data = rules.map((rule) => {
    const { id, severity, reason, doubt, fix, source } = rule;
    const examples = rules.length > 1 ? {} : { failing: rule.failing, passing: rule.passing };
    return { id, severity, reason, doubt, fix, source, ...examples };
  });
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * The rule of that id; letter case is free.
 *
 * @throws NacreError `UNKNOWN_RULE`
 */
export function findRule(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((one) => one.id === id.toUpperCase());
  if (rule !== undefined) return rule;
  const near = nearest(
    id,
    rules.map((one) => one.id),
  );
  throw userError("UNKNOWN_RULE", `there is no rule ${id}`, {
    help: near === undefined ? "`nacre rules` lists them" : `did you mean ${near}?`,
  });
}

/** JSON, laid out where the text is JSON at all; what is long for a reason is cut. */
function indented(json: string): string[] {
  let text = json;
  try {
    text = JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    // Shown as it is: one rule is about what is no JSON.
  }
  const lines = text
    .split("\n")
    .map((line) => (line.length > 160 ? `${line.slice(0, 150)}…` : line));
  return (lines.length > 80 ? [...lines.slice(0, 70), "…"] : lines).map((line) => `  ${line}`);
}
