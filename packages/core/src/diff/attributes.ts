import { jsonEntries } from "../definition/key-order.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { itemPath, memberPath } from "../rules/path.ts";
import { canonical, isWrittenSame, type Order } from "./canonical.ts";
import { byName, isExpressionValue, isSet, nameMember } from "./lists.ts";
import type { ChangeKind } from "./types.ts";

/** An attribute that differs, before anything is said about its effects. */
export interface Difference {
  readonly kind: ChangeKind;
  readonly path: string;
  /** The keys, indexes and names of items that the path is made of. */
  readonly keys: readonly (string | number)[];
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** What differs between two objects, in the order of the later text; what is gone comes last. */
export function differences(
  before: JsonObject,
  after: JsonObject,
  orderOf: (keys: readonly (string | number)[]) => Order = () => "known",
): Difference[] {
  return [...compareMembers(before, after, { keys: [], path: "" }, orderOf)];
}

interface Place {
  readonly keys: readonly (string | number)[];
  readonly path: string;
}

type OrderOf = (keys: readonly (string | number)[]) => Order;

function* compareMembers(
  before: JsonObject,
  after: JsonObject,
  place: Place,
  orderOf: OrderOf,
): Generator<Difference> {
  for (const [key, value] of jsonEntries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    yield* compare(old, value, memberPlace(place, key), orderOf);
  }
  for (const [key, value] of jsonEntries(before)) {
    const isGone = !Object.hasOwn(after, key) || after[key] === undefined;
    if (isGone) yield* compare(value, undefined, memberPlace(place, key), orderOf);
  }
}

function* compare(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  place: Place,
  orderOf: OrderOf,
): Generator<Difference> {
  const { keys, path } = place;
  if (before === undefined || after === undefined) {
    if (after !== undefined) yield { kind: "added", path, keys, after };
    if (before !== undefined) yield { kind: "removed", path, keys, before };
    return;
  }
  if (isWrittenSame(before, after)) return;
  const order = orderOf(keys);
  if (canonical(before, order, keys) === canonical(after, order, keys)) return;
  if (isJsonArray(before) && isJsonArray(after)) {
    yield* compareLists(before, after, place, orderOf);
  } else if (isPlainObject(before) && isPlainObject(after)) {
    yield* compareMembers(before, after, place, orderOf);
  } else {
    yield { kind: "changed", path, keys, before, after };
  }
}

function* compareLists(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  place: Place,
  orderOf: OrderOf,
): Generator<Difference> {
  const { keys, path } = place;
  const isKnown = orderOf(keys) === "known";
  const member = isKnown ? nameMember(before, after) : undefined;
  if (member !== undefined) {
    const [old, young] = [byName(before, member), byName(after, member)];
    for (const name of new Set([...young.keys(), ...old.keys()])) {
      const inner = { keys: [...keys, name], path: `${path}['${escaped(name)}']` };
      yield* compare(old.get(name), young.get(name), inner, orderOf);
    }
  } else if (before.length === after.length && !(isKnown && isSet(keys) && isFlat(after))) {
    for (const [index, item] of after.entries()) {
      const inner = { keys: [...keys, index], path: itemPath(path, index) };
      yield* compare(before[index], item, inner, orderOf);
    }
  } else {
    yield { kind: "changed", path, keys, before, after };
  }
}

function memberPlace({ keys, path }: Place, key: string): Place {
  const longer = memberPath(path, key);
  return { keys: [...keys, key], path: path === "" ? longer.replace(/^\./, "") : longer };
}

function escaped(name: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}

function isPlainObject(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && !isExpressionValue(value);
}

function isFlat(list: readonly JsonValue[]): boolean {
  return list.every((item) => !isJsonObject(item) || isExpressionValue(item));
}
