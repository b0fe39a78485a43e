import { suggestion } from "../../definition/suggest.ts";
import {
  isJsonArray,
  isJsonObject,
  onlyKeyOf,
  type JsonObject,
  type JsonValue,
} from "../../json.ts";
import { deepest } from "../collector.ts";
import { shown } from "../shown.ts";
import { checkLeaf } from "./check-leaf.ts";
import type { Wanted } from "./faults.ts";
import type { Reports } from "./reports.ts";
import type { Shape, TextShape } from "./shape.ts";

const functions = ["Get", "Std:Join", "Std:JsonGet"];
const text: TextShape = { type: "string" };
/** What is joined, when it is no expression. */
const joined: readonly Shape[] = [text, { type: "number" }, { type: "boolean" }];
const anyLeaf: Wanted = new Set(["string", "integer", "number", "boolean"] as const);

/** Whether a value is an object with the one member that makes it an expression. */
export function isExpressionLike(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && isFunctionCall(value);
}

/** The same of what is known to be an object. */
export function isFunctionCall(object: JsonObject): boolean {
  // Of most objects the first key tells that they are none.
  for (const key in object) {
    return (key === "Get" || key.startsWith("Std:")) && onlyKeyOf(object) === key;
  }
  return false;
}

/** Checks an object that stands for a value, where the walk is. */
export function checkExpression(value: JsonObject, wanted: Wanted, reports: Reports): void {
  if (reports.trail.depth > deepest) return;
  if (typeof value["Get"] === "string" && onlyKeyOf(value) === "Get") {
    reports.use(value, wanted);
    return;
  }
  const keys = Object.keys(value);
  const [key = ""] = keys;
  const inner = value[key] ?? null;
  if (keys.length > 1 || !functions.includes(key)) {
    const isNamed = keys.length === 1 && key !== "";
    const what = isNamed ? `an object with ${shown(key)}` : `an object of ${keys.length} members`;
    reports.add(
      "EXPRESSION_INVALID",
      (name) => `${name} is ${what}, but must be a value or one of Get, Std:Join and Std:JsonGet.`,
      isNamed ? suggestion(key, functions) : undefined,
    );
    return;
  }
  reports.trail.enter(key);
  if (key === "Get") checkLeaf(inner, [text], reports);
  else if (!isJsonObject(inner)) wrongType(inner, "an object", reports);
  else if (key === "Std:Join") checkJoin(inner, reports);
  else checkJsonGet(inner, reports);
  reports.trail.leave();
}

function checkJoin(join: JsonObject, reports: Reports): void {
  members(join, ["On", "Values"], ["Values"], reports);
  member(join, "On", reports, literal);
  member(join, "Values", reports, (values) => {
    if (!isJsonArray(values)) {
      wrongType(values, "a list", reports);
      return;
    }
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? null;
      reports.trail.enter(index);
      if (isJsonObject(value)) checkExpression(value, anyLeaf, reports);
      else checkLeaf(value, joined, reports);
      reports.trail.leave();
    }
  });
}

function checkJsonGet(get: JsonObject, reports: Reports): void {
  members(get, ["PropertyFile", "S3Uri", "Path"], ["Path"], reports);
  member(get, "Path", reports, literal);
  member(get, "PropertyFile", reports, (file) => {
    // The reference to a property file is no value of its own.
    if (!isExpressionLike(file)) wrongType(file, '{"Get": …}', reports);
  });
  member(get, "S3Uri", reports, (uri) => {
    if (isJsonObject(uri)) checkExpression(uri, new Set(["string"] as const), reports);
    else checkLeaf(uri, [text], reports);
  });
}

/** What is wrong with an expression where none may stand. */
export function mustBeWrittenOut(name: string): string {
  return `${name} is an expression, but must be written out.`;
}

/** Notes that a value is of another type. */
export function wrongType(value: JsonValue, wanted: string, reports: Reports): void {
  reports.add("WRONG_TYPE", (name) => `${name} is ${shown(value)}, but must be ${wanted}.`);
}

/** A text that must be written out. */
function literal(value: JsonValue, reports: Reports): void {
  if (isExpressionLike(value)) reports.add("EXPRESSION_NOT_ALLOWED", mustBeWrittenOut);
  else checkLeaf(value, [text], reports);
}

/** Checks a member, where there is one. */
function member(
  object: JsonObject,
  key: string,
  reports: Reports,
  check: (value: JsonValue, reports: Reports) => void,
): void {
  const value = object[key];
  if (value === undefined) return;
  reports.trail.enter(key);
  check(value, reports);
  reports.trail.leave();
}

function members(
  object: JsonObject,
  known: readonly string[],
  required: readonly string[],
  reports: Reports,
): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    const message = () => `There is no field ${shown(key)} here.`;
    reports.addAt(key, "UNKNOWN_FIELD", message, suggestion(key, known));
  }
  for (const key of required) {
    if (object[key] !== undefined) continue;
    reports.addAt(key, "MISSING_FIELD", () => `${key} is missing.`);
  }
}
