import { isJsonArray, isJsonObject, isNumberText, type JsonValue } from "../json.ts";

const longest = 80;

/** A value as a message shows it: JSON; long texts are cut, lists and objects told by their kind. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (isNumberText(value)) return value.text;
  if (isJsonArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isJsonObject(value)) {
    const text = Object.hasOwn(value, "Get") ? value["Get"] : undefined;
    return typeof text === "string" ? `{"Get": ${shown(text)}}` : "an object";
  }
  if (typeof value !== "string" || value.length <= longest) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, longest))}… (${value.length} characters)`;
}
