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
  const whole = pattern === undefined ? undefined : wholeText(pattern);
  return {
    ...(min !== undefined && !(isLength && min === 0) && { [least]: min }),
    ...(max !== undefined && { [most]: max }),
    ...(whole !== undefined && { pattern: whole }),
  };
}

/**
 * A pattern of the API, which matches whole texts and is written for Java, as one of JSON Schema,
 * which matches any part of a text. Undefined when it says nothing, or is none in JavaScript: the
 * API model has a few with a slip of the pen.
 */
export function wholeText(pattern: string): string | undefined {
  if (saysNothing.test(pattern)) return undefined;
  const own = pattern.replaceAll(String.raw`\p{Alnum}`, "A-Za-z0-9");
  const isAnchored = own.startsWith("^") && own.endsWith("$") && !own.includes("|");
  const whole = isAnchored ? own : `^(?:${own})$`;
  try {
    return new RegExp(whole, "u").source;
  } catch {
    return undefined;
  }
}
