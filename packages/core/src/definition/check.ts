import { NacreError, throwProblems } from "../errors.ts";
import { checkParameters } from "./check-parameters.ts";
import { checkReferences } from "./check-references.ts";
import { findCycles } from "./cycles.ts";
import { definitionGraph } from "./graph.ts";
import { flattenSteps, type FlatStep } from "./steps.ts";
import type { PipelineDefinition } from "./types.ts";

/**
 * Checks that a definition holds together: names are unique, whatever is referred to exists, no
 * step waits for itself. All faults found are reported at once. What the members of `Arguments` may
 * hold is not checked here.
 *
 * @throws NacreError with one of these codes; several faults come as one error that lists them, with
 * the code of the first: `STEP_NAME_INVALID`, `DUPLICATE_STEP_NAME`, `DUPLICATE_PARAMETER`,
 * `PARAMETER_TYPE_INVALID`, `DEFAULT_WRONG_TYPE`, `ENUM_WRONG_TYPE`, `DEFAULT_NOT_IN_ENUM`,
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
  throwProblems(definitionProblems(definition));
}

/** The faults that {@link checkDefinition} reports. */
export function definitionProblems(definition: PipelineDefinition): NacreError[] {
  const steps = flattenSteps(definition);
  return [
    ...checkParameters(definition),
    ...checkStepNames(steps),
    ...checkReferences(definition, steps),
    ...checkCycles(definition),
  ];
}

const stepName = /^[A-Za-z0-9\-_]{1,64}$/;

function checkStepNames(steps: readonly FlatStep[]): NacreError[] {
  const first = new Map<string, FlatStep>();
  return steps.flatMap((step) => {
    const name = step.definition.Name;
    const at = { step: name, path: `${step.path}.Name` };
    const earlier = first.get(name);
    if (earlier !== undefined) {
      return new NacreError(
        "DUPLICATE_STEP_NAME",
        `Two steps are named "${name}": ${earlier.path} and ${step.path}.`,
        { at, help: "Give one of them another name; branches count too." },
      );
    }
    first.set(name, step);
    if (stepName.test(name)) return [];
    return new NacreError(
      "STEP_NAME_INVALID",
      `A step cannot be named ${JSON.stringify(name)} (${name.length} characters): ` +
        "a step name has 1 to 64 letters, digits, hyphens and underscores.",
      { at, help: "Choose a name of such characters." },
    );
  });
}

function checkCycles(definition: PipelineDefinition): NacreError[] {
  const { nodes, edges } = definitionGraph(definition);
  const names = [...new Set(nodes.map((node) => node.name))];
  return findCycles(names, edges).map((cycle) => {
    const [start = ""] = cycle;
    return new NacreError("CYCLE", `Steps wait for each other: ${[...cycle, start].join(" → ")}.`, {
      at: { step: start },
      help: "Remove one of these references or dependencies (an arrow points to the step that waits).",
    });
  });
}
