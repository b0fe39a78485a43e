import type { NumberText } from "./number-text.ts";

/** A JSON value, whose numbers may keep their text. */
export type JsonValue =
  string | number | boolean | null | NumberText | readonly JsonValue[] | JsonObject;

/**
 * A JSON object. Key order counts: it is the order of the text. A member that is undefined is none:
 * it is not written.
 */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Whether a JSON value is an object: not an array, not a number that keeps its text. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !isNumberText(value)
  );
}

/** The key of an object that has one member; undefined where there are none or several. */
export function onlyKeyOf(object: JsonObject): string | undefined {
  let only: string | undefined;
  // A list of the keys, of which most objects have many, would be made for nothing.
  for (const key in object) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only;
}

/** Whether a JSON value is a list. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The brand of {@link NumberText}, the same in every copy of this module. */
export const numberTextBrand: unique symbol = Symbol.for("nacre.numberText");

/** Whether a value is a number that keeps its text. */
export function isNumberText(value: unknown): value is NumberText {
  if (typeof value !== "object" || value === null) return false;
  // Nearly no other object has such a member, which is told sooner than that there is no brand.
  const { text } = value as { readonly text?: unknown }; // any object may be asked
  return text !== undefined && numberTextBrand in value;
}

/** The number that a JSON value holds, with its text or without; undefined for anything else. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return isNumberText(value) ? value.value : undefined;
}

/** What kind of JSON a value is. */
export type JsonKind = "string" | "number" | "boolean" | "null" | "list" | "object";

/** The kind of a JSON value. */
export function kindOf(value: JsonValue): JsonKind {
  if (value === null) return "null";
  if (numberOf(value) !== undefined) return "number";
  if (isJsonArray(value)) return "list";
  if (isJsonObject(value)) return "object";
  return typeof value === "string" ? "string" : "boolean";
}
