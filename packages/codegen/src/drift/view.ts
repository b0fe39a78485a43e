import { isObject, type Json, type JsonObject } from "../load.ts";

/** What a place of a schema takes, with references followed and choices put together. */
export interface View {
  /** Names of JSON types; none when the schema does not say. */
  readonly types: ReadonlySet<string>;
  /** The constants it must be one of. */
  readonly values: ReadonlySet<string> | undefined;
  /** `Get` and the like, where one may stand for the value. */
  readonly functions: ReadonlySet<string>;
  readonly limits: ReadonlyMap<string, Json>;
  readonly members: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  /** Whether an object takes no other members; undefined for what is no object with members. */
  readonly isClosed: boolean | undefined;
  /** Objects told apart by their `Type`, by its value. */
  readonly forms: ReadonlyMap<string, Json>;
  readonly item: Json | undefined;
  /** The values of a map. */
  readonly value: Json | undefined;
}

/** A schema whose parts are looked at. */
export class Schema {
  readonly root: JsonObject;
  readonly #definitions: JsonObject;

  constructor(root: JsonObject) {
    const definitions = root["definitions"] ?? root["$defs"];
    this.root = root;
    this.#definitions = isObject(definitions) ? definitions : {};
  }

  /** The name of the definition that a node refers to. */
  nameOf(json: Json | undefined): string | undefined {
    const target = isObject(json) ? json["$ref"] : undefined;
    return typeof target === "string" ? target.split("/").at(-1) : undefined;
  }

  definition(name: string): Json | undefined {
    return this.#definitions[name];
  }

  /** The node itself and those it refers to, in that order. */
  chain(json: Json): readonly JsonObject[] {
    if (!isObject(json)) return [];
    const name = this.nameOf(json);
    const target = name === undefined ? undefined : this.definition(name);
    return target === undefined ? [json] : [json, ...this.chain(target)];
  }

  view(json: Json): View {
    const parts = this.#alternatives(json);
    const functions = parts.flatMap(functionsOf);
    const plain = parts.filter((part) => functionsOf(part).length === 0);
    const forms = this.#forms(json);
    const objects = forms.size > 0 ? [] : plain.filter((part) => isObject(part["properties"]));
    const values = plain.map(constantsOf);
    return {
      // The forms of a choice say themselves that they are objects.
      types: new Set(forms.size > 0 ? [] : plain.flatMap(typesOf)),
      values: values.some((own) => own === undefined)
        ? undefined
        : new Set(values.flatMap((own) => own ?? [])),
      functions: new Set(functions),
      limits: new Map(plain.flatMap(limitsOf)),
      members: new Map(objects.flatMap((part) => entriesOf(part["properties"]))),
      required: new Set(inAll(objects.map((part) => part["required"]))),
      isClosed:
        objects.length === 0
          ? undefined
          : objects.every((part) => part["additionalProperties"] === false),
      forms,
      item: plain.find((part) => part["items"] !== undefined)?.["items"],
      value: plain.map(valueOf).find((own) => own !== undefined),
    };
  }

  /** The nodes that a choice is among, or the node itself; references are followed. */
  #alternatives(json: Json): readonly JsonObject[] {
    const node = this.chain(json).at(-1);
    if (node === undefined) return [];
    const choice = node["anyOf"] ?? node["oneOf"];
    return Array.isArray(choice) ? choice.flatMap((one) => this.#alternatives(one)) : [node];
  }

  #forms(json: Json): ReadonlyMap<string, Json> {
    const choice = this.chain(json).flatMap((node) => node["anyOf"] ?? node["oneOf"] ?? []);
    const found = new Map<string, Json>();
    for (const form of choice) {
      const node = this.chain(form).at(-1);
      const properties = node?.["properties"];
      const type = isObject(properties) ? properties["Type"] : undefined;
      const own = isObject(type) ? (constantsOf(type) ?? []) : [];
      for (const value of own) {
        const key: string = JSON.parse(value);
        // The published schema has two steps of one type: their definitions tell them apart.
        found.set(found.has(key) ? (this.nameOf(form) ?? key).replace(/Step$/, "") : key, form);
      }
    }
    return found;
  }
}

function functionsOf(node: JsonObject): string[] {
  const names = entriesOf(node["properties"]).map(([name]) => name);
  const areFunctions = names.every((name) => name === "Get" || name.startsWith("Std:"));
  return areFunctions ? names : [];
}

function typesOf({ type }: JsonObject): string[] {
  return Array.isArray(type) ? type.map(String) : typeof type === "string" ? [type] : [];
}

function constantsOf(node: JsonObject): string[] | undefined {
  if (node["const"] !== undefined) return [JSON.stringify(node["const"])];
  const { enum: values } = node;
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

const limitKeywords =
  "minLength maxLength minimum maximum minItems maxItems minProperties maxProperties pattern".split(
    " ",
  );

function limitsOf(node: JsonObject): [string, Json][] {
  const own = entriesOf(node).filter(
    ([key, value]) => limitKeywords.includes(key) && !(key === "minLength" && value === 0),
  );
  const names = node["propertyNames"];
  const patterns = entriesOf(node["patternProperties"]).map(([pattern]) => pattern);
  const [pattern] = isObject(names) ? [names["pattern"]] : patterns;
  const saysNothing = pattern === undefined || pattern === ".*" || pattern === "^.*$";
  return saysNothing ? own : [...own, ["pattern of names", pattern]];
}

function valueOf(node: JsonObject): Json | undefined {
  if (node["properties"] !== undefined) return undefined;
  const [first] = entriesOf(node["patternProperties"]);
  const { additionalProperties } = node;
  return first?.[1] ?? (isObject(additionalProperties) ? additionalProperties : undefined);
}

function entriesOf(json: Json | undefined): [string, Json][] {
  return isObject(json) ? Object.entries(json) : [];
}

/** What every one of some lists has. */
function inAll(lists: readonly (Json | undefined)[]): string[] {
  const [first = [], ...others] = lists.map((list) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  return first.filter((name) => others.every((list) => list.includes(name)));
}
