import { apiShape } from "../build-api.ts";
import type { TypeContext } from "../build-context.ts";
import { memberDoc, shapeDoc } from "../decide/docs.ts";
import { assertNever } from "../errors.ts";
import type { IrEnum, IrMember, IrShape, IrType } from "../ir.ts";
import type { Limits } from "../limits.ts";
import type { Json, JsonObject } from "../load.ts";
import type { ApiNode } from "../schema-node.ts";
import { limitKeywords } from "./limits.ts";
import type { Place, Translator } from "./translator.ts";

/** The shapes and enums of the API that a schema needs. */
interface ApiTypes {
  readonly shapes: Map<string, { readonly shape: IrShape; readonly origin: string }>;
  readonly enums: Map<string, IrEnum>;
}

/** A reference to the definition of an API shape; see {@link apiShape} for its name. */
export function apiReference(node: ApiNode, at: Place, translator: Translator): JsonObject {
  const types: ApiTypes = { shapes: new Map(), enums: new Map() };
  const begun = new Set<string>();
  const context: TypeContext = {
    ...translator.api,
    shape: (name, origin, make) => {
      if (begun.has(name)) return;
      begun.add(name);
      types.shapes.set(name, { shape: make(), origin });
    },
    enum: (value) => types.enums.set(value.name, value),
  };
  apiShape(node, at.role, at.name, context);
  return shapeReference(at.name, types, translator);
}

function shapeReference(name: string, types: ApiTypes, translator: Translator): JsonObject {
  const found = types.shapes.get(name);
  if (found === undefined) throw new TypeError(`The shape ${name} was made before`);
  const { shape, origin } = found;
  return translator.definitions.refer(name, origin, () => {
    const page = shapeDoc(shape);
    return {
      description: sentences(page.sentences, page.see),
      type: "object",
      properties: Object.fromEntries(
        shape.members.map((member) => [
          member.name,
          memberSchema(member, shape, types, translator),
        ]),
      ),
      ...required(shape.members.filter((one) => one.required).map((one) => one.name)),
      additionalProperties: false,
      ...(shape.isUnion && { minProperties: 1, maxProperties: 1 }),
    };
  });
}

function required(names: readonly string[]): JsonObject {
  return names.length === 0 ? {} : { required: names };
}

function memberSchema(
  member: IrMember,
  shape: IrShape,
  types: ApiTypes,
  translator: Translator,
): JsonObject {
  const doc = memberDoc(member);
  const own =
    doc.sentences.length > 0 ? doc.sentences : [`\`${member.name}\` of \`${shape.name}\`.`];
  const byDefault = defaultOf(doc.default);
  return {
    description: sentences(
      byDefault === undefined && doc.default !== undefined
        ? [...own, `Default: ${doc.default}.`]
        : own,
      shapeDoc(shape).see,
    ),
    ...(byDefault !== undefined && { default: byDefault }),
    ...typeSchema(member.type, member.limits, types, translator),
  };
}

/** A default is given as JSON or in words; only the former has a place in a schema. */
function defaultOf(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function typeSchema(
  type: IrType,
  limits: Limits,
  types: ApiTypes,
  translator: Translator,
): JsonObject {
  const nested = (inner: IrType, own: Limits = {}) => typeSchema(inner, own, types, translator);
  switch (type.kind) {
    case "string":
      return { type: "string", ...limitKeywords(limits, "characters") };
    case "number":
      return {
        type: limits.integer === true ? "integer" : "number",
        ...limitKeywords(limits, "number"),
      };
    case "boolean":
    case "null":
      return { type: type.kind };
    case "any":
      return {};
    case "literals":
      return { enum: type.values };
    case "enum":
      return enumReference(type.name, types, translator);
    case "shape":
      return shapeReference(type.name, types, translator);
    case "list":
      return {
        type: "array",
        ...limitKeywords(limits, "items"),
        items: nested(type.item, limits.items),
      };
    case "map": {
      const keys = limitKeywords(limits.keys ?? {}, "characters");
      return {
        type: "object",
        ...limitKeywords(limits, "entries"),
        ...(Object.keys(keys).length > 0 && { propertyNames: { type: "string", ...keys } }),
        additionalProperties: nested(type.value, limits.items),
      };
    }
    case "union":
      return { anyOf: type.of.map((one) => nested(one, limits)) };
    case "value":
      return type.of.kind === "any" ? {} : translator.leaf(nested(type.of, limits), "arguments");
    case "expression":
    case "core":
      throw new TypeError(`A request of the API has no ${type.kind}`);
    default:
      return assertNever(type);
  }
}

function enumReference(name: string, types: ApiTypes, translator: Translator): JsonObject {
  const found = types.enums.get(name);
  if (found === undefined) throw new TypeError(`The enum ${name} was made before`);
  const values = found.values.map(({ value }) => value);
  return translator.definitions.refer(name, `the enum ${name}`, () => ({
    type: values.some((value) => typeof value === "number") ? "number" : "string",
    ...(found.isOpen
      ? { description: "AWS adds values often: others are taken too.", examples: values }
      : { enum: values }),
  }));
}

function sentences(own: readonly string[], see: string | undefined): string {
  return [...own, ...(see === undefined ? [] : [`See ${see}`])].join(" ");
}
