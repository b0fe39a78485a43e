import { isJsonArray, isNumberText, type JsonValue } from "../json.ts";
import { jsonEntries } from "./key-order.ts";
import type { PipelineDefinition } from "./types.ts";

/**
 * A definition as text: JSON indented by two spaces, keys in their order, numbers with their text.
 * The same definition always gives the same text. There is no line break at the end.
 *
 * @example
 * ```ts
 * import { readDefinition, writeDefinition } from "@nacre/core";
 *
 * const definition = readDefinition('{ "Version": "2020-12-01", "Steps": [] }');
 * console.assert(writeDefinition(definition).includes('"Steps": []'));
 * ```
 */
export function writeDefinition(definition: PipelineDefinition): string {
  return write(definition, "\n");
}

/** Any JSON value as text in the same form. */
export function writeJson(value: JsonValue): string {
  return write(value, "\n");
}

function write(value: JsonValue, lineBreak: string): string {
  if (isNumberText(value)) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${lineBreak}  `;
  if (isJsonArray(value)) {
    if (value.length === 0) return "[]";
    return `[${inner}${value.map((item) => write(item, inner)).join(`,${inner}`)}${lineBreak}]`;
  }
  const members = jsonEntries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${write(member, inner)}`,
  );
  if (members.length === 0) return "{}";
  return `{${inner}${members.join(`,${inner}`)}${lineBreak}}`;
}
