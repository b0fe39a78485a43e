import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";

/** Members by which items of a list are told apart; the first that all items have counts. */
const nameMembers = [
  "InputName",
  "OutputName",
  "ChannelName",
  "PropertyFileName",
  "RuleConfigurationName",
  "VariantName",
  "DefinitionName",
  "Name",
  "Key",
] as const;

/** Lists whose order has no meaning, by the member that holds them. */
const sets: ReadonlySet<string> = new Set([
  "DependsOn",
  "EnumValues",
  "Conditions",
  "ExceptionType",
  "Subnets",
  "SecurityGroupIds",
  "SupportedContentTypes",
  "SupportedResponseMIMETypes",
  "SupportedRealtimeInferenceInstanceTypes",
  "SupportedTransformInstanceTypes",
]);

/** Whether the order of a list has no meaning, by the keys that lead to it. */
export function isSet(keys: readonly (string | number)[]): boolean {
  const last = keys.at(-1);
  // The values of a join are pieces of a text, those of a condition or a range are not.
  if (last === "Values") return keys.at(-2) !== "Std:Join";
  return typeof last === "string" && sets.has(last);
}

/** The member by which the items of all these lists can be found; undefined where there is none. */
export function nameMember(...lists: readonly (readonly JsonValue[])[]): string | undefined {
  if (lists.every((list) => list.length === 0)) return undefined;
  return nameMembers.find((member) => lists.every((list) => namesIn(list, member) !== undefined));
}

/** The items by their names; undefined where an item has none or two have the same. */
function namesIn(list: readonly JsonValue[], member: string): Set<string> | undefined {
  const names = new Set<string>();
  for (const item of list) {
    const name = isJsonObject(item) && Object.hasOwn(item, member) ? item[member] : undefined;
    if (typeof name !== "string" || names.has(name)) return undefined;
    names.add(name);
  }
  return names;
}

/** The items of a list by the names they have under `member`. */
export function byName(list: readonly JsonValue[], member: string): Map<string, JsonValue> {
  return new Map(list.map((item) => [String(isJsonObject(item) ? item[member] : ""), item]));
}

/** Whether a value is an expression: it counts as one value, whatever is inside. */
export function isExpressionValue(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "Get" || keys[0]?.startsWith("Std:") === true);
}

/** Whether a value is an object or a list that has something inside. */
export function isBranch(value: JsonValue): boolean {
  if (isJsonArray(value)) return value.length > 0;
  return isJsonObject(value) && !isExpressionValue(value) && Object.keys(value).length > 0;
}
