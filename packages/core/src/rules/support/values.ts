import { jsonEntries } from "../../definition/key-order.ts";
import {
  isJsonArray,
  isJsonObject,
  onlyKeyOf,
  type JsonObject,
  type JsonValue,
} from "../../json.ts";
import type { CheckedDefinition, CheckedStep } from "../checked-definition.ts";
import { itemPath, memberPath } from "../path.ts";
import type { Problem, Rule } from "../rule.ts";

/** Deeper values are not looked into, so that no text can exhaust the stack. */
const deepest = 250;

/** The value at the end of a path of keys and indexes; undefined where there is none. */
export function at(
  value: JsonValue | undefined,
  ...keys: readonly (string | number)[]
): JsonValue | undefined {
  let current = value;
  for (const key of keys) {
    if (typeof key === "number") current = isJsonArray(current) ? current[key] : undefined;
    else current = memberOf(current, key);
    if (current === undefined) return undefined;
  }
  return current;
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (!isJsonObject(value)) return undefined;
  const member = value[key];
  return member !== undefined && Object.hasOwn(value, key) ? member : undefined;
}

/** A value with its JSON path. */
export interface Placed<Value extends JsonValue = JsonValue> {
  readonly value: Value;
  readonly path: string;
}

/** The items of a list that are objects; none of anything else. */
export function objectsIn(list: JsonValue | undefined, path: string): Placed<JsonObject>[] {
  const found: Placed<JsonObject>[] = [];
  if (!isJsonArray(list)) return found;
  for (let index = 0; index < list.length; index += 1) {
    const value = list[index];
    if (isJsonObject(value)) found.push({ value, path: itemPath(path, index) });
  }
  return found;
}

/** The members of an object; none of anything else. */
export function membersOf(
  value: JsonValue | undefined,
  path: string,
): (Placed & { readonly name: string })[] {
  if (!isJsonObject(value)) return [];
  return jsonEntries(value).map(([name, member]) => ({
    name,
    value: member,
    path: memberPath(path, name),
  }));
}

/** What {@link valuesIn} found in an object or list, and the path it had: several rules ask for it. */
const walked = new WeakMap<object, { readonly path: string; readonly found: readonly Placed[] }>();

/** Every value inside a value and itself, from the outside in; an expression counts as one value. */
export function valuesIn(value: JsonValue | undefined, path: string): readonly Placed[] {
  if (typeof value !== "object" || value === null) {
    return value === undefined ? [] : [{ value, path }];
  }
  const before = walked.get(value);
  if (before?.path === path) return before.found;
  const found: Placed[] = [];
  collectValues(value, path, 0, found);
  walked.set(value, { path, found });
  return found;
}

function collectValues(value: JsonValue, path: string, depth: number, found: Placed[]): void {
  if (depth > deepest) return;
  found.push({ value, path });
  if (typeof value !== "object" || value === null || functionOf(value) !== undefined) return;
  if (isJsonArray(value)) {
    value.forEach((item, index) => collectValues(item, itemPath(path, index), depth + 1, found));
  } else if (isJsonObject(value)) {
    for (const [name, member] of jsonEntries(value)) {
      collectValues(member, memberPath(path, name), depth + 1, found);
    }
  }
}

/** The functions of the pipeline language. */
export const functionNames = ["Get", "Std:Join", "Std:JsonGet"] as const;

/** A function of the pipeline language. */
export type FunctionName = (typeof functionNames)[number];

/** The function that a value calls, where it is an expression. */
export function functionOf(value: JsonValue | undefined): FunctionName | undefined {
  if (!isJsonObject(value)) return undefined;
  const key = onlyKeyOf(value);
  return key === undefined ? undefined : functionNames.find((name) => name === key);
}

/** A text as it is; undefined for anything else. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A check of each step of some types, or of every step; the findings belong to that step. */
export function eachStep(
  types: readonly string[] | undefined,
  check: (step: CheckedStep, definition: CheckedDefinition) => Iterable<Problem>,
): Rule["check"] {
  return (definition) => {
    const found: Problem[] = [];
    if (types === undefined) checkAll(definition.steps, check, definition, found);
    for (const type of types ?? []) {
      checkAll(stepsOf(type, definition), check, definition, found);
    }
    return found;
  };
}

const byType = new WeakMap<CheckedDefinition, ReadonlyMap<string, CheckedStep[]>>();

/** The steps of a type; found once for all rules. */
function stepsOf(type: string, definition: CheckedDefinition): readonly CheckedStep[] {
  const known = byType.get(definition) ?? Map.groupBy(definition.steps, (step) => step.type);
  byType.set(definition, known);
  return known.get(type) ?? [];
}

/** A check of each step that has a member; the findings belong to that step. */
export function eachStepWith(
  member: string,
  check: (step: CheckedStep, definition: CheckedDefinition) => Iterable<Problem>,
): Rule["check"] {
  return (definition) => {
    const found: Problem[] = [];
    const steps = definition.steps.filter(
      ({ value }) => value[member] !== undefined && Object.hasOwn(value, member),
    );
    checkAll(steps, check, definition, found);
    return found;
  };
}

function checkAll(
  steps: readonly CheckedStep[],
  check: (step: CheckedStep, definition: CheckedDefinition) => Iterable<Problem>,
  definition: CheckedDefinition,
  found: Problem[],
): void {
  for (const step of steps) {
    for (const problem of check(step, definition)) found.push({ step: step.name, ...problem });
  }
}

/** The items whose text at `key` was there before in the list. */
export function repeatedIn(
  items: readonly Placed<JsonObject>[],
  key: string,
): (Placed<JsonObject> & { readonly name: string; readonly first: string })[] {
  if (items.length < 2) return [];
  const first = new Map<string, string>();
  return items.flatMap((item) => {
    const name = textOf(item.value[key]);
    if (name === undefined) return [];
    const earlier = first.get(name);
    if (earlier !== undefined) return [{ ...item, name, first: earlier }];
    first.set(name, item.path);
    return [];
  });
}
