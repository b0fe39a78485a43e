import { rememberKeyOrder } from "./definition/key-order.ts";
import { NacreError } from "./errors.ts";
import { toClauses, toDefinition } from "./expression.ts";
import { isNumberText, type JsonValue } from "./json.ts";

/** Where a value stands while it is rendered. */
export interface RenderLocation {
  readonly step?: string;
  readonly path: string;
}

/** What is rendered just now, from the outside in: finds a value that contains itself. */
type Ancestors = readonly object[];

/**
 * A value of a step's arguments as JSON: expressions, conditions and steps become what the
 * definition has for them, members that are undefined are left out. A Map is an object whose keys
 * keep their order even where they look like numbers.
 *
 * @throws NacreError `VALUE_NOT_JSON` for what JSON cannot hold, such as a Date or NaN.
 */
export function renderValue(value: unknown, at: RenderLocation, above: Ancestors = []): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notJson(String(value), at);
    // JSON has no negative zero of its own in JavaScript's printing; the sign is of no use here.
    return Object.is(value, -0) ? 0 : value;
  }
  if (typeof value !== "object") throw notJson(describeValue(value), at);
  if (isNumberText(value)) return value;
  if (above.includes(value)) throw notJson("a value that contains itself", at);
  const inside = [...above, value];
  if (Array.isArray(value)) return renderList(value, at, inside);
  if (toClauses in value) throw misplacedCondition(at);
  if (toDefinition in value && typeof value[toDefinition] === "function") {
    return value[toDefinition]();
  }
  if (value instanceof Map) return renderMembers([...value], at, inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw notJson(describeValue(value), at);
  return renderMembers(Object.entries(value), at, inside);
}

function renderMembers(
  entries: readonly (readonly [key: unknown, value: unknown])[],
  at: RenderLocation,
  above: Ancestors,
): JsonValue {
  const members: Record<string, JsonValue> = {};
  const keys = entries.flatMap(([name, member]) => {
    if (member === undefined) return [];
    const key = String(name);
    const rendered = renderValue(member, { ...at, path: `${at.path}.${key}` }, above);
    // Plain assignment to `__proto__` would set the prototype instead.
    Object.defineProperty(members, key, {
      value: rendered,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return [key];
  });
  rememberKeyOrder(members, keys);
  return members;
}

function renderList(list: readonly unknown[], at: RenderLocation, above: Ancestors): JsonValue[] {
  return list.flatMap((item, index) =>
    hasClauses(item)
      ? item[toClauses]()
      : [renderValue(item, { ...at, path: `${at.path}[${index}]` }, above)],
  );
}

function hasClauses(item: unknown): item is { [toClauses](): JsonValue[] } {
  return typeof item === "object" && item !== null && toClauses in item;
}

function describeValue(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    const name: unknown = value.constructor?.name;
    return typeof name === "string" ? `an object of class ${name}` : "such an object";
  }
  return value === undefined ? "undefined" : `a ${typeof value}`;
}

function notJson(what: string, at: RenderLocation): NacreError {
  const step = at.step === undefined ? "" : ` of step "${at.step}"`;
  return new NacreError("VALUE_NOT_JSON", `${at.path}${step} holds ${what}, not a JSON value.`, {
    at,
    help: "Give a string, a finite number, a boolean, a list, a plain object or an expression.",
  });
}

function misplacedCondition(at: RenderLocation): NacreError {
  return new NacreError("CONDITION_MISPLACED", `${at.path} holds a condition.`, {
    at,
    help: "Conditions stand in the list Conditions of a ConditionStep, or inside or(), and(), not().",
  });
}
