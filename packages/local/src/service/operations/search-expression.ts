import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import type { Cursor } from "../../state/list-rows.ts";
import { objectsIn, optionalText, requiredText } from "../input.ts";

/**
 * Whether a record is one that a search expression is about.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SearchExpression.html
 */
export function matches(record: JsonObject, expression: JsonObject): boolean {
  const results = [
    ...objectsIn(expression, "Filters").map((filter) => passes(record, filter)),
    ...objectsIn(expression, "NestedFilters").map((nested) => passesNested(record, nested)),
    ...objectsIn(expression, "SubExpressions").map((inner) => matches(record, inner)),
  ];
  if (results.length === 0) return true;
  return optionalText(expression, "Operator") === "Or"
    ? results.some(Boolean)
    : results.every(Boolean);
}

/** All filters hold for one and the same item of a list. */
function passesNested(record: JsonObject, nested: JsonObject): boolean {
  const path = requiredText(nested, "NestedPropertyName");
  const list = valueAt(record, path);
  const filters = objectsIn(nested, "Filters").map((filter) => ({
    ...filter,
    Name: requiredText(filter, "Name").replace(`${path}.`, ""),
  }));
  const items = isJsonArray(list) ? list.filter(isJsonObject) : [];
  return items.some((item) => filters.every((filter) => passes(item, filter)));
}

function passes(record: JsonObject, filter: JsonObject): boolean {
  const value = valueAt(record, requiredText(filter, "Name"));
  const wanted = optionalText(filter, "Value") ?? "";
  const operator = optionalText(filter, "Operator") ?? "Equals";
  if (operator === "Exists") return value !== undefined;
  if (operator === "NotExists") return value === undefined;
  if (value === undefined) return operator === "NotEquals";
  const text = textOf(value);
  const order = typeof value === "number" ? value - numberIn(wanted) : compareTexts(text, wanted);
  switch (operator) {
    case "Equals":
      return order === 0;
    case "NotEquals":
      return order !== 0;
    case "GreaterThan":
      return order > 0;
    case "GreaterThanOrEqualTo":
      return order >= 0;
    case "LessThan":
      return order < 0;
    case "LessThanOrEqualTo":
      return order <= 0;
    case "Contains":
      return text.toLowerCase().includes(wanted.toLowerCase());
    default:
      return wanted.split(",").includes(text);
  }
}

/** What lies at a path such as `ParallelismConfiguration.MaxParallelExecutionSteps` or `Tags.team`. */
function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  if (path.startsWith("Tags.")) {
    const key = path.slice("Tags.".length);
    return objectsIn(record, "Tags").find((tag) => tag["Key"] === key)?.["Value"];
  }
  return path
    .split(".")
    .reduce<JsonValue | undefined>(
      (inner, part) =>
        isJsonObject(inner) && Object.hasOwn(inner, part) ? inner[part] : undefined,
      record,
    );
}

/** A value of a filter as a number; times may be given as ISO 8601 text, records have seconds. */
function numberIn(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(text) / 1000 : number;
}

/** What a record is sorted by; a record without comes first. */
export function sortValue(record: JsonObject, path: string): string | number {
  const value = valueAt(record, path);
  return typeof value === "number" ? value : textOf(value ?? "");
}

/** The order of two records: by value, then by ARN. */
export function compareValues(a: Cursor, b: Cursor): number {
  const isByNumber = typeof a.value === "number" && typeof b.value === "number";
  const order = isByNumber
    ? Number(a.value) - Number(b.value)
    : compareTexts(String(a.value), String(b.value));
  return order || compareTexts(String(a.id), String(b.id));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
