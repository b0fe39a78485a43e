import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";

/** A place where two keys differ. */
export interface Difference {
  /** Where, such as `Arguments.InputDataConfig[0].DataSource.S3DataSource.S3Uri`. */
  readonly path: string;
  /** What it was in the earlier run; undefined when it was not there. */
  readonly before: JsonValue | undefined;
  /** What it is now; undefined when it is not there. */
  readonly now: JsonValue | undefined;
}

/** Names that need no quotes in a path. */
const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * The first place where two keys differ, in the order of the attributes now; undefined when nowhere.
 *
 * @param before - attributes of the earlier run
 * @param now - attributes of this one
 */
export function firstDifference(before: JsonObject, now: JsonObject): Difference | undefined {
  for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
    const found = compare(name, before[name], now[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function compare(
  path: string,
  before: JsonValue | undefined,
  now: JsonValue | undefined,
): Difference | undefined {
  if (isJsonArray(before) && isJsonArray(now)) {
    for (let index = 0; index < Math.max(before.length, now.length); index += 1) {
      const found = compare(`${path}[${index}]`, before[index], now[index]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isJsonObject(before) && isJsonObject(now)) {
    for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
      const inner = plainName.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
      const found = compare(inner, before[name], now[name]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return before === now ? undefined : { path, before, now };
}
