import { NumberText, type JsonValue } from "@nacre/core";

/** Of the standard, and not yet of TypeScript's types. @see https://tc39.es/proposal-json-parse-with-source */
const rawJson: unknown = Reflect.get(JSON, "rawJSON");

/** A number that `JSON.stringify` writes as it was read: `6.0`, an integer beyond 2^53. */
class WrittenNumber extends NumberText {
  toJSON(): unknown {
    // Browsers that do not know it yet get the number.
    return typeof rawJson === "function" ? rawJson.call(JSON, this.text) : this.value;
  }
}

/**
 * Reads JSON; numbers keep their text where JavaScript would print it differently. Browsers that do not
 * tell the text give the number.
 *
 * @throws SyntaxError for what is no JSON, RangeError for what is nested deeper than the stack
 */
export function readJson(text: string): JsonValue {
  return JSON.parse(text, (_, value: unknown, ...more: readonly { source?: string }[]) => {
    const source = more[0]?.source;
    if (typeof value !== "number" || source === undefined) return value;
    return String(value) === source ? value : new WrittenNumber(source, value);
  });
}
