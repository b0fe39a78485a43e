import { parseJson, type ParsedJson } from "../definition/parse-json.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import { NacreError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { buildDefinition } from "./build-definition.ts";
import { rulesOnDefinitions } from "./index.ts";
import { pathSegments } from "./path.ts";
import type { Finding } from "./rule.ts";
import { runRules } from "./run-rules.ts";

/** How to check. */
export interface ValidateOptions {
  /** Ids of rules whose findings are left out. */
  readonly ignore?: readonly string[];
}

/**
 * Checks the text of a definition, whoever wrote it, against every rule. Never throws: that a text
 * is no JSON is a finding too. Findings have the line and column of what they are about, and come in
 * the order of the text.
 *
 * @example
 * ```ts
 * import { validateText } from "@nacre/core";
 *
 * const [finding] = validateText('{ "Version": "2020-12-01", "Steps": [ }');
 * console.assert(finding?.rule === "DEFINITION_NOT_JSON" && finding.line === 1);
 * ```
 */
export function validateText(text: string, options: ValidateOptions = {}): Finding[] {
  let parsed: ParsedJson;
  try {
    parsed = parseJson(text);
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    return withoutIgnored([unreadable(error)], options);
  }
  const findings = validateValue(parsed.value, options);
  if (findings.length === 0) return findings;
  const positions = parsed.positionsOf(findings.map(({ path }) => pathSegments(path)));
  return findings.map((finding, index) => ({ ...finding, ...positions[index] }));
}

/**
 * Checks a definition against every rule; findings have no line and column.
 *
 * @example
 * ```ts
 * import { validateDefinition } from "@nacre/core";
 *
 * const findings = validateDefinition({
 *   Version: "2020-12-01",
 *   Steps: [{ Name: "A", Type: "Processing", Arguments: {}, DependsOn: ["B"] }],
 * });
 * console.assert(findings.some((finding) => finding.rule === "UNKNOWN_STEP"));
 * ```
 */
export function validateDefinition(
  definition: PipelineDefinition,
  options: ValidateOptions = {},
): Finding[] {
  return validateValue(definition, options);
}

function validateValue(value: JsonValue, options: ValidateOptions): Finding[] {
  return withoutIgnored(runRules(rulesOnDefinitions, buildDefinition(value)), options);
}

function withoutIgnored(findings: Finding[], { ignore = [] }: ValidateOptions): Finding[] {
  const ignored = new Set(ignore);
  return ignored.size === 0 ? findings : findings.filter(({ rule }) => !ignored.has(rule));
}

function unreadable({ code, message, at, help }: NacreError): Finding {
  const { line, column } = at;
  return {
    rule: code,
    severity: "error",
    message,
    path: "$",
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(help === undefined ? {} : { help }),
  };
}
