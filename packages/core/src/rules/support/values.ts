import { jsonEntries, orderedKeys } from "../../definition/key-order.ts";
import {
  isJsonArray,
  isJsonObject,
  onlyKeyOf,
  type JsonObject,
  type JsonValue,
} from "../../json.ts";
import type { CheckedDefinition, CheckedStep } from "../checked-definition.ts";
import { FoundItem, FoundMember, none } from "../found.ts";
import { itemPath, memberPath } from "../path.ts";
import type { Report, Rule } from "../rule.ts";
import { once } from "./once.ts";

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
export function objectsIn(
  list: JsonValue | undefined,
  path: string,
): readonly Placed<JsonObject>[] {
  if (!isJsonArray(list)) return none;
  const found: FoundItem[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const value = list[index];
    if (isJsonObject(value)) found.push(new FoundItem(value, path, index));
  }
  return found;
}

/** The members of an object; none of anything else. */
export function membersOf(value: JsonValue | undefined, path: string): readonly FoundMember[] {
  if (!isJsonObject(value)) return none;
  const found: FoundMember[] = [];
  for (const name of orderedKeys(value)) {
    const member = value[name];
    if (member !== undefined) found.push(new FoundMember(name, member, path));
  }
  return found;
}

/** Every value inside a value and itself, from the outside in; an expression counts as one value. */
export function valuesIn(value: JsonValue | undefined, path: string): readonly Placed[] {
  const found: Placed[] = [];
  if (value !== undefined) collectValues(value, path, 0, found);
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

/** What a rule does with one of the things that it looks at. */
type CheckOne<Item> = (item: Item, report: Report, definition: CheckedDefinition) => void;

/** A check of each thing that is found in steps; what is reported belongs to the step it is in. */
export function eachIn<Item extends { readonly step: CheckedStep | undefined }>(
  find: (definition: CheckedDefinition) => readonly Item[],
  check: CheckOne<Item>,
): Rule["check"] {
  return (definition, report) => {
    let step: CheckedStep | undefined;
    const reportInStep: Report = (problem) =>
      report(step === undefined ? problem : { step: step.name, ...problem });
    for (const item of find(definition)) {
      ({ step } = item);
      check(item, reportInStep, definition);
    }
  };
}

/** A check of each step of some types, or of every step; what is reported belongs to that step. */
export function eachStep(
  types: readonly string[] | undefined,
  check: CheckOne<CheckedStep>,
): Rule["check"] {
  return (definition, report) => {
    if (types === undefined) checkAll(definition.steps, check, definition, report);
    for (const type of types ?? []) checkAll(stepsOf(type, definition), check, definition, report);
  };
}

/** A check of each step that has a member; what is reported belongs to that step. */
export function eachStepWith(member: string, check: CheckOne<CheckedStep>): Rule["check"] {
  return (definition, report) => {
    checkAll(stepsByMember(definition).get(member) ?? [], check, definition, report);
  };
}

function checkAll(
  steps: readonly CheckedStep[],
  check: CheckOne<CheckedStep>,
  definition: CheckedDefinition,
  report: Report,
): void {
  let name = "";
  const reportInStep: Report = (problem) => report({ step: name, ...problem });
  for (const step of steps) {
    ({ name } = step);
    check(step, reportInStep, definition);
  }
}

const stepsByType = once(({ steps }) => Map.groupBy(steps, ({ type }) => type));

/** The steps of a type. */
export function stepsOf(type: string, definition: CheckedDefinition): readonly CheckedStep[] {
  return stepsByType(definition).get(type) ?? [];
}

const stepsByMember = once(({ steps }) => {
  const found = new Map<string, CheckedStep[]>();
  for (const step of steps) {
    for (const member in step.value) {
      if (step.value[member] === undefined) continue;
      const known = found.get(member);
      if (known === undefined) found.set(member, [step]);
      else known.push(step);
    }
  }
  return found;
});

/** The items whose text at `key` was there before in the list. */
export function repeatedIn(
  items: readonly Placed<JsonObject>[],
  key: string,
): readonly (Placed<JsonObject> & { readonly name: string; readonly first: string })[] {
  if (items.length < 2) return none;
  const first = new Map<string, Placed>();
  return items.flatMap((item) => {
    const name = textOf(item.value[key]);
    if (name === undefined) return none;
    const earlier = first.get(name);
    if (earlier !== undefined) {
      return { value: item.value, path: item.path, name, first: earlier.path };
    }
    first.set(name, item);
    return none;
  });
}
