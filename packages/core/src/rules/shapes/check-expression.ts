import { suggestion } from "../../definition/suggest.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../json.ts";
import { deepest } from "../build-definition.ts";
import { shown } from "../shown.ts";
import { checkLeaf } from "./check-leaf.ts";
import type { Place, ReferenceUse } from "./faults.ts";
import { pathOf, type Reports } from "./reports.ts";
import type { TextShape } from "./shape.ts";

const functions = ["Get", "Std:Join", "Std:JsonGet"];
const text: TextShape = { type: "string" };
const anyLeaf: ReferenceUse["wanted"] = new Set([
  "string",
  "integer",
  "number",
  "boolean",
] as const);

/** Whether a value is an object with the one member that makes it an expression. */
export function isExpressionLike(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const [first = "", ...others] = Object.keys(value);
  return others.length === 0 && (functions.includes(first) || first.startsWith("Std:"));
}

/** Checks an object that stands for a value. */
export function checkExpression(
  value: JsonObject,
  wanted: ReferenceUse["wanted"],
  place: Place,
  reports: Reports,
  depth = 0,
): void {
  if (depth > deepest) return;
  const [key = "", ...others] = Object.keys(value);
  const inner = value[key] ?? null;
  if (key === "Get" && others.length === 0 && typeof inner === "string") {
    reports.use(value, place, wanted);
    return;
  }
  const at: Place = { owner: pathOf(place), key };
  if (others.length > 0 || !functions.includes(key)) {
    const what =
      others.length === 0 && key !== ""
        ? `an object with ${shown(key)}`
        : `an object of ${others.length + (key === "" ? 0 : 1)} members`;
    reports.add(
      "EXPRESSION_INVALID",
      place,
      (name) => `${name} is ${what}, but must be a value or one of Get, Std:Join and Std:JsonGet.`,
      others.length === 0 && key !== "" ? suggestion(key, functions) : undefined,
    );
    return;
  }
  if (key === "Get") {
    checkLeaf(inner, [text], at, reports);
  } else if (!isJsonObject(inner)) {
    reports.add("WRONG_TYPE", at, (name) => `${name} is ${shown(inner)}, but must be an object.`);
  } else if (key === "Std:Join") {
    checkJoin(inner, pathOf(at), reports, depth);
  } else {
    checkJsonGet(inner, pathOf(at), reports, depth);
  }
}

function checkJoin(join: JsonObject, owner: string, reports: Reports, depth: number): void {
  members(join, owner, ["On", "Values"], ["Values"], reports);
  if (join["On"] !== undefined) literal(join["On"], { owner, key: "On" }, reports);
  const values = join["Values"];
  if (values === undefined) return;
  const at: Place = { owner, key: "Values" };
  if (!isJsonArray(values)) {
    reports.add("WRONG_TYPE", at, (name) => `${name} is ${shown(values)}, but must be a list.`);
    return;
  }
  const path = pathOf(at);
  values.forEach((value, index) => {
    const item: Place = { owner: path, key: index };
    if (isJsonObject(value)) checkExpression(value, anyLeaf, item, reports, depth + 1);
    else checkLeaf(value, [text, { type: "number" }, { type: "boolean" }], item, reports);
  });
}

function checkJsonGet(get: JsonObject, owner: string, reports: Reports, depth: number): void {
  members(get, owner, ["PropertyFile", "S3Uri", "Path"], ["Path"], reports);
  if (get["Path"] !== undefined) literal(get["Path"], { owner, key: "Path" }, reports);
  const file = get["PropertyFile"];
  // The reference to a property file is no value of its own.
  if (file !== undefined && !isExpressionLike(file)) {
    const message = (name: string) => `${name} is ${shown(file)}, but must be {"Get": …}.`;
    reports.add("WRONG_TYPE", { owner, key: "PropertyFile" }, message);
  }
  const uri = get["S3Uri"];
  if (uri === undefined) return;
  const at: Place = { owner, key: "S3Uri" };
  if (isJsonObject(uri)) checkExpression(uri, new Set(["string"] as const), at, reports, depth + 1);
  else checkLeaf(uri, [text], at, reports);
}

/** What is wrong with an expression where none may stand. */
export function mustBeWrittenOut(name: string): string {
  return `${name} is an expression, but must be written out.`;
}

/** A text that must be written out. */
function literal(value: JsonValue, place: Place, reports: Reports): void {
  if (isExpressionLike(value)) {
    reports.add("EXPRESSION_NOT_ALLOWED", place, mustBeWrittenOut);
  } else {
    checkLeaf(value, [text], place, reports);
  }
}

function members(
  object: JsonObject,
  owner: string,
  known: readonly string[],
  required: readonly string[],
  reports: Reports,
): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    const message = () => `There is no field ${shown(key)} here.`;
    reports.add("UNKNOWN_FIELD", { owner, key }, message, suggestion(key, known));
  }
  for (const key of required) {
    if (object[key] !== undefined) continue;
    reports.add("MISSING_FIELD", { owner, key }, () => `${key} is missing.`);
  }
}
