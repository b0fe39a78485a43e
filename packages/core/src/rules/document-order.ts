import { jsonEntries, orderedKeys } from "../definition/key-order.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { pathSegments } from "./path.ts";

/** Compares JSON paths by where in a document they point; what is missing comes last of its owner. */
export function documentOrder(
  document: JsonValue,
  findings: readonly { readonly path: string }[],
): (a: string, b: string) => number {
  const indexes = new WeakMap<object, ReadonlyMap<string, number>>();
  const places = new Map<string, readonly number[]>();
  for (const { path } of findings) {
    if (!places.has(path)) places.set(path, placeOf(document, path, indexes));
  }
  return (a, b) => compare(places.get(a) ?? [], places.get(b) ?? []);
}

function placeOf(
  document: JsonValue,
  path: string,
  indexes: WeakMap<object, ReadonlyMap<string, number>>,
): number[] {
  let value: JsonValue | undefined = document;
  const place: number[] = [];
  for (const segment of pathSegments(path)) {
    if (typeof segment === "number") {
      place.push(segment);
      value = isJsonArray(value) ? value[segment] : undefined;
    } else if (isJsonObject(value)) {
      place.push(orderOf(value, segment, indexes));
      value = Object.hasOwn(value, segment) ? value[segment] : undefined;
    } else {
      place.push(Infinity);
      value = undefined;
    }
  }
  return place;
}

/** Which of the members of an object comes under a key; those of large ones are counted once. */
function orderOf(
  object: JsonObject,
  key: string,
  indexes: WeakMap<object, ReadonlyMap<string, number>>,
): number {
  const known = indexes.get(object);
  if (known !== undefined) return known.get(key) ?? Infinity;
  const keys = orderedKeys(object);
  if (keys.length <= few) {
    const order = object[key] === undefined ? -1 : keys.indexOf(key);
    return order < 0 ? Infinity : order;
  }
  const index = new Map(jsonEntries(object).map(([name], order) => [name, order]));
  indexes.set(object, index);
  return index.get(key) ?? Infinity;
}

const few = 20;

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [left = 0, right = 0] = [a[index], b[index]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
