import { isJsonArray, isJsonObject, isNumberText, type JsonValue } from "../json.ts";

const longest = 80;

/** A value as a message shows it: JSON, shortened when it is long. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (isNumberText(value)) return value.text;
  if (isJsonArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isJsonObject(value)) return "an object";
  if (typeof value !== "string" || value.length <= longest) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, longest))}… (${value.length} characters)`;
}
