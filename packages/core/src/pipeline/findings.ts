import { errorOf } from "../definition/check.ts";
import { branchMembers } from "../definition/steps.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import type { NacreError } from "../errors.ts";
import { RawStep } from "../raw-step.ts";
import { rules } from "../rules/index.ts";
import type { Finding } from "../rules/rule.ts";
import { validateDefinition } from "../rules/validate.ts";
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

/** What the rules say of a definition: what makes it wrong, and the rest. */
export interface Judgement {
  readonly errors: readonly NacreError[];
  readonly findings: readonly Finding[];
}

/**
 * Applies every rule. Errors refuse the pipeline, except those that are ignored and, in raw steps,
 * those on the shape: a raw step is for what Nacre does not know.
 */
export function judge(
  definition: PipelineDefinition,
  steps: readonly AnyStep[],
  ignored: readonly IgnoredRule[],
): Judgement {
  const raw = rawStepNames(steps);
  const all = validateDefinition(definition).filter(
    ({ rule, step }) =>
      !ignored.some((one) => one.rule === rule && (one.step === undefined || one.step === step)),
  );
  const isError = ({ rule, severity, step }: Finding): boolean =>
    severity === "error" && !(step !== undefined && raw.has(step) && shapeRules().has(rule));
  return {
    errors: all.filter(isError).map(errorOf),
    findings: Object.freeze(all.filter((finding) => !isError(finding))),
  };
}

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
