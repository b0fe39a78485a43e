import { NacreError, throwProblems } from "../errors.ts";
import { buildDefinition } from "../rules/build-definition.ts";
import type { CheckedDefinition } from "../rules/checked-definition.ts";
import { definitionRules } from "../rules/definition/index.ts";
import type { Finding } from "../rules/rule.ts";
import { runRules } from "../rules/run-rules.ts";
import type { PipelineDefinition } from "./types.ts";

/**
 * Checks that a definition holds together: names are unique, whatever is referred to exists, no
 * step waits for itself. All faults found are reported at once. What the members of `Arguments` may
 * hold is not checked here.
 *
 * @throws NacreError with one of these codes; several faults come as one error that lists them, with
 * the code of the first: `STEP_NAME_INVALID`, `DUPLICATE_STEP_NAME`, `DUPLICATE_PARAMETER`,
 * `PARAMETER_TYPE_INVALID`, `DEFAULT_WRONG_TYPE`, `PARAMETER_ENUM_WRONG_TYPE`, `DEFAULT_NOT_IN_ENUM`,
 * `DUPLICATE_PROPERTY_FILE`, `REFERENCE_INVALID`, `UNKNOWN_STEP`, `UNKNOWN_PARAMETER`,
 * `UNKNOWN_EXECUTION_VARIABLE`, `UNKNOWN_PROPERTY_FILE`, `UNKNOWN_OUTPUT`, `FAIL_STEP_REFERENCED`,
 * `CYCLE`.
 *
 * @example
 * ```ts
 * import { checkDefinition, readDefinition } from "@nacre/core";
 *
 * checkDefinition(readDefinition('{ "Version": "2020-12-01", "Steps": [] }'));
 * ```
 */
export function checkDefinition(definition: PipelineDefinition): void {
  throwProblems(problemsIn(buildDefinition(definition)));
}

/** The faults that {@link checkDefinition} reports, of a definition that is ready for rules. */
export function problemsIn(definition: CheckedDefinition): NacreError[] {
  return runRules(definitionRules, definition).map(errorOf);
}

/** A finding as an error. */
export function errorOf({ rule, message, path, step, help }: Finding): NacreError {
  return new NacreError(rule, message, {
    at: step === undefined ? { path } : { step, path },
    ...(help === undefined ? {} : { help }),
  });
}
