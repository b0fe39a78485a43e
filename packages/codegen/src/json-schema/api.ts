import { apiPage, memberDoc } from "../decide/docs.ts";
import { assertNever } from "../errors.ts";
import type { IrType } from "../ir.ts";
import type { Limits } from "../limits.ts";
import { isObject, type Json, type JsonObject } from "../load.ts";
import type { SdkMember, SdkType } from "../sdk-types.ts";
import { limitKeywords } from "./limits.ts";
import type { Place, Translator } from "./translator.ts";

/**
 * A reference to the definition of the API's shape that an `apiShape` node names. Where the node
 * changes or adds members the definition is named after its place, otherwise as in the API.
 */
export function apiReference(json: JsonObject, at: Place, translator: Translator): JsonObject {
  const api = String(json["apiShape"]);
  const { apiMembers, properties } = json;
  if (!isObject(apiMembers) && !isObject(properties)) return shape(api, at.role, translator);
  return translator.definitions.refer(at.name, `the API's ${api} for ${at.name}`, () =>
    shapeSchema(api, at, translator, json),
  );
}

function shape(api: string, role: Place["role"], translator: Translator): JsonObject {
  return translator.definitions.refer(api, `the API's ${api} in ${role}`, () =>
    shapeSchema(api, { role, name: api }, translator, {}),
  );
}

/** The shape, with what the node says about single members and those it adds. */
function shapeSchema(
  api: string,
  at: Place,
  translator: Translator,
  { apiMembers, properties, required }: JsonObject,
): JsonObject {
  const { kind, members } = translator.sdk.shape(api);
  const notes = isObject(apiMembers) ? apiMembers : {};
  const optional = new Set(
    Object.keys(notes).filter((name) => {
      const note = notes[name];
      return isObject(note) && note["optional"] === true;
    }),
  );
  const more = Object.entries(isObject(properties) ? properties : {}).map(([name, value]) => [
    name,
    translator.node(value, { ...at, name: at.name + name }),
  ]);
  const all = [
    ...members.filter((one) => one.required && !optional.has(one.name)).map((one) => one.name),
    ...(Array.isArray(required) ? required : []),
  ];
  const isUnion = kind === "union";
  const about = [
    `\`${api}\` of the SageMaker API.`,
    ...(isUnion ? ["Exactly one member is given."] : []),
  ];
  return {
    description: withPage(about, api),
    type: "object",
    properties: {
      ...Object.fromEntries(
        members.map((one) => [one.name, member(api, one, notes[one.name], at, translator)]),
      ),
      ...Object.fromEntries(more),
    },
    // Exactly one member of a union is given, and none is required by itself.
    ...(isUnion
      ? { minProperties: 1, maxProperties: 1 }
      : all.length > 0 && { required: [...new Set(all)] }),
    additionalProperties: false,
  };
}

function member(
  api: string,
  { name, type, required }: SdkMember,
  note: Json | undefined,
  at: Place,
  translator: Translator,
): JsonObject {
  const { facts, isForDrift } = translator;
  const limits = facts.limits(api, name);
  const said = isObject(note) ? note["description"] : undefined;
  const doc = memberDoc({
    name,
    required,
    limits,
    type: subject(type),
    description: typeof said === "string" ? said : `\`${name}\` of \`${api}\`.`,
    default: facts.default(api, name),
  });
  const byDefault = asJson(doc.default);
  const inWords = doc.default !== undefined && byDefault === undefined;
  return {
    description: withPage(
      [...doc.sentences, ...(inWords ? [`Default: ${doc.default}.`] : [])],
      api,
    ),
    ...(byDefault !== undefined && { default: byDefault }),
    ...(isForDrift && isObject(note) && "departure" in note && { departure: note["departure"] }),
    ...typeSchema(type, limits, at.role, translator),
  };
}

/** What the limits of a member count. */
function subject({ kind }: SdkType): IrType {
  if (kind === "list") return { kind, item: { kind: "any" } };
  if (kind === "map") return { kind, value: { kind: "any" } };
  return { kind: kind === "number" ? "number" : "string" };
}

/** A default is given as JSON or in words; only the former has a place in a schema. */
function asJson(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function typeSchema(
  type: SdkType,
  limits: Limits,
  role: Place["role"],
  translator: Translator,
): JsonObject {
  const below = (inner: SdkType) => typeSchema(inner, limits.items ?? {}, role, translator);
  switch (type.kind) {
    case "string":
      return translator.leaf({ type: "string", ...limitKeywords(limits, "characters") }, role);
    case "number": {
      const number = limits.integer === true ? "integer" : "number";
      return translator.leaf({ type: number, ...limitKeywords(limits, "number") }, role);
    }
    case "boolean":
      return translator.leaf({ type: "boolean" }, role);
    case "time":
      return translator.leaf({ type: "string" }, role);
    case "any":
      return {};
    case "enum":
      return translator.leaf(enumReference(type.name, translator), role);
    case "shape":
      return shape(type.name, role, translator);
    case "list":
      return { type: "array", ...limitKeywords(limits, "items"), items: below(type.item) };
    case "map": {
      const keys = limitKeywords(limits.keys ?? {}, "characters");
      return {
        type: "object",
        ...limitKeywords(limits, "entries"),
        ...(Object.keys(keys).length > 0 && { propertyNames: { type: "string", ...keys } }),
        additionalProperties: below(type.value),
      };
    }
    default:
      return assertNever(type);
  }
}

function enumReference(name: string, translator: Translator): JsonObject {
  return translator.definitions.refer(name, `the enum ${name}`, () => {
    const values = (translator.sdk.enumValues(name) ?? []).map(({ value }) => value);
    return {
      type: values.some((value) => typeof value === "number") ? "number" : "string",
      ...(translator.openEnums.has(name)
        ? {
            description: "AWS adds values often: others are taken too.",
            ...(translator.openEnumPattern !== undefined && {
              pattern: translator.openEnumPattern,
            }),
            examples: values,
          }
        : { enum: values }),
    };
  });
}

function withPage(sentences: readonly string[], api: string): string {
  return [...sentences, `See ${apiPage(api)}`].join(" ");
}
