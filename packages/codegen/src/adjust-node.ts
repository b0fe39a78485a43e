import { CodegenError } from "./errors.ts";
import { limitsOfSchema } from "./limits.ts";
import { isObject, type Json, type JsonObject } from "./load.ts";
import type {
  ApiMemberNote,
  CoreType,
  MemberNode,
  ObjectNode,
  ScalarType,
  SchemaNode,
} from "./schema-node.ts";

/** What reading a node needs to know about the schema around it. */
export interface Reader {
  readonly definitions: ReadonlyMap<string, JsonObject>;
  /** Names of the definitions that are steps. */
  readonly steps: ReadonlySet<string>;
  readonly warn: (place: string, text: string) => void;
  /** The definitions that `allOf` puts together just now, from the outside in. */
  readonly merging?: readonly string[];
}

/** Definitions that @nacre/core writes by hand, by their names in the schema. */
const core: ReadonlyMap<string, CoreType> = new Map([
  ["BinaryCondition", "Condition"],
  ["InCondition", "Condition"],
  ["OrCondition", "Condition"],
  ["NotCondition", "Condition"],
]);

/** Every keyword we act on or may pass over: any other is reported, so that a misspelling shows. */
const known = new Set(
  (
    "type properties required additionalProperties patternProperties items enum const $ref oneOf anyOf allOf " +
    "minLength maxLength minItems maxItems minProperties maxProperties minimum maximum pattern propertyNames " +
    "title description default $comment format uniqueItems departure see apiShape apiMembers exactlyOneOf"
  ).split(" "),
);

/** Brings one node of the schema into its closed form. */
export function node(json: Json, place: string, reader: Reader): SchemaNode {
  if (json === true) return { kind: "any" };
  if (!isObject(json)) throw noSchema(json, place);
  checkKeywords(json, place, reader);
  if (typeof json["$ref"] === "string") return reference(json["$ref"], place, reader);
  if (typeof json["apiShape"] === "string") {
    return {
      kind: "api",
      shape: json["apiShape"],
      notes: apiMembers(json["apiMembers"]),
      more: members(json, place, reader),
    };
  }
  const alternatives = json["oneOf"] ?? json["anyOf"];
  if (Array.isArray(alternatives)) return union(alternatives, place, reader);
  if (Array.isArray(json["allOf"])) return merged(json["allOf"], place, reader);
  const constants = "const" in json ? [json["const"] ?? null] : json["enum"];
  if (Array.isArray(constants)) return { kind: "literals", values: constants.filter(isConstant) };
  return typed(json, place, reader);
}

/** The fault of a value that is no schema. */
export function noSchema(json: Json, place: string): CodegenError {
  return new CodegenError(
    "SCHEMA_NODE",
    `${place} is ${JSON.stringify(json)}, where a schema is wanted.`,
    'Write an object, such as { "type": "string" }.',
  );
}

/** The members of an object node, in the schema's order. */
export function members(json: JsonObject, place: string, reader: Reader): MemberNode[] {
  const required = Array.isArray(json["required"]) ? json["required"] : [];
  return Object.entries(isObject(json["properties"]) ? json["properties"] : {}).map(
    ([name, value]) => ({
      name,
      node: node(value, `${place}/properties/${name}`, reader),
      required: required.includes(name),
      description: isObject(value) ? text(value["description"]) : undefined,
      default:
        isObject(value) && value["default"] !== undefined
          ? JSON.stringify(value["default"])
          : undefined,
    }),
  );
}

/** Reports keywords that nothing reads. */
export function checkKeywords(
  json: JsonObject,
  place: string,
  reader: Reader,
  more: readonly string[] = [],
): void {
  for (const keyword of Object.keys(json)) {
    if (!known.has(keyword) && !more.includes(keyword)) {
      reader.warn(place, `the keyword "${keyword}" is not known and was passed over`);
    }
  }
}

/** The value when it is a string. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function reference(target: string, place: string, reader: Reader): SchemaNode {
  const name = /^#\/(?:definitions|\$defs)\/([^/]+)$/.exec(target)?.[1];
  const byHand = name === undefined ? undefined : core.get(name);
  if (byHand !== undefined) return { kind: "core", name: byHand };
  const definition = name === undefined ? undefined : reader.definitions.get(name);
  if (name === undefined || definition === undefined) {
    throw new CodegenError(
      "SCHEMA_REFERENCE_UNKNOWN",
      `${place} refers to ${target}, which is not there.`,
      "Refer to one of the schema's own definitions: #/definitions/<name>.",
    );
  }
  if (reader.steps.has(name)) return { kind: "core", name: "AnyStep" };
  if (isExpression(definition)) return { kind: "expression" };
  return { kind: "definition", name };
}

/** `{ "Get": … }`, `{ "Std:Join": … }` and `{ "Std:JsonGet": … }` are what expressions turn into. */
function isExpression(definition: JsonObject): boolean {
  const properties = definition["properties"];
  const names = Object.keys(isObject(properties) ? properties : {});
  return names.length === 1 && names.every((name) => name === "Get" || name.startsWith("Std:"));
}

function union(alternatives: readonly Json[], place: string, reader: Reader): SchemaNode {
  const nodes = alternatives.map((item, index) => node(item, `${place}/${index}`, reader));
  const distinct = new Map(nodes.map((item) => [JSON.stringify(item), item]));
  const of = [...distinct.values()];
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "union", of };
}

function merged(parts: readonly Json[], place: string, reader: Reader): SchemaNode {
  const all = parts.map((part, index): ObjectNode => {
    const name = definitionNamed(part, reader);
    const own = node(
      name === undefined ? part : (reader.definitions.get(name) ?? part),
      `${place}/allOf/${index}`,
      name === undefined ? reader : within(name, place, reader),
    );
    if (own.kind === "object") return own;
    throw new CodegenError(
      "SCHEMA_ALL_OF",
      `${place}/allOf/${index} is not an object with properties.`,
      "allOf is understood for objects only: put other limits beside the type.",
    );
  });
  return { ...emptyObject, members: all.flatMap((part) => part.members) };
}

const emptyObject: ObjectNode = {
  kind: "object",
  title: undefined,
  description: undefined,
  see: undefined,
  members: [],
};

/** The definition that a part of `allOf` refers to. */
function definitionNamed(part: Json, reader: Reader): string | undefined {
  const target = isObject(part) ? text(part["$ref"]) : undefined;
  const name = target?.split("/").at(-1);
  return name !== undefined && reader.definitions.has(name) ? name : undefined;
}

/** A reader that knows which definitions it is putting together, so that it comes to an end. */
function within(name: string, place: string, reader: Reader): Reader {
  const merging = [...(reader.merging ?? []), name];
  if (!reader.merging?.includes(name)) return { ...reader, merging };
  throw new CodegenError(
    "SCHEMA_ALL_OF_CYCLE",
    `${place} puts definitions together that hold each other: ${merging.join(" → ")}.`,
    "Take the reference back out of one of them.",
  );
}

function typed(json: JsonObject, place: string, reader: Reader): SchemaNode {
  const type = json["type"];
  if (Array.isArray(type)) {
    return union(
      type.map((one) => ({ ...json, type: one })),
      place,
      reader,
    );
  }
  const limits = limitsOfSchema(json);
  switch (type) {
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "null":
      return { kind: "scalar", type: type satisfies ScalarType, limits };
    case "array": {
      const items = json["items"];
      const item: SchemaNode =
        items === undefined ? { kind: "any" } : node(items, `${place}/items`, reader);
      return { kind: "list", item, limits };
    }
    case "object":
      return object(json, place, reader);
    case undefined:
      return isObject(json["properties"]) ? object(json, place, reader) : { kind: "any" };
    default:
      throw new CodegenError(
        "SCHEMA_TYPE",
        `${place} has the type ${JSON.stringify(type)}.`,
        "Use string, integer, number, boolean, null, array or object.",
      );
  }
}

function object(json: JsonObject, place: string, reader: Reader): SchemaNode {
  const rest = [
    ...Object.values(isObject(json["patternProperties"]) ? json["patternProperties"] : {}),
    ...(isObject(json["additionalProperties"]) ? [json["additionalProperties"]] : []),
  ];
  if (json["properties"] !== undefined) {
    if (rest.length > 0) {
      reader.warn(place, "members by pattern beside named ones are passed over");
    }
    return {
      kind: "object",
      title: text(json["title"]),
      description: text(json["description"]),
      see: text(json["see"]),
      members: members(json, place, reader),
    };
  }
  const value: SchemaNode =
    rest.length === 0 ? { kind: "any" } : union(rest, `${place}/patternProperties`, reader);
  return { kind: "map", value, limits: limitsOfSchema(json) };
}

function apiMembers(value: Json | undefined): ReadonlyMap<string, ApiMemberNote> {
  return new Map(
    Object.entries(isObject(value) ? value : {}).map(([name, note]) => [
      name,
      {
        optional: isObject(note) && note["optional"] === true,
        description: isObject(note) ? text(note["description"]) : undefined,
      },
    ]),
  );
}

function isConstant(value: Json): value is string | number | boolean {
  return value !== null && typeof value !== "object";
}
