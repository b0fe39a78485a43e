import type { Limits } from "../limits.ts";
import type { JsonObject } from "../load.ts";

/** What limits count. */
export type Counted = "characters" | "number" | "items" | "entries";

const keywords = {
  characters: ["minLength", "maxLength"],
  number: ["minimum", "maximum"],
  items: ["minItems", "maxItems"],
  entries: ["minProperties", "maxProperties"],
} as const satisfies Record<Counted, readonly [string, string]>;

/** A pattern that any text matches. */
const saysNothing = /^\^?(?:\.|\[\\s\\S\]|\[\\S\\s\])\*\$?$/;

/** Limits as keywords of JSON Schema. Those of elements and keys belong to the nodes below. */
export function limitKeywords({ min, max, pattern }: Limits, counted: Counted): JsonObject {
  const [least, most] = keywords[counted];
  const isLength = counted !== "number";
  return {
    ...(min !== undefined && !(isLength && min === 0) && { [least]: min }),
    ...(max !== undefined && { [most]: max }),
    ...(pattern !== undefined && !saysNothing.test(pattern) && { pattern: anchored(pattern) }),
  };
}

/** The API matches whole texts, JSON Schema any part of one. */
export function anchored(pattern: string): string {
  const isAnchored = pattern.startsWith("^") && pattern.endsWith("$") && !pattern.includes("|");
  return isAnchored ? pattern : `^(?:${pattern})$`;
}
