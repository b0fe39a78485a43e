import { errorOf } from "../definition/check.ts";
import { branchMembers } from "../definition/steps.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import type { NacreError } from "../errors.ts";
import { RawStep } from "../raw-step.ts";
import { buildDefinition } from "../rules/build-definition.ts";
import { rules } from "../rules/index.ts";
import type { Finding, Rule } from "../rules/rule.ts";
import { runRules } from "../rules/run-rules.ts";
import { isStep, stepParts, type AnyStep } from "../step.ts";

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

/**
 * The errors for which a pipeline is refused: all but those that are ignored and, in raw steps, those
 * on the shape, since a raw step is for what Nacre does not know. Applies only the rules that find
 * errors, since every program that builds a pipeline waits for it.
 */
export function refusals(
  definition: PipelineDefinition,
  steps: readonly AnyStep[],
  ignored: readonly IgnoredRule[],
): NacreError[] {
  errorRules ??= rules.filter((rule) => rule.severity === "error");
  const found = runRules(errorRules, buildDefinition(definition));
  if (found.length === 0) return [];
  const isRefusal = refusalTest(steps);
  return found.filter((one) => isRefusal(one) && !isIgnored(one, ignored)).map(errorOf);
}

/** What every rule finds in a pipeline that was not refused. */
export function findingsOf(
  definition: PipelineDefinition,
  ignored: readonly IgnoredRule[],
): readonly Finding[] {
  const found = runRules(rules, buildDefinition(definition));
  return Object.freeze(found.filter((finding) => !isIgnored(finding, ignored)));
}

function isIgnored({ rule, step }: Finding, ignored: readonly IgnoredRule[]): boolean {
  return ignored.some((one) => one.rule === rule && (one.step === undefined || one.step === step));
}

function refusalTest(steps: readonly AnyStep[]): (finding: Finding) => boolean {
  const raw = rawStepNames(steps);
  return ({ rule, step }) => !(step !== undefined && raw.has(step) && shapeRules().has(rule));
}

let errorRules: readonly Rule[] | undefined;

let known: ReadonlySet<string> | undefined;

/** Rules on what a step type and its fields may be: what a raw step is free of. */
function shapeRules(): ReadonlySet<string> {
  known ??= new Set([
    ...rules.filter((rule) => rule.isGeneral === true).map((rule) => rule.id),
    "UNKNOWN_STEP_TYPE",
  ]);
  return known;
}

function rawStepNames(steps: readonly AnyStep[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<AnyStep>();
  const visit = (list: unknown): void => {
    if (!Array.isArray(list)) return;
    for (const step of list) {
      if (!isStep(step) || seen.has(step)) continue;
      seen.add(step);
      if (step instanceof RawStep) names.add(step.name);
      const stepArguments = step[stepParts].props["arguments"];
      if (typeof stepArguments !== "object" || stepArguments === null) continue;
      for (const member of Object.keys(branchMembers)) visit(Reflect.get(stepArguments, member));
    }
  };
  visit(steps);
  return names;
}
