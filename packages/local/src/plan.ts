import {
  flattenSteps,
  isJsonArray,
  isJsonObject,
  parseReference,
  type FlatStep,
  type JsonObject,
  type JsonValue,
  type PipelineDefinition,
  type StepBranch,
  type StepDefinition,
} from "@nacre/core";

/** A step of a definition, branches opened, with what it waits for. */
export interface PlannedStep {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: string;
  /** Its `Arguments`, references and all; without the steps inside a Condition. */
  readonly args: JsonObject;
  /** The whole step as the definition has it. */
  readonly definition: StepDefinition;
  /** The branch it stands in; undefined at the top level. */
  readonly branch: StepBranch | undefined;
  /** The names of the steps that must succeed before it starts. */
  readonly waitsFor: ReadonlySet<string>;
}

/** All steps of a definition in its order, those of branches after their condition. */
export function plan(definition: PipelineDefinition): PlannedStep[] {
  return flattenSteps(definition).map(planStep);
}

function planStep({ definition, branch }: FlatStep): PlannedStep {
  const args =
    definition.Type === "Condition"
      ? { Conditions: definition.Arguments["Conditions"] ?? [] }
      : definition.Arguments;
  const { Arguments: _, ...members } = definition;
  const waitsFor = new Set([
    ...referencedSteps(args),
    // A function's ARN, a queue's URL, the baseline of a check.
    ...referencedSteps(members),
    ...(definition.DependsOn ?? []),
  ]);
  if (branch !== undefined) waitsFor.add(branch.condition);
  return { name: definition.Name, type: definition.Type, args, definition, branch, waitsFor };
}

/** The names of all steps that the references in a value name. */
function referencedSteps(value: JsonValue | undefined): string[] {
  if (isJsonArray(value)) return value.flatMap(referencedSteps);
  if (!isJsonObject(value)) return [];
  const get = value["Get"];
  if (typeof get !== "string" || Object.keys(value).length !== 1) {
    return Object.values(value).flatMap(referencedSteps);
  }
  const reference = parseReference(get);
  return "step" in reference ? [reference.step] : [];
}

/** A value as an object; the empty object when it is none. */
export function object(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects in a list; none when it is no list. */
export function objects(value: JsonValue | undefined): JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts in a list; none when it is no list. */
export function texts(value: JsonValue | undefined): string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A value as text when it is one. */
export function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
