import { isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";
import type { Shape } from "./api-model.ts";

/** How much of a value a message shows. */
const shownLength = 256;

/** A pattern of the model that every text of one line or more matches; to try it takes quadratic time. */
const anyText = ".*(?:[ \\r\\n\\t].*)*";

const patterns = new Map<string, RegExp>();

/** The constraints of a shape that a value of its type breaks, in the real service's words. */
export function constraintsOf(shape: Shape, value: JsonValue): string[] {
  const { min, max, pattern } = shape;
  const broken: string[] = [];
  const size = sizeOf(value);
  const what = typeof value === "number" ? "value" : "length";
  if (size !== undefined && max !== undefined && size > max) {
    broken.push(`Member must have ${what} less than or equal to ${max}`);
  }
  if (size !== undefined && min !== undefined && size < min) {
    broken.push(`Member must have ${what} greater than or equal to ${min}`);
  }
  if (typeof value !== "string") return broken;
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    broken.push(`Member must satisfy enum value set: [${shape.enum.join(", ")}]`);
  }
  // A text that is too long is not tried: the time it takes is bounded by the longest allowed one.
  const isTooLong = max !== undefined && value.length > 2 * max;
  if (pattern !== undefined && pattern !== anyText && !isTooLong && !matches(pattern, value)) {
    broken.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  return broken;
}

/** A value as a message shows it: in quotes, and not longer than it helps. */
export function shown(value: JsonValue): string {
  const text = typeof value === "string" ? value : inWords(value);
  return `'${text.length > shownLength ? `${text.slice(0, shownLength)}…` : text}'`;
}

function inWords(value: JsonValue): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value) ?? "";
}

/** A number, or how long something is: characters of a text, of which some are two units long. */
function sizeOf(value: JsonValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") return [...value].length;
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern);
  const compiled = known ?? new RegExp(`^(?:${toJavaScript(pattern)})$`, "u");
  patterns.set(pattern, compiled);
  return compiled.test(text);
}

/** The model's patterns are Java's, which has a class of its own name and lets `$` be repeated. */
function toJavaScript(pattern: string): string {
  return pattern.replaceAll("\\p{Alnum}", "a-zA-Z0-9").replaceAll(/\$\{\d+,\d+\}/g, "$$");
}
