import { branchMembers, flattenSteps, type StepBranch } from "../definition/steps.ts";
import type { PipelineDefinition, StepDefinition } from "../definition/types.ts";
import { isJsonArray } from "../json.ts";

/** A step on its own, and where it stands. */
export interface PlacedStep {
  readonly name: string;
  readonly type: string;
  /** Without the steps in its branches. */
  readonly value: StepDefinition;
  readonly branch: StepBranch | null;
}

/**
 * The steps of a definition by their names, those in branches too. Of two steps of one name, which no
 * valid definition has, the later one gets a number behind its key.
 */
export function placedSteps(definition: PipelineDefinition): Map<string, PlacedStep> {
  const steps = new Map<string, PlacedStep>();
  for (const { definition: step, branch = null } of flattenSteps(definition)) {
    const placed = { name: step.Name, type: step.Type, value: alone(step), branch };
    steps.set(freeKey(steps, step.Name), placed);
  }
  return steps;
}

/** The items of a list by name, with the same rule for names that come twice. */
export function keyed<T extends { readonly Name: string }>(items: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) map.set(freeKey(map, item.Name), item);
  return map;
}

function freeKey(map: ReadonlyMap<string, unknown>, name: string): string {
  let key = name;
  // NUL keeps the number apart from names that end in one.
  for (let count = 2; map.has(key); count += 1) key = `${name}\0${count}`;
  return key;
}

function alone(step: StepDefinition): StepDefinition {
  if (step.Type !== "Condition") return step;
  const members = Object.keys(branchMembers).filter((member) =>
    isJsonArray(step.Arguments[member]),
  );
  if (members.length === 0) return step;
  const rest = Object.entries(step.Arguments).filter(([key]) => !members.includes(key));
  return { ...step, Arguments: Object.fromEntries(rest) };
}
