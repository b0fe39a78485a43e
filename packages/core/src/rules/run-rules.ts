import type { CheckedDefinition } from "./checked-definition.ts";
import type { JsonValue } from "../json.ts";
import { consequences, type Found } from "./consequences.ts";
import { documentOrder } from "./document-order.ts";
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
