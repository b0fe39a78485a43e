import {
  float,
  isJsonArray,
  isJsonObject,
  isNumberText,
  jsonEntries,
  type JsonObject,
  type JsonValue,
  type NumberText,
} from "@nacre/core";
import {
  callCode,
  castCode,
  type Code,
  type CodeMember,
  newCode,
  numberCode,
  textCode,
} from "./code.ts";
import { writeCondition } from "./condition.ts";
import { argumentOf, isNamed } from "./declared/resolve.ts";
import { anyType, type DeclaredType, isPlainString } from "./declared/type.ts";
import { definitionOf } from "./evaluate.ts";
import { readExpression } from "./expression.ts";
import type { Departure, Place, Written } from "./scope.ts";

/** Writes a value so that it fits a type; where it does not, the type is taken off. */
export function writeValue(value: JsonValue, type: DeclaredType, at: Place): Written {
  const written = writeFitting(value, type, at);
  if (written.code.kind !== "cast") return written;
  if (type.kind !== "other") {
    noNames(type, at);
    return written;
  }
  // Where no type is asked for, none need be taken off.
  const departures = written.departures.filter(({ path }) => path !== at.path);
  return { code: written.code.of, departures };
}

function writeFitting(value: JsonValue, type: DeclaredType, at: Place): Written {
  const expression = readExpression(value, at);
  if (expression !== undefined) {
    const { written, given } = expression;
    if (given !== undefined && at.scope.types.takesExpression(type, given)) return written;
    if (written.code.kind === "cast") return written;
    return unfit(written, at, "an expression of another type");
  }
  if (isNumberText(value)) return writeNumberText(value, type, at);
  if (isJsonArray(value)) {
    const write = (form: DeclaredType) => writeList(value, form, at);
    return best(type, at, write, () => writeItems(value, anyType, at));
  }
  if (isJsonObject(value)) {
    if (!keepsOrder(value)) return writeMap(value, at);
    const write = (form: DeclaredType) => writeObject(value, form, at);
    return best(type, at, write, () => writeEntries(value, anyType, at));
  }
  const code = writeScalar(value, type, at);
  const fits = at.scope.types.formsOf(type).some((form) => takesScalar(form, value, at));
  return fits
    ? { code, departures: [] }
    : unfit({ code, departures: [] }, at, `${JSON.stringify(value)} is no value of the type`);
}

/** Writes a value and takes its type off. */
function unfit(written: Written, at: Place, what: string): Written {
  return {
    code: castCode(written.code),
    departures: [...written.departures, { path: at.path, what }],
  };
}

/** Values that nest deeper make the compiler give up when it compares them with a recursive type. */
const deepest = 40;

/**
 * Tries the forms that a type has and takes the one that fits best; where none does, the value is
 * written as it is.
 */
function best(
  type: DeclaredType,
  at: Place,
  write: (form: DeclaredType) => Written | undefined,
  writePlain: () => Written,
): Written {
  if (type.kind !== "other" && at.path.split(/[.[]/).length > deepest) {
    return unfit(writePlain(), at, "deeper than the compiler follows");
  }
  const tried = at.scope.types.formsOf(type).flatMap((form) => write(form) ?? []);
  const [first] = tried.toSorted((a, b) => a.departures.length - b.departures.length);
  return first ?? unfit(writePlain(), at, "another kind of value");
}

function writeScalar(value: string | number | boolean | null, type: DeclaredType, at: Place): Code {
  if (typeof value === "number") return numberCode(value);
  if (typeof value !== "string") return { kind: "word", word: `${value}` };
  const isFree = at.scope.types.formsOf(type).some((form) => isPlainString(form));
  return isFree ? at.scope.shared.text(value) : textCode(value);
}

function writeNumberText(value: NumberText, type: DeclaredType, at: Place): Written {
  const asFloat = Number.isFinite(value.value) && definitionOf(float(value.value));
  if (isNumberText(asFloat) && asFloat.text === value.text) {
    const written = { code: callCode("float", numberCode(value.value)), departures: [] };
    const takesFloat = at.scope.types.formsOf(type).some((form) => isNamed(form, "FloatLiteral"));
    return takesFloat || at.scope.types.takesExpression(type, new Set(["number"]))
      ? written
      : unfit(written, at, `the number ${value.text}, of which the type keeps only the value`);
  }
  const code = newCode("NumberText", textCode(value.text));
  return unfit({ code, departures: [] }, at, `the number ${value.text}, whose text is kept`);
}

const typesOfCore: ReadonlySet<string> = new Set([
  "AnyStep",
  "Closed",
  "Condition",
  "Expression",
  "FloatLiteral",
  "PropertyFileReference",
]);

function takesScalar(
  form: DeclaredType,
  value: string | number | boolean | null,
  at: Place,
): boolean {
  switch (form.kind) {
    case "keyword":
      return value === null ? form.name === "null" : form.name === typeof value;
    case "literal":
      return form.value === value;
    case "reference":
      // What is left unresolved is a type parameter, or a type of core's own.
      if (isNamed(form, "StepReference")) return typeof value === "string";
      if (typesOfCore.has(form.name)) return false;
      if (isNamed(form, "NoInfer")) return isNameOf(argumentOf(form), value, at);
      if (typeof value === "string") namesOf(form.name, at).add(value);
      return typeof value === "string";
    case "other":
      return true;
    case "list":
    case "map":
    case "object":
    case "union":
      return false;
  }
}

/** Whether a value is one of the names that a type parameter stands for. */
function isNameOf(parameter: DeclaredType, value: unknown, { step }: Place): boolean {
  if (parameter.kind !== "reference" || typeof value !== "string") return false;
  return step?.names.get(parameter.name)?.has(value) ?? true;
}

/** The names that a type parameter of the step stands for. */
function namesOf(parameter: string, { step }: Place): Set<string> {
  const names = step?.names.get(parameter) ?? new Set();
  step?.names.set(parameter, names);
  return names;
}

/** Notes that the compiler infers no name where a type parameter is wanted. */
function noNames(type: DeclaredType, at: Place): void {
  for (const form of at.scope.types.formsOf(type)) {
    if (isTypeParameter(form)) namesOf(form.name, at);
  }
}

function isTypeParameter(type: DeclaredType): type is Extract<DeclaredType, { kind: "reference" }> {
  return type.kind === "reference" && type.name !== "NoInfer" && !typesOfCore.has(type.name);
}

function writeList(list: readonly JsonValue[], form: DeclaredType, at: Place): Written | undefined {
  if (form.kind === "list") return writeItems(list, form.item, at);
  return form.kind === "other" ? writeItems(list, form, at) : undefined;
}

function writeItems(list: readonly JsonValue[], type: DeclaredType, at: Place): Written {
  const items = list.map((item, index) =>
    writeValue(item, type, { ...at, path: `${at.path}[${index}]` }),
  );
  return {
    code: { kind: "list", items: items.map(({ code }) => code) },
    departures: items.flatMap(({ departures }) => departures),
  };
}

function writeObject(object: JsonObject, form: DeclaredType, at: Place): Written | undefined {
  switch (form.kind) {
    case "object":
      return writeMembers(object, form, at);
    case "map":
      if (form.keys?.kind === "reference") {
        for (const [key] of jsonEntries(object)) namesOf(form.keys.name, at).add(key);
      }
      return writeEntries(object, form.value, at);
    case "other":
      return writeEntries(object, anyType, at);
    case "reference":
      if (form.name === "Condition") return writeCondition(object, at);
      if (form.name === "AnyStep") return stepVariable(object, at);
      if (form.name === "Closed") return writeItem(object, form.arguments, at);
      return undefined;
    case "keyword":
    case "literal":
    case "list":
    case "union":
      return undefined;
  }
}

/** An object of a list whose very type the step's properties follow. */
function writeItem(
  object: JsonObject,
  [item, shape]: readonly DeclaredType[],
  at: Place,
): Written | undefined {
  if (item?.kind === "reference") {
    const items = at.step?.items.get(item.name) ?? [];
    at.step?.items.set(item.name, [...items, object]);
  }
  const type = at.scope.types.resolve(shape ?? anyType);
  return writeObject(object, type, at);
}

function stepVariable(object: JsonObject, { scope }: Place): Written | undefined {
  const variable = scope.steps.get(String(object["Name"]))?.variable;
  return variable === undefined
    ? undefined
    : { code: { kind: "name", name: variable }, departures: [] };
}

/** Whether JavaScript has the keys of an object in the order of its text. */
function keepsOrder(object: JsonObject): boolean {
  const keys = jsonEntries(object).map(([key]) => key);
  return Object.keys(object).every((key, index) => key === keys[index]);
}

/** An object whose keys look like numbers and stand in an order that JavaScript would change. */
function writeMap(object: JsonObject, at: Place): Written {
  const departures: Departure[] = [];
  const entries = jsonEntries(object).map(([key, value]): [string, Code] => {
    const written = writeValue(value, anyType, { ...at, path: `${at.path}.${key}` });
    departures.push(...written.departures);
    return [key, written.code];
  });
  const what = "keys that look like numbers, in their own order";
  return unfit({ code: { kind: "map", entries }, departures }, at, what);
}

function writeEntries(object: JsonObject, type: DeclaredType, at: Place): Written {
  const departures: Departure[] = [];
  const members = jsonEntries(object).map(([key, value]): CodeMember => {
    const written = writeValue(value, type, { ...at, path: `${at.path}.${key}` });
    departures.push(...written.departures);
    return { kind: "member", key, value: written.code };
  });
  return { code: { kind: "object", members }, departures };
}

function writeMembers(
  object: JsonObject,
  form: Extract<DeclaredType, { kind: "object" }>,
  at: Place,
): Written | undefined {
  // An object that has nothing in common with the type is refused as a whole.
  const keys = Object.keys(object);
  if (keys.length > 0 && !keys.some((key) => form.members.has(key))) return undefined;
  const departures: Departure[] = [];
  const members = jsonEntries(object).map(([key, value]): CodeMember => {
    const path = `${at.path}.${key}`;
    const declared = form.members.get(key);
    const written = writeValue(value, declared?.type ?? anyType, { ...at, path });
    departures.push(...written.departures);
    if (declared !== undefined) return { kind: "member", key, value: written.code };
    departures.push({ path, what: "no such member" });
    return { kind: "unknown", key, value: written.code };
  });
  const missing = [...form.members].flatMap(([key, { isOptional }]) =>
    isOptional || Object.hasOwn(object, key) ? [] : [key],
  );
  if (missing.length > 0) {
    for (const key of missing) noNames(form.members.get(key)?.type ?? anyType, at);
    members.unshift({ kind: "missing", keys: missing });
    departures.push({ path: at.path, what: `without ${missing.join(", ")}` });
  }
  return { code: { kind: "object", members }, departures };
}
