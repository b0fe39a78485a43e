import type { CheckedDefinition } from "./checked-definition.ts";
import type { JsonValue } from "../json.ts";
import { consequences, type Found } from "./consequences.ts";
import { inDocumentOrder } from "./document-order.ts";
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
  const paths = new Set<string>();
  for (const rule of rules) {
    paths.clear();
    rule.check(definition, (problem) => {
      if (paths.has(problem.path)) return;
      paths.add(problem.path);
      found.push({ rule, problem });
    });
  }
  const isSaidBetter = givingWay(found);
  const isConsequence = consequences(document, found);
  const findings = found
    .filter((one) => !isSaidBetter(one) && !isConsequence(one))
    .map(({ rule, problem }) => findingOf(rule, problem));
  return inDocumentOrder(document, findings);
}

/** Tells what a general rule found where another rule found something at least as bad. */
function givingWay(found: readonly Found[]): (one: Found) => boolean {
  if (!found.some(({ rule }) => rule.isGeneral === true)) return () => false;
  const worst = new Map<string, number>();
  for (const { rule, problem } of found) {
    if (rule.isGeneral === true) continue;
    const badness = Math.max(badnessOf[rule.severity], worst.get(problem.path) ?? 0);
    worst.set(problem.path, badness);
  }
  return ({ rule, problem }) =>
    rule.isGeneral === true && (worst.get(problem.path) ?? 0) >= badnessOf[rule.severity];
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
