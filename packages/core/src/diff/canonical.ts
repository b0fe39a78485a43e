import { jsonEntries } from "../definition/key-order.ts";
import { isJsonArray, isJsonObject, isNumberText, type JsonValue } from "../json.ts";
import { isSet, nameMember } from "./lists.ts";

/** How order is looked at: `plain` values are a user's own data, where the order of a list counts. */
export type Order = "known" | "plain";

/** Whether two values are written in the same way; quicker than their canonical texts. */
export function isWrittenSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (isJsonArray(one)) {
    return (
      isJsonArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isWrittenSame(item, other[index]))
    );
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isWrittenSame(one[key], other[key]))
  );
}

/**
 * A value as text that is the same for values which mean the same: keys sorted, and with `known` order
 * also lists of named items and sets.
 */
export function canonical(
  value: JsonValue | undefined,
  order: Order,
  keys: readonly (string | number)[] = [],
): string {
  if (value === undefined) return "";
  if (isJsonArray(value)) {
    const items = value.map((item, index) => canonical(item, order, [...keys, index]));
    const isFree = order === "known" && (isSet(keys) || nameMember(value) !== undefined);
    return `[${(isFree ? items.toSorted() : items).join()}]`;
  }
  if (isJsonObject(value)) {
    const members = jsonEntries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${canonical(member, order, [...keys, key])}`,
    );
    return `{${members.toSorted().join()}}`;
  }
  if (isNumberText(value)) {
    // 6.0 is 6; what JavaScript cannot tell apart keeps its text.
    return Math.abs(value.value) <= Number.MAX_SAFE_INTEGER ? String(value.value) : value.text;
  }
  return JSON.stringify(value);
}
