import { createHash } from "node:crypto";
import {
  cacheKeyMembers,
  isJsonArray,
  isJsonObject,
  isNumberText,
  jsonEntries,
  type JsonObject,
  type JsonValue,
} from "@nacre/core";

/** What a step is known by in the cache. */
export interface CacheKey {
  /** SHA-256 of the attributes, in hex. */
  readonly hash: string;
  /** The attributes that are there, by their path such as `Arguments.Environment`, members in order. */
  readonly attributes: JsonObject;
}

/**
 * The cache key of a step: SageMaker's attributes of its type, with every reference replaced.
 *
 * @param type - the step's type
 * @param resolved - the step's arguments without references
 * @param definition - the step as the definition has it, for what stands beside its arguments
 * @returns undefined for a type of step that is never cached
 */
export function cacheKey(
  type: string,
  resolved: JsonObject,
  definition: JsonObject = {},
): CacheKey | undefined {
  const members = keyMembers(type);
  if (members === undefined) return undefined;
  const step: JsonObject = { ...definition, Arguments: resolved };
  const found = members.flatMap((path) => {
    const value = path.split(".").reduce<JsonValue | undefined>(member, step);
    return value === undefined || value === null ? [] : [[path, ordered(value)]];
  });
  // Made from entries of text and JSON, in the order of the table.
  const attributes = Object.fromEntries(found) as JsonObject;
  const hash = createHash("sha256").update(JSON.stringify(attributes)).digest("hex");
  return { hash, attributes };
}

/** The members of a step that count, such as `Arguments.Environment`; undefined for a type never cached. */
export function keyMembers(type: string): readonly string[] | undefined {
  return Object.hasOwn(cacheKeyMembers, type) ? cacheKeyMembers[type] : undefined;
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The same value with the members of all its objects in the order of their names. */
function ordered(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return isNumberText(value) ? value.value : value;
  const entries = jsonEntries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}
