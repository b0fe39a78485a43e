import { isJsonArray, isJsonObject, numberOf, type JsonValue } from "../../json.ts";
import { tryParseReference } from "../../definition/reference.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import { at, functionOf, objectsIn, textOf } from "./values.ts";

/** What a value is, as far as comparing goes. */
export type Kind = "text" | "number" | "boolean";

type Simple = string | number | boolean;

const kinds: Readonly<Record<string, Kind>> = {
  String: "text",
  Integer: "number",
  Float: "number",
  Boolean: "boolean",
};

/** The comparisons that need an order. */
export const orderings: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  GreaterThan: (left, right) => left > right,
  GreaterThanOrEqualTo: (left, right) => left >= right,
  LessThan: (left, right) => left < right,
  LessThanOrEqualTo: (left, right) => left <= right,
};

/** What an operand is; undefined where that is known only when the pipeline runs. */
export function operandKind(
  value: JsonValue | undefined,
  definition: CheckedDefinition,
): Kind | undefined {
  const simple = simpleOf(value);
  if (simple !== undefined) return kindOfSimple(simple);
  if (functionOf(value) === "Std:Join") return "text";
  const text = functionOf(value) === "Get" ? textOf(at(value, "Get")) : undefined;
  const reference = text === undefined ? undefined : tryParseReference(text);
  switch (reference?.kind) {
    case "parameter":
      return kindNamed(definition.parameterNamed(reference.name)?.type);
    case "execution":
      return "text";
    case "property": {
      const [first, second] = reference.path;
      if (first?.kind !== "member" || first.name !== "OutputParameters") return undefined;
      if (second?.kind !== "key") return undefined;
      const outputs = definition.stepNamed(reference.step)?.value["OutputParameters"];
      const declared = objectsIn(outputs, "").find(
        (output) => output.value["OutputName"] === second.name,
      );
      return kindNamed(textOf(declared?.value["OutputType"]));
    }
    default:
      return undefined;
  }
}

function kindNamed(type: string | undefined): Kind | undefined {
  return type !== undefined && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

function kindOfSimple(value: Simple): Kind {
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : "boolean";
}

function simpleOf(value: JsonValue | undefined): Simple | undefined {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return numberOf(value);
}

/** Deeper conditions are left open. */
const deepest = 100;

/** What a list of conditions, which must all hold, is known to give beforehand. */
export function truthOfAll(
  list: JsonValue | undefined,
  definition: CheckedDefinition,
): boolean | undefined {
  if (!isJsonArray(list) || list.length === 0) return undefined;
  const truths = list.map((one) => truthOf(one, definition, 0));
  if (truths.includes(false)) return false;
  return truths.every((truth) => truth === true) ? true : undefined;
}

function truthOf(
  value: JsonValue,
  definition: CheckedDefinition,
  depth: number,
): boolean | undefined {
  if (!isJsonObject(value) || depth > deepest) return undefined;
  const type = textOf(value["Type"]) ?? "";
  switch (type) {
    case "Or": {
      const list = value["Conditions"];
      if (!isJsonArray(list) || list.length === 0) return undefined;
      const truths = list.map((one) => truthOf(one, definition, depth + 1));
      if (truths.includes(true)) return true;
      return truths.every((truth) => truth === false) ? false : undefined;
    }
    case "Not":
      return negated(truthOf(value["Condition"] ?? null, definition, depth + 1));
    case "In":
    case "NotIn": {
      const list = value["Values"] ?? value["In"];
      if (!isJsonArray(list)) return undefined;
      const query = possible(value["QueryValue"] ?? value["Value"], definition);
      const items = list.map((item) => possible(item, definition));
      if (items.includes(undefined)) return undefined;
      const found = compared(
        query,
        items.flatMap((item) => item ?? []),
        "any",
      );
      // A parameter in the list may have another of its values.
      const isOpen = found === true && items.some((item) => item?.length !== 1);
      const truth = isOpen ? undefined : found;
      return type === "In" ? truth : negated(truth);
    }
    default:
      return truthOfComparison(type, value["LeftValue"], value["RightValue"], definition);
  }
}

function truthOfComparison(
  type: string,
  leftValue: JsonValue | undefined,
  rightValue: JsonValue | undefined,
  definition: CheckedDefinition,
): boolean | undefined {
  const left = possible(leftValue, definition);
  const right = possible(rightValue, definition);
  if (type === "Equals") return compared(left, right, "each");
  if (type === "NotEquals") return negated(compared(left, right, "each"));
  const ordering = Object.hasOwn(orderings, type) ? orderings[type] : undefined;
  if (ordering === undefined || left === undefined || right === undefined) return undefined;
  const results = new Set<boolean | undefined>();
  for (const a of left) {
    for (const b of right) {
      results.add(typeof a === "number" && typeof b === "number" ? ordering(a, b) : undefined);
    }
  }
  return results.size === 1 ? [...results][0] : undefined;
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** More values than these are not gone through. */
const mostValues = 64;

/** The values that an operand may have: one for a literal, several for a parameter with an enum. */
function possible(
  value: JsonValue | undefined,
  definition: CheckedDefinition,
): readonly Simple[] | undefined {
  const simple = simpleOf(value);
  if (simple !== undefined) return [simple];
  const text = functionOf(value) === "Get" ? textOf(at(value, "Get")) : undefined;
  const reference = text === undefined ? undefined : tryParseReference(text);
  if (reference?.kind !== "parameter") return undefined;
  const allowed = definition.parameterNamed(reference.name)?.enumValues;
  if (allowed === undefined || allowed.length === 0 || allowed.length > mostValues)
    return undefined;
  const values = allowed.map(simpleOf);
  return values.includes(undefined) ? undefined : values.flatMap((one) => one ?? []);
}

/**
 * Whether values are equal: each possible left one with each right one, or with any of the right
 * ones. Values of different types are left open.
 */
function compared(
  left: readonly Simple[] | undefined,
  right: readonly Simple[] | undefined,
  how: "each" | "any",
): boolean | undefined {
  if (left === undefined || right === undefined || left.length === 0) return undefined;
  const all = [...left, ...right].map(kindOfSimple);
  if (new Set(all).size > 1) return undefined;
  const known = new Set(right);
  const found = left.filter((value) => known.has(value)).length;
  if (found === 0) return false;
  const isSure = how === "any" || known.size === 1;
  return isSure && found === left.length ? true : undefined;
}
