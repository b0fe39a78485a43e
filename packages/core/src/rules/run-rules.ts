import type { CheckedDefinition } from "./checked-definition.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";
import { documentOrder } from "./document-order.ts";
import { pathSegments } from "./path.ts";
import type { Finding, Problem, Rule, Severity } from "./rule.ts";

/**
 * What rules find, in the order of the document and then of the rules' ids, none twice. The document
 * is what paths are paths of.
 */
export function runRules(
  rules: readonly Rule[],
  definition: CheckedDefinition,
  document: JsonValue = definition.value,
): Finding[] {
  const found: Found[] = [];
  const seen = new Set<string>();
  const worst = new Map<string, number>();
  for (const rule of rules) {
    for (const problem of rule.check(definition)) {
      const key = `${rule.id} ${problem.path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ rule, problem });
      if (rule.isGeneral === true) continue;
      const badness = badnessOf[rule.severity];
      worst.set(problem.path, Math.max(badness, worst.get(problem.path) ?? 0));
    }
  }
  const isConsequence = consequences(document, found);
  const findings = found
    .filter(
      (one) =>
        (one.rule.isGeneral !== true ||
          (worst.get(one.problem.path) ?? 0) < badnessOf[one.rule.severity]) &&
        !isConsequence(one),
    )
    .map(({ rule, problem }) => findingOf(rule, problem));
  const compare = documentOrder(document, findings);
  return findings.toSorted((a, b) => compare(a.path, b.path) || (a.rule < b.rule ? -1 : 1));
}

/** A problem and the rule that found it. */
interface Found {
  readonly rule: Rule;
  readonly problem: Problem;
}

const structural: ReadonlySet<string> = new Set([
  "UNKNOWN_FIELD",
  "MISSING_FIELD",
  "WRONG_TYPE",
  "EXPRESSION_INVALID",
]);

/**
 * Tells what is said only because of a fault in the structure: of a misspelt field, that the right
 * one is not there; of a missing or wrong one, warnings about the object that it belongs to; and of
 * any, that something is not used.
 */
function consequences(document: JsonValue, found: readonly Found[]): (one: Found) => boolean {
  const faults = found.filter(({ rule }) => structural.has(rule.id));
  if (faults.length === 0) return () => false;
  const misspelt = new Set<string>();
  const incomplete = new Set<string>();
  for (const { rule, problem } of faults) {
    const owner = ownerOf(problem.path);
    incomplete.add(owner);
    if (rule.id === "UNKNOWN_FIELD" && problem.help?.startsWith("Did you mean") === true) {
      misspelt.add(owner);
      // Of a function, rules speak at the value that it stands for.
      if (owner.endsWith("']")) misspelt.add(ownerOf(owner));
    }
  }
  return ({ rule, problem: { path } }) => {
    if (structural.has(rule.id)) return false;
    if (rule.isAboutAbsence === true || misspelt.has(path)) return true;
    if (rule.severity !== "error" && incomplete.has(path)) return true;
    return misspelt.has(ownerOf(path)) && !exists(document, path);
  };
}

/** The path of what holds a member or item. */
function ownerOf(path: string): string {
  const segments = path.match(/\.[^.[\]']+$|\['(?:[^'\\]|\\.)*'\]$|\[\d+\]$/s);
  return path.slice(0, path.length - (segments?.[0].length ?? 0));
}

function exists(document: JsonValue, path: string): boolean {
  let value: JsonValue | undefined = document;
  for (const segment of pathSegments(path)) {
    if (typeof segment === "number") value = isJsonArray(value) ? value[segment] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value !== undefined;
}

const badnessOf: Readonly<Record<Severity, number>> = { info: 1, warning: 2, error: 3 };

function findingOf(rule: Rule, { message, path, step, help }: Problem): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    message,
    path,
    ...(step === undefined || step === "" ? {} : { step }),
    help: help ?? rule.fix,
  };
}
