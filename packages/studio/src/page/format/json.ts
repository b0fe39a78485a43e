import { NumberText, type JsonValue } from "@nacre/core";

/**
 * Reads JSON whose numbers keep their text where JavaScript would print it differently: `6.0`, an integer
 * beyond 2^53. Browsers that do not tell the text give the numbers as they know them.
 *
 * @returns undefined for what is no JSON, and for what is nested deeper than the browser can go
 */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text, (_, value: unknown, ...more: readonly { source?: string }[]) => {
      const source = more[0]?.source;
      if (typeof value !== "number" || source === undefined) return value;
      return String(value) === source ? value : new NumberText(source, value);
    });
  } catch {
    return undefined;
  }
}
