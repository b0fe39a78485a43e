import {
  executionVariables,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseReference,
  type PathSegment,
  type Reference,
} from "@nacre/core";
import {
  callCode,
  castCode,
  type Code,
  nameCode,
  objectCode,
  type PathMember,
  textCode,
} from "./code.ts";
import { argumentOf, type Given, isNamed } from "./declared/resolve.ts";
import { anyType, type DeclaredType, valueType } from "./declared/type.ts";
import { referenceText } from "./order.ts";
import type { Place, StepVariable, Written } from "./scope.ts";

/** An expression of a definition as the program writes it, and what it gives. */
export interface ReadExpression {
  readonly written: Written;
  /** Undefined for what fits nowhere by its type. */
  readonly given: Given | undefined;
}

/** Members that every expression has, so that a path cannot go through them. */
const ownMembers: ReadonlySet<string> = new Set(["then", "toString", "toJSON", "valueOf"]);

const operand = valueType("string", "number", "boolean");

/** Reads `Get`, `Std:Join` and `Std:JsonGet`; undefined for any other value. */
export function readExpression(value: JsonValue, at: Place): ReadExpression | undefined {
  const text = referenceText(value);
  if (text !== undefined) return readReference(text, at);
  if (!isJsonObject(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  const body = name === undefined ? undefined : value[name];
  if (!isJsonObject(body)) return undefined;
  if (name === "Std:Join") return readJoin(body, at);
  if (name === "Std:JsonGet") return readJsonGet(body, at);
  return undefined;
}

/** An object of the definition as it is, with its type taken off. */
function asItIs(key: string, code: Code, what: string, at: Place): ReadExpression {
  return {
    written: {
      code: castCode(objectCode({ [key]: code })),
      departures: [{ path: at.path, what }],
    },
    given: "any",
  };
}

function readReference(text: string, at: Place): ReadExpression {
  const reference = parseReference(text);
  const { code, given } = referenceCode(reference, text, at) ?? {};
  if (code === undefined) return asItIs("Get", textCode(text), `no typed path to ${text}`, at);
  return { written: { code, departures: [] }, given };
}

function referenceCode(
  reference: Reference,
  text: string,
  { scope }: Place,
): { code: Code; given: Given | undefined } | undefined {
  switch (reference.kind) {
    case "parameter": {
      const parameter = scope.parameters.get(reference.name);
      if (parameter === undefined) return undefined;
      return { code: nameCode(parameter.variable), given: parameter.given };
    }
    case "execution":
    case "experiment": {
      const key = reference.name.charAt(0).toLowerCase() + reference.name.slice(1);
      if (!Object.hasOwn(executionVariables, key)) return undefined;
      return { code: pathCode(nameCode("executionVariables"), [key]), given: new Set(["string"]) };
    }
    case "property": {
      const step = scope.steps.get(reference.step);
      if (step?.isDefined !== true || text !== textOf(reference.step, reference.path)) {
        return undefined;
      }
      return propertyCode(step, reference.path, scope.types);
    }
    case "propertyFile":
      return undefined;
  }
}

/** A property path as core writes it; it can be written in other ways too. */
function textOf(step: string, segments: readonly PathSegment[]): string {
  const parts = segments.map((segment) => {
    if (segment.kind === "index") return `[${segment.index}]`;
    return segment.kind === "key" ? `['${segment.name}']` : `.${segment.name}`;
  });
  return `Steps.${step}${parts.join("")}`;
}

function propertyCode(
  step: StepVariable,
  segments: readonly PathSegment[],
  types: Place["scope"]["types"],
): { code: Code; given: Given | undefined } | undefined {
  let type = step.declaration?.properties;
  const members: PathMember[] = [];
  for (const segment of segments) {
    const resolved = type === undefined ? undefined : types.resolve(type);
    const found = resolved && memberAt(resolved, segment, step);
    if (found === undefined) return undefined;
    members.push(found.member);
    type = found.type;
  }
  if (type === undefined || members.length === 0) return undefined;
  const properties: PathMember = { key: "properties", mayMiss: false };
  return {
    code: { kind: "path", of: nameCode(step.variable), members: [properties, ...members] },
    given: types.givenBy(type),
  };
}

/** One step along a property path, where the types have it and core would write it the same. */
function memberAt(
  type: DeclaredType,
  segment: PathSegment,
  step: StepVariable,
): { member: PathMember; type: DeclaredType } | undefined {
  if (segment.kind === "index") {
    if (!isNamed(type, "PropertyList")) return undefined;
    // So many elements are known to the compiler.
    const member = { key: segment.index, mayMiss: segment.index > 9 };
    return { member, type: argumentOf(type) };
  }
  if (ownMembers.has(segment.name)) return undefined;
  if (segment.kind === "key" && isNamed(type, "OutputsByName")) {
    const output = outputType(type.arguments, segment.name, step);
    return output && { member: { key: segment.name, mayMiss: false }, type: output };
  }
  if (segment.kind === "member" && type.kind === "object") {
    const declared = type.members.get(segment.name);
    return declared && { member: { key: segment.name, mayMiss: false }, type: declared.type };
  }
  if (segment.kind === "key" && type.kind === "map") {
    const known = type.keys?.kind === "reference" ? step.names.get(type.keys.name) : undefined;
    if (known !== undefined && !known.has(segment.name)) return undefined;
    return { member: { key: segment.name, mayMiss: known === undefined }, type: type.value };
  }
  return undefined;
}

/** `OutputsByName<Output, "OutputName", "OutputType">`: what the output of a name gives. */
function outputType(
  [item, nameIn, typeIn]: readonly DeclaredType[],
  name: string,
  step: StepVariable,
): DeclaredType | undefined {
  if (item?.kind !== "reference" || nameIn?.kind !== "literal" || typeIn?.kind !== "literal") {
    return undefined;
  }
  const outputs = step.items.get(item.name) ?? [];
  const output = outputs.find((one) => one[String(nameIn.value)] === name);
  if (output === undefined) return undefined;
  const declared = String(output[String(typeIn.value)]);
  const kind = { Integer: "number", Float: "number", Boolean: "boolean" }[declared] ?? "string";
  return {
    kind: "reference",
    name: "Expression",
    arguments: [{ kind: "keyword", name: kind }],
  };
}

function readJoin(body: JsonObject, at: Place): ReadExpression {
  const { On: on, Values: values } = body;
  const path = `${at.path}.Std:Join`;
  if (Object.keys(body).join() !== "On,Values" || typeof on !== "string" || !isJsonArray(values)) {
    const written = at.scope.write(body, anyType, { ...at, path });
    return asItIs("Std:Join", written.code, "a Std:Join of another form", at);
  }
  const items = values.map((value, index) =>
    at.scope.write(value, operand, { ...at, path: `${path}.Values[${index}]` }),
  );
  const codes = items.map(({ code }) => code);
  const code = on === "" ? (template(values, codes) ?? join(on, codes)) : join(on, codes);
  const departures = items.flatMap((item) => item.departures);
  return { written: { code, departures }, given: new Set(["string"]) };
}

function join(on: string, items: readonly Code[]): Code {
  return callCode("join", textCode(on), { kind: "list", items });
}

/** A join without separator as a template, where that has the same parts. */
function template(values: readonly JsonValue[], codes: readonly Code[]): Code | undefined {
  const isText = values.map((value) => typeof value === "string");
  const isSame =
    isText.includes(true) &&
    isText.includes(false) &&
    values.every((value, index) =>
      typeof value === "string"
        ? value !== "" && isText[index + 1] !== true
        : // What has its type taken off is none of core's expressions.
          typeof value === "object" && value !== null && codes[index]?.kind !== "cast",
    );
  if (!isSame) return undefined;
  const parts = codes.map((code, index) => {
    const value = values[index];
    return typeof value === "string" && code.kind === "text" ? value : code;
  });
  return { kind: "template", isExpr: true, parts };
}

function readJsonGet(body: JsonObject, at: Place): ReadExpression {
  const keys = Object.keys(body).join();
  const path = body["Path"];
  const inner = { ...at, path: `${at.path}.Std:JsonGet` };
  if (typeof path === "string" && path !== "") {
    if (keys === "S3Uri,Path") {
      const uri = at.scope.write(body["S3Uri"] ?? null, valueType("string"), inner);
      const source = objectCode({ s3Uri: uri.code });
      const code = callCode("jsonGet", source, textCode(path));
      return { written: { code, departures: uri.departures }, given: "any" };
    }
    const file = keys === "PropertyFile,Path" ? propertyFile(body["PropertyFile"], at) : undefined;
    if (file !== undefined) {
      const code = callCode("jsonGet", file, textCode(path));
      return { written: { code, departures: [] }, given: "any" };
    }
  }
  const written = at.scope.write(body, anyType, inner);
  return asItIs("Std:JsonGet", written.code, "a Std:JsonGet of another form", at);
}

function propertyFile(value: JsonValue | undefined, { scope }: Place): Code | undefined {
  const text = referenceText(value);
  const reference = text === undefined ? undefined : parseReference(text);
  if (reference?.kind !== "propertyFile") return undefined;
  const step = scope.steps.get(reference.step);
  if (step?.isDefined !== true || step.declaration?.hasPropertyFiles !== true) return undefined;
  return pathCode(nameCode(step.variable), ["propertyFiles", reference.name]);
}

function pathCode(of: Code, keys: readonly string[]): Code {
  return { kind: "path", of, members: keys.map((key) => ({ key, mayMiss: false })) };
}
