import { isStepDefinition } from "../adjust-step.ts";
import { node as adjusted, text, type Reader } from "../adjust-node.ts";
import type { ApiFacts } from "../limits.ts";
import { isObject, type Json, type JsonObject } from "../load.ts";
import { nestedName } from "../names.ts";
import type { SchemaNode } from "../schema-node.ts";
import type { Sdk } from "../sdk.ts";
import { apiReference } from "./api.ts";
import { choiceAmong, choiceByPresence } from "./choice.ts";
import type { Definitions } from "./definitions.ts";
import { anyExpression, oneFunctionOf, orExpression } from "./expressions.ts";
import { wholeText } from "./limits.ts";

/** Where a node stands. */
export interface Place {
  /** In the arguments of a step every leaf takes an expression. */
  readonly role: "arguments" | "envelope";
  /** The name that an object here would have. */
  readonly name: string;
}

/** What brings nodes of an edition of the schema into those of the schema for everyone. */
export interface Translator {
  readonly reader: Reader;
  readonly sdk: Sdk;
  readonly facts: ApiFacts;
  /** Enums of the API that take other values too. */
  readonly openEnums: ReadonlySet<string>;
  /** What the other values of open enums look like. */
  readonly openEnumPattern: string | undefined;
  readonly definitions: Definitions;
  /** Keeps `departure`, and choices among objects as they are written: for a comparison. */
  readonly isForDrift: boolean;
  readonly node: (json: Json, at: Place) => JsonObject;
  /** A reference to a definition of the schema. */
  readonly named: (name: string, role: Place["role"]) => JsonObject;
  readonly kindOf: (name: string) => SchemaNode["kind"];
  /** A value that is no object or list; in arguments it, or an expression. */
  readonly leaf: (schema: JsonObject, role: Place["role"]) => JsonObject;
}

/** Keywords that mean the same in every edition, by the type that they are for. */
const kept: ReadonlyMap<Json | undefined, readonly string[]> = new Map([
  ["string", ["minLength", "maxLength", "pattern"]],
  ["integer", ["minimum", "maximum"]],
  ["number", ["minimum", "maximum"]],
  ["array", ["minItems", "maxItems", "uniqueItems"]],
  ["object", ["minProperties", "maxProperties"]],
]);

/** Makes a {@link Translator}. */
export function translator(
  parts: Omit<Translator, "node" | "named" | "kindOf" | "leaf">,
): Translator {
  const { reader, definitions, isForDrift } = parts;
  const self: Translator = {
    ...parts,
    node: (json, at) => {
      if (!isObject(json)) return {};
      return { ...annotations(json, isForDrift), ...form(json, at) };
    },
    named: (name, role) =>
      definitions.refer(name, `definitions/${name} in ${role}`, () => {
        const json = reader.definitions.get(name) ?? {};
        const isStep = isStepDefinition(json);
        const made = isStep ? stepObject(json, name) : self.node(json, { role, name });
        const description = `\`${name}\` of a pipeline definition.`;
        return {
          ...(made["type"] === "object" && { description }),
          ...annotations(json, isForDrift),
          ...made,
        };
      }),
    kindOf: (name) => adjusted({ $ref: `#/definitions/${name}` }, name, reader).kind,
    leaf: (schema, role) =>
      role === "arguments" ? orExpression([schema], anyExpression(self), self) : schema,
  };
  return self;

  function form(json: JsonObject, at: Place): JsonObject {
    const target = referenced(json);
    if (target !== undefined) return reference(target, at);
    if (typeof json["apiShape"] === "string") return apiReference(json, at, self);
    const alternatives = json["oneOf"] ?? json["anyOf"];
    if (Array.isArray(alternatives)) return union(alternatives, at);
    if (Array.isArray(json["allOf"])) return form(together(json["allOf"]), at);
    if (Array.isArray(json["type"])) {
      return union(
        json["type"].map((type) => ({ ...json, type })),
        at,
      );
    }
    if (isLeaf(json)) return self.leaf(scalar(json), at.role);
    if (json["type"] === "array") {
      const item = json["items"] ?? {};
      const items = self.node(item, { ...at, name: nestedName(at.name, "Item") });
      return { type: "array", ...keep(json), items };
    }
    const isOpen = json["type"] === undefined && !isObject(json["properties"]);
    return isOpen ? {} : object(json, at);
  }

  /** Objects are definitions of their own; what is smaller is put in where a leaf may be more. */
  function reference(name: string, at: Place): JsonObject {
    switch (self.kindOf(name)) {
      case "core":
        return self.named(name, "envelope");
      case "expression":
        return at.role === "arguments" ? anyExpression(self) : oneFunctionOf([name], self);
      default: {
        const json = reader.definitions.get(name) ?? {};
        const isSmall = adjusted(json, name, reader).kind !== "object";
        return isSmall && at.role === "arguments"
          ? self.node(json, { ...at, name })
          : self.named(name, at.role);
      }
    }
  }

  function union(alternatives: readonly Json[], at: Place): JsonObject {
    const flat = alternatives.flatMap(flattened);
    const isExpression = (one: Json) => {
      const name = isObject(one) ? referenced(one) : undefined;
      return name !== undefined && self.kindOf(name) === "expression";
    };
    const plain = flat.filter((one) => !isExpression(one));
    const functions = flat
      .filter(isExpression)
      .flatMap((one) => (isObject(one) ? (referenced(one) ?? []) : []));
    const names = plain.flatMap((one) => (isObject(one) ? (referenced(one) ?? []) : []));
    const choice =
      names.length === plain.length && !isForDrift ? choiceAmong(names, self) : undefined;
    const forms =
      choice === undefined
        ? plain.map((one) => (isObject(one) && isLeaf(one) ? scalar(one) : self.node(one, at)))
        : [choice];
    const isLeaves = plain.every((one) => isObject(one) && isLeaf(one));
    const takesAny = at.role === "arguments" && (functions.length > 0 || isLeaves);
    const distinct = [...new Map(forms.map((one) => [JSON.stringify(one), one])).values()];
    const [first = {}, ...others] = distinct;
    if (takesAny || functions.length > 0) {
      const expression = takesAny ? anyExpression(self) : oneFunctionOf(functions, self);
      if (plain.length === 0) return expression;
      if (isLeaves) return orExpression(distinct, expression, self);
      return { anyOf: [...distinct, expression] };
    }
    if (others.length === 0) return first;
    return (isForDrift ? undefined : choiceByPresence(distinct)) ?? { anyOf: distinct };
  }

  /** An alternative that is itself a choice, such as a definition of one, is put in. */
  function flattened(json: Json): readonly Json[] {
    if (!isObject(json)) return [];
    const name = referenced(json);
    const target = name === undefined ? json : reader.definitions.get(name);
    if (target === undefined || (name !== undefined && self.kindOf(name) !== "definition"))
      return [json];
    const alternatives = target["oneOf"] ?? target["anyOf"];
    if (Array.isArray(alternatives)) return alternatives.flatMap(flattened);
    return isLeaf(target) ? [target] : [json];
  }

  function stepObject(json: JsonObject, name: string): JsonObject {
    return object(json, { role: "envelope", name }, (member) =>
      member === "Arguments" ? "arguments" : "envelope",
    );
  }

  function object(
    json: JsonObject,
    at: Place,
    roleOf: (member: string) => Place["role"] = () => at.role,
  ): JsonObject {
    const own = json["properties"];
    if (!isObject(own)) return map(json, at);
    const { required, exactlyOneOf } = json;
    const see = text(json["see"]);
    const properties = Object.entries(own).map(([name, value]) => {
      const made = self.node(value, { role: roleOf(name), name: nestedName(at.name, name) });
      const isSaid = made["description"] !== undefined || Object.keys(made).join() === "$ref";
      const where = `\`${name}\` of \`${at.name}\`.${see === undefined ? "" : ` See ${see}`}`;
      return [name, isSaid ? made : { description: where, ...made }];
    });
    return {
      type: "object",
      ...keep(json),
      properties: Object.fromEntries(properties),
      ...(Array.isArray(required) && required.length > 0 && { required }),
      ...(Array.isArray(exactlyOneOf) &&
        !isForDrift && {
          oneOf: exactlyOneOf.map((name) => ({
            properties: { [String(name)]: true },
            required: [name],
          })),
        }),
      additionalProperties: false,
    };
  }

  function map(json: JsonObject, at: Place): JsonObject {
    const { patternProperties, additionalProperties, propertyNames } = json;
    const patterns = Object.entries(isObject(patternProperties) ? patternProperties : {});
    const below = { ...at, name: nestedName(at.name, "Value") };
    const [first, ...others] = patterns;
    const common = {
      type: "object",
      ...keep(json),
      ...(propertyNames !== undefined && { propertyNames }),
    };
    if (first === undefined) {
      if (!isObject(additionalProperties)) return common;
      return { ...common, additionalProperties: self.node(additionalProperties, below) };
    }
    if (others.length > 0) {
      const all = patterns.map(([pattern, value]) => [pattern, self.node(value, below)]);
      return { ...common, patternProperties: Object.fromEntries(all), additionalProperties: false };
    }
    const [pattern, value] = first;
    const keys = wholeText(pattern);
    return {
      ...common,
      // Beside the value, so that a wrong name and a wrong value are two different faults.
      ...(keys !== undefined && { propertyNames: { type: "string", pattern: keys } }),
      additionalProperties: self.node(value, below),
    };
  }

  /** `allOf` of objects is one closed object: closed ones would refuse each other's members. */
  function together(all: readonly Json[]): JsonObject {
    const targets = all.map((part) => {
      const name = isObject(part) ? referenced(part) : undefined;
      return name === undefined ? part : (reader.definitions.get(name) ?? {});
    });
    const objects = targets.map((part) =>
      isObject(part) && Array.isArray(part["allOf"]) ? together(part["allOf"]) : part,
    );
    return {
      type: "object",
      properties: Object.assign(
        {},
        ...objects.map((one) => (isObject(one) ? one["properties"] : {})),
      ),
      required: objects.flatMap((one) =>
        isObject(one) && Array.isArray(one["required"]) ? one["required"] : [],
      ),
    };
  }
}

function annotations(json: JsonObject, isForDrift: boolean): JsonObject {
  const description = text(json["description"]);
  const see = text(json["see"]);
  const said = [description, see && `See ${see}`].filter((part) => part !== undefined);
  return {
    ...(json["title"] !== undefined && { title: json["title"] }),
    ...(said.length > 0 && { description: said.join(" ") }),
    ...(json["default"] !== undefined && { default: json["default"] }),
    ...(isForDrift && json["departure"] !== undefined && { departure: json["departure"] }),
  };
}

function isLeaf(json: JsonObject): boolean {
  if (Array.isArray(json["type"])) return false;
  if ("const" in json || "enum" in json) return true;
  return ["string", "integer", "number", "boolean", "null"].some((type) => type === json["type"]);
}

function scalar(json: JsonObject): JsonObject {
  const { type, enum: values } = json;
  const only = Array.isArray(values) && values.length === 1 ? values[0] : json["const"];
  return {
    ...(type !== undefined && { type }),
    ...keep(json),
    ...(only !== undefined ? { const: only } : values !== undefined && { enum: values }),
  };
}

function keep(json: JsonObject): JsonObject {
  const keywords = kept.get(json["type"]) ?? [];
  return Object.fromEntries(
    Object.entries(json).filter(
      ([key, value]) => keywords.includes(key) && !(key === "minLength" && value === 0),
    ),
  );
}

/** The name of the definition that a node refers to. */
function referenced(json: JsonObject): string | undefined {
  return text(json["$ref"])?.split("/").at(-1);
}
