import { errorOf } from "../definition/check.ts";
import { NacreError, throwProblems } from "../errors.ts";
import type { CheckedDefinition } from "../rules/checked-definition.ts";
import { definitionRules } from "../rules/definition/index.ts";
import { rulesOnDefinitions } from "../rules/index.ts";
import { isName, safeNameLength } from "../rules/requests/deployment.ts";
import { validateDeployment } from "../rules/requests/validate-requests.ts";
import type { Finding } from "../rules/rule.ts";
import { runRules } from "../rules/run-rules.ts";

/** A rule that a pipeline breaks on purpose. */
export interface IgnoredRule {
  /** Id of the rule, such as `UNUSED_PARAMETER`. */
  readonly rule: string;
  /**
   * Name of the step it is broken in.
   *
   * @default anywhere in the pipeline
   */
  readonly step?: string;
  /** Why: for whoever reads the code later. */
  readonly reason: string;
}

/** What the rules find in a pipeline that holds together: those of its structure were asked before. */
export function findingsOf(
  name: string,
  definition: CheckedDefinition,
  ignored: readonly IgnoredRule[],
): readonly Finding[] {
  const rules = rulesOnDefinitions.filter((rule) => !definitionRules.includes(rule));
  const found = [...nameFindings(name), ...runRules(rules, definition)];
  return Object.freeze(withoutIgnored(found, ignored));
}

/** Findings without those that are ignored. */
export function withoutIgnored(
  findings: readonly Finding[],
  ignored: readonly IgnoredRule[],
): readonly Finding[] {
  if (ignored.length === 0) return findings;
  return findings.filter(
    (finding) =>
      !ignored.some(
        ({ rule, step }) => rule === finding.rule && (step === undefined || step === finding.step),
      ),
  );
}

/** Throws the errors among findings: one as it is, several as one that lists them. */
export function throwErrors(findings: readonly Finding[]): void {
  throwProblems(findings.filter(({ severity }) => severity === "error").map(errorOf));
}

/**
 * Refuses a name that no pipeline can have.
 *
 * @throws NacreError `PIPELINE_NAME_INVALID`
 */
export function checkName(name: unknown): void {
  // A program without types may give anything.
  if (typeof name === "string") throwErrors(nameFindings(name));
  else {
    throw new NacreError(
      "PIPELINE_NAME_INVALID",
      `A pipeline's name is text, not ${typeof name}.`,
      {
        help: "Choose a name of letters, digits and hyphens.",
      },
    );
  }
}

function nameFindings(name: string): readonly Finding[] {
  // Nearly all names are fine, and then the rules need not be asked.
  const isFine = isName(name) && name.length <= safeNameLength;
  return isFine ? [] : validateDeployment({ PipelineName: name });
}
