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
    return new RegExp(whole, "u").source.replaceAll(onlyInSomeLanguages, beyondAscii);
  } catch {
    return undefined;
  }
}

/** Characters by their Unicode category or by halves of them, which Python for one cannot read. */
const onlyInSomeLanguages = /\[(?:[^\]\\]|\\.)*\\(?:p\{|uD800)(?:[^\]\\]|\\.)*\]/g;

/** The same characters where they are ASCII, and all others, in a form that every language reads. */
function beyondAscii(characters: string): string {
  const own = new RegExp(characters, "u");
  const isRefused = (code: number) => code < 128 && !own.test(String.fromCharCode(code));
  const ranges = Array.from({ length: 128 }, (_, code) => {
    if (!isRefused(code)) return "";
    const isFirst = code === 0 || !isRefused(code - 1);
    const isLast = !isRefused(code + 1);
    if (isFirst) return escaped(code);
    return isLast ? `-${escaped(code)}` : "";
  });
  return `[^${ranges.join("")}]`;
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
