import { isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";

/** One step into a JSON value: a member's name, an element's number, or a name in brackets. */
export type PathPart = string | number;

/**
 * Takes a path apart: `a.b`, `a['b c']`, `a["b"]`, `list[0].x`, each with or without `$.` in front.
 * Undefined when it is no such path.
 */
export function parsePath(text: string): PathPart[] | undefined {
  const parts: PathPart[] = [];
  const pattern =
    /\.?(?<name>[^.[\]'"]+)|\[(?<index>\d+)\]|\[(?<quote>['"])(?<key>.*?)\k<quote>\]/gy;
  let end = text.startsWith("$") ? 1 : 0;
  pattern.lastIndex = end;
  for (const match of text.matchAll(pattern)) {
    const { name, index, key } = match.groups ?? {};
    // The first part has no dot in front of it unless the path starts with `$`.
    if (name !== undefined && match[0].startsWith(".") !== end > 0) return undefined;
    parts.push(index === undefined ? (name ?? key ?? "") : Number(index));
    end = match.index + match[0].length;
  }
  return end === text.length && parts.length > 0 ? parts : undefined;
}

/** Members that name an element of a list, as `Outputs['train']` does; the first that is there counts. */
const elementNames = ["OutputName", "InputName", "ChannelName", "MetricName", "Name", "Key"];

/** What lies at a path; undefined when nothing does. */
export function lookUp(
  value: JsonValue | undefined,
  path: readonly PathPart[],
): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, part) => child(inner, part), value);
}

function child(value: JsonValue | undefined, part: PathPart): JsonValue | undefined {
  if (isJsonArray(value)) {
    return typeof part === "number" ? value[part] : value.find((element) => isNamed(element, part));
  }
  if (!isJsonObject(value)) return undefined;
  return Object.hasOwn(value, part) ? value[part] : undefined;
}

function isNamed(element: JsonValue, name: string): boolean {
  if (!isJsonObject(element)) return false;
  const key = elementNames.find((candidate) => Object.hasOwn(element, candidate));
  return key !== undefined && element[key] === name;
}
