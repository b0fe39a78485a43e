import type { JsonObject, JsonValue } from "../json.ts";

/**
 * JavaScript lists keys that look like array indexes first, in numeric order. Where an object has
 * such keys, their order in the text is kept beside it.
 */
const keyOrder: unique symbol = Symbol.for("nacre.keyOrder");

const indexLike = /^(?:0|[1-9]\d{0,9})$/;

/** Whether a key may be like an index. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Keeps the order of the keys, where the object itself would not. */
export function rememberKeyOrder(object: object, keys: Iterable<string>): void {
  const list = [...keys];
  if (!list.some((key) => indexLike.test(key))) return;
  Object.defineProperty(object, keyOrder, { value: list });
}

/** Whether JavaScript lists the keys of an object in the order of its text, as it nearly always does. */
export function isInTextOrder(object: { readonly [keyOrder]?: unknown }): boolean {
  return object[keyOrder] === undefined;
}

/** The keys of an object in the order of its text. */
export function orderedKeys(object: { readonly [keyOrder]?: unknown }): string[] {
  const keys = Object.keys(object);
  const order = object[keyOrder];
  if (!Array.isArray(order)) return keys;
  const kept = order.filter((key): key is string => Object.hasOwn(object, key));
  const known = new Set(kept);
  return [...kept, ...keys.filter((key) => !known.has(key))];
}

/** The members of an object in the order of its text, without those that are undefined. */
export function jsonEntries(object: JsonObject): [key: string, value: JsonValue][] {
  const entries: [string, JsonValue][] = [];
  for (const key of orderedKeys(object)) {
    const value = object[key];
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}
