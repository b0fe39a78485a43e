import { CodegenError } from "../errors.ts";
import { isObject, type Json, type JsonObject } from "../load.ts";

/**
 * The shapes of the JSON Schema in the short form that @nacre/core checks definitions with
 * (`rules/shapes/shape.ts` there), by name. They say the same, without descriptions, and in a form
 * from which a fault can be told: an object with a known set of members, a choice by `Type`.
 */
export function compactShapes(schema: JsonObject): ReadonlyMap<string, Json> {
  const { $defs } = schema;
  const { properties, required } = schema;
  const all = Object.entries(isObject($defs) ? $defs : {});
  return new Map([
    [
      "Definition",
      compact(
        { type: "object", properties: properties ?? {}, required: required ?? [] },
        "Definition",
      ),
    ],
    ...all
      .filter(([name]) => !expressions.has(name))
      .map(([name, value]): [string, Json] => [name, compact(value, name)]),
  ]);
}

/** What stands for a value; core knows these by itself. */
const expressions: ReadonlySet<string> = new Set([
  "Expression",
  "GetExpression",
  "GetOrJoinExpression",
  "IfObjectExpression",
  "IfObjectGetOrJoinExpression",
]);

/** A node; `at` says where it is, for faults. */
function compact(json: Json | undefined, at: string): Json {
  if (!isObject(json)) return {};
  const target = definitionName(json["$ref"]);
  const forms = formsByPresence(json);
  if (forms !== undefined) return union(forms, target !== undefined, at);
  if (Array.isArray(json["anyOf"])) return union(json["anyOf"], target !== undefined, at);
  if (target !== undefined) return expressions.has(target) ? { only: true } : target;
  const byType = choiceByType(json);
  if (byType !== undefined) return byType;
  const values = "const" in json ? [json["const"] ?? null] : json["enum"];
  switch (json["type"]) {
    case "string":
      return { type: "string", ...sizes(json, "Length"), ...given("values", values) };
    case "integer":
    case "number":
      return { type: json["type"], ...sizes(json, "") };
    case "boolean":
    case "null":
      return { type: json["type"] };
    case "array":
      return { type: "list", of: compact(json["items"], at), ...sizes(json, "Items") };
    case "object":
      return object(json, at);
    case undefined:
      return values === undefined ? {} : { type: "string", values };
    default:
      throw new CodegenError(
        "SCHEMA_NOT_CHECKABLE",
        `${at} has the type ${JSON.stringify(json["type"])}, which no check knows.`,
        "Teach packages/codegen/src/validation and core's rules/shapes this type.",
      );
  }
}

/** Alternatives; an expression is one that a node takes besides, and goes into a mark. */
function union(alternatives: readonly Json[], takesExpression: boolean, at: string): Json {
  const mark = takesExpression ? { expression: true } : {};
  const plain = takesExpression
    ? alternatives.filter(
        (one) => !isObject(one) || Object.keys(one).length > 1 || one["type"] !== "object",
      )
    : alternatives;
  const [first, ...others] = plain.map((one) => compact(one, at));
  if (others.length > 0) return { any: [first ?? {}, ...others], ...mark };
  if (!takesExpression) return first ?? {};
  return isObject(first) ? { ...first, ...mark } : { any: [first ?? {}], ...mark };
}

/** The forms of an object that are told apart by the members they require (json-schema/choice.ts). */
function formsByPresence(json: JsonObject): Json[] | undefined {
  const { anyOf, allOf } = json;
  if (!Array.isArray(anyOf) || !Array.isArray(allOf)) return undefined;
  return allOf.flatMap((one) => (isObject(one) && isObject(one["then"]) ? [one["then"]] : []));
}

/** `Type` says which of several shapes an object has. */
function choiceByType(json: JsonObject): Json | undefined {
  const all = json["allOf"];
  if (!Array.isArray(all)) return undefined;
  const entries = all.flatMap((one) => {
    if (!isObject(one) || !isObject(one["if"]) || !isObject(one["then"])) return [];
    const name = definitionName(one["then"]["$ref"]);
    const members = one["if"]["properties"];
    const type = isObject(members) ? members["Type"] : undefined;
    if (name === undefined || !isObject(type)) return [];
    const values = "const" in type ? [type["const"]] : type["enum"];
    return (Array.isArray(values) ? values : []).map((value) => [String(value), name]);
  });
  return { byType: Object.fromEntries(entries) };
}

function object(json: JsonObject, at: string): Json {
  const { properties, required, additionalProperties, propertyNames } = json;
  if (!isObject(properties)) {
    const keys = isObject(propertyNames) ? compact(propertyNames, at) : undefined;
    return {
      type: "map",
      of: compact(additionalProperties, `${at}/*`),
      ...given("keys", keys),
      ...sizes(json, "Properties"),
    };
  }
  const members = Object.entries(properties).map(([name, value]) => [
    name,
    compact(value, `${at}/${name}`),
  ]);
  return {
    type: "object",
    members: Object.fromEntries(members),
    ...given("required", Array.isArray(required) && required.length > 0 ? required : undefined),
  };
}

function sizes(json: JsonObject, what: "Length" | "Items" | "Properties" | ""): JsonObject {
  const [min, max] = what === "" ? ["minimum", "maximum"] : [`min${what}`, `max${what}`];
  return {
    ...given("min", json[min ?? ""]),
    ...given("max", json[max ?? ""]),
    ...given("pattern", json["pattern"]),
  };
}

function given(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function definitionName(reference: Json | undefined): string | undefined {
  return typeof reference === "string" ? reference.replace("#/$defs/", "") : undefined;
}
