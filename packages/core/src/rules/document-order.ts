import { isInTextOrder, orderedKeys } from "../definition/key-order.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { pathSegments } from "./path.ts";
import type { Finding } from "./rule.ts";

/**
 * Findings by where in a document their paths point, and then by their rules; what is missing comes
 * last of its owner.
 */
export function inDocumentOrder(document: JsonValue, findings: readonly Finding[]): Finding[] {
  const indexes = new Map<object, ReadonlyMap<string, number>>();
  return findings
    .map((finding) => ({ finding, place: placeOf(document, finding.path, indexes) }))
    .toSorted((a, b) => compare(a.place, b.place) || (a.finding.rule < b.finding.rule ? -1 : 1))
    .map(({ finding }) => finding);
}

function placeOf(
  document: JsonValue,
  path: string,
  indexes: Map<object, ReadonlyMap<string, number>>,
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
  indexes: Map<object, ReadonlyMap<string, number>>,
): number {
  if (object[key] === undefined) return Infinity;
  if (isInTextOrder(object) && !indexes.has(object)) {
    let order = 0;
    for (const one in object) {
      if (one === key) return order;
      order += 1;
      if (order > few) break;
    }
    if (order <= few) return Infinity;
  }
  const known = indexes.get(object);
  if (known !== undefined) return known.get(key) ?? Infinity;
  const index = new Map(orderedKeys(object).map((name, order) => [name, order]));
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
