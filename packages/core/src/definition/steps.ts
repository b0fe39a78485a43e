import { isJsonArray, type JsonValue } from "../json.ts";
import type { PipelineDefinition, StepDefinition } from "./types.ts";

/** The branch of a condition step in which a step stands. */
export interface StepBranch {
  /** Name of the condition step. */
  readonly condition: string;
  /** Whether the step runs when the conditions hold, or when they do not. */
  readonly when: "if" | "else";
}

/** A step of a definition and where it stands. */
export interface FlatStep {
  readonly definition: StepDefinition;
  /** JSON path of the step, such as `$.Steps[3].Arguments.IfSteps[0]`. */
  readonly path: string;
  /** The innermost branch that holds the step; absent at the top level. */
  readonly branch?: StepBranch;
}

/** The members of the arguments of a condition step that hold steps. */
export const branchMembers = { IfSteps: "if", ElseSteps: "else" } as const;

/** All steps of a definition, those in branches right after their condition step. */
export function flattenSteps(definition: PipelineDefinition): FlatStep[] {
  return flatten(definition.Steps, "$.Steps", undefined);
}

function flatten(
  steps: readonly StepDefinition[],
  path: string,
  branch: StepBranch | undefined,
): FlatStep[] {
  return steps.flatMap((step, index) => {
    const stepPath = `${path}[${index}]`;
    const flat: FlatStep = {
      definition: step,
      path: stepPath,
      ...(branch === undefined ? {} : { branch }),
    };
    if (step.Type !== "Condition") return [flat];
    const inner = Object.entries(branchMembers).flatMap(([member, when]) =>
      flatten(stepsIn(step.Arguments[member]), `${stepPath}.Arguments.${member}`, {
        condition: step.Name,
        when,
      }),
    );
    return [flat, ...inner];
  });
}

function stepsIn(value: JsonValue | undefined): readonly StepDefinition[] {
  // Reading a definition has checked that branches list steps.
  return isJsonArray(value) ? (value as readonly StepDefinition[]) : [];
}
