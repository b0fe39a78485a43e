import { nearest } from "../../definition/suggest.ts";
import { kindOf, numberOf, type JsonValue } from "../../json.ts";
import { shown } from "../shown.ts";
import type { Wanted } from "./faults.ts";
import { plainPattern, type Reports } from "./reports.ts";
import {
  alternativesOf,
  patternOf,
  type NumberShape,
  type Shape,
  type TextShape,
} from "./shape.ts";

const kinds = new WeakMap<Shape, Wanted>();

/** What a leaf of a shape may hold. */
export function leafKinds(shape: Shape): Wanted {
  const known = kinds.get(shape);
  if (known !== undefined) return known;
  const found = "any" in shape ? alternativesOf(shape) : [shape];
  const made = new Set(
    found.flatMap((one) =>
      "type" in one &&
      (one.type === "string" ||
        one.type === "integer" ||
        one.type === "number" ||
        one.type === "boolean")
        ? [one.type]
        : [],
    ),
  );
  kinds.set(shape, made);
  return made;
}

/** Checks a value that is no object or list against the shapes it may have. */
export function checkLeaf(value: JsonValue, shapes: readonly Shape[], reports: Reports): void {
  const kind = kindOf(value);
  let wrongNumber = false;
  for (const shape of shapes) {
    if (!("type" in shape)) continue;
    if (shape.type === "string" && kind === "string" && typeof value === "string") {
      checkText(value, shape, reports);
      return;
    }
    if ((shape.type === "integer" || shape.type === "number") && kind === "number") {
      const number = numberOf(value) ?? 0;
      wrongNumber = shape.type === "integer" && !Number.isInteger(number);
      if (wrongNumber) continue;
      checkNumber(value, number, shape, reports);
      return;
    }
    if (shape.type === kind) return;
  }
  wrongKind(value, shapes, reports);
}

function wrongKind(value: JsonValue, shapes: readonly Shape[], reports: Reports): void {
  const wanted = [...new Set(shapes.flatMap(wordsOf))].join(" or ");
  const help =
    typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) && wanted.includes("number")
      ? "Write the number without quotes."
      : undefined;
  reports.add("WRONG_TYPE", (name) => `${name} is ${shown(value)}, but must be ${wanted}.`, help);
}

function wordsOf(shape: Shape): string[] {
  if (!("type" in shape)) return [];
  switch (shape.type) {
    case "string":
      return shape.values === undefined || shape.values.length > 5
        ? ["text"]
        : [`one of ${shape.values.map((one) => `"${one}"`).join(", ")}`];
    case "integer":
      return ["a whole number"];
    case "number":
      return ["a number"];
    case "boolean":
      return ["true or false"];
    case "null":
      return ["null"];
    case "list":
      return ["a list"];
    default:
      return ["an object"];
  }
}

/** A quick test of texts: what fails it has a fault, which checkText tells, or is only long. */
export function textTest({ values, min = 0, max = Infinity, pattern }: TextShape) {
  const allowed = values === undefined ? undefined : new Set(values);
  let expression: RegExp | undefined;
  return (text: string): boolean => {
    if (text.length < min || text.length > max) return false;
    if (allowed?.has(text) === false) return false;
    if (pattern === undefined || text.length > longestMatched) return true;
    // Most patterns are of fields that a definition has not: they are made when they are needed.
    expression ??= patternOf(pattern);
    return expression.test(text);
  };
}

/** Checks a text. */
export function checkText(text: string, shape: TextShape, reports: Reports): void {
  const { values, min, max, pattern } = shape;
  if (values !== undefined && !values.includes(text)) {
    const near = nearest(text, values);
    const meant = near === undefined ? undefined : `Did you mean "${near}"?`;
    const all = values.length > 12 ? "" : ` Allowed are ${values.map(shown).join(", ")}.`;
    const message = (name: string) => `${name} cannot be ${shown(text)}.${all}`;
    reports.add("VALUE_NOT_ALLOWED", message, meant);
    return;
  }
  // What counts are characters, of which some are two units long.
  if (max !== undefined && text.length > max && (text.length > 2 * max || [...text].length > max)) {
    const length = [...text].length;
    const message = (name: string) =>
      `${name} has ${length} characters; at most ${max} are allowed.`;
    reports.add("TEXT_TOO_LONG", message);
    return;
  }
  if (min !== undefined && text.length < min) {
    const least = `at least ${min} ${min === 1 ? "is" : "are"} needed`;
    const message = (name: string) => `${name} has ${text.length} characters; ${least}.`;
    reports.add("TEXT_TOO_SHORT", message);
    return;
  }
  // A pattern takes time; no text this long has one that says more than which characters it has.
  if (pattern === undefined || text.length > longestMatched || patternOf(pattern).test(text))
    return;
  reports.add(
    "TEXT_PATTERN",
    (name) => `${name} is ${shown(text)}, which does not match ${plainPattern(pattern)}.`,
  );
}

const longestMatched = 10_000;

function checkNumber(
  value: JsonValue,
  number: number,
  { min, max }: NumberShape,
  reports: Reports,
): void {
  if (max !== undefined && number > max) {
    reports.add("NUMBER_TOO_LARGE", outOfRange(value, `at most ${max} is allowed`));
  } else if (min !== undefined && number < min) {
    reports.add("NUMBER_TOO_SMALL", outOfRange(value, `at least ${min} is needed`));
  }
}

function outOfRange(value: JsonValue, allowed: string): (name: string) => string {
  return (name) => `${name} is ${shown(value)}; ${allowed}.`;
}
