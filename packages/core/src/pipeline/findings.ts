import type { PipelineDefinition } from "../definition/types.ts";
import { buildDefinition } from "../rules/build-definition.ts";
import { rulesOnDefinitions } from "../rules/index.ts";
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

/** What every rule finds in a pipeline that holds together. */
export function findingsOf(
  definition: PipelineDefinition,
  ignored: readonly IgnoredRule[],
): readonly Finding[] {
  const found = runRules(rulesOnDefinitions, buildDefinition(definition));
  return Object.freeze(found.filter((finding) => !isIgnored(finding, ignored)));
}

function isIgnored({ rule, step }: Finding, ignored: readonly IgnoredRule[]): boolean {
  return ignored.some((one) => one.rule === rule && (one.step === undefined || one.step === step));
}
