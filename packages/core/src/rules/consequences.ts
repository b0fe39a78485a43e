import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";
import { pathSegments } from "./path.ts";
import type { Problem, Rule } from "./rule.ts";

/** A problem and the rule that found it. */
export interface Found {
  readonly rule: Rule;
  readonly problem: Problem;
}

/** Faults of the structure: other rules do not find what they look for, or something else. */
const structural: ReadonlySet<string> = new Set([
  "UNKNOWN_FIELD",
  "MISSING_FIELD",
  "WRONG_TYPE",
  "EXPRESSION_INVALID",
]);

/** Faults of what calls a function: what it stands for cannot be told. */
const ofFunctions: ReadonlySet<string> = new Set([
  "FUNCTION_NOT_ALONE",
  "FUNCTION_UNKNOWN",
  "GET_NOT_TEXT",
]);

/** Faults besides these that may be why something is not used. */
const hidesUses: ReadonlySet<string> = new Set([
  "DUPLICATE_PROPERTY_FILE",
  "JSON_GET_FILE_INVALID",
  "JSON_GET_SOURCE_INVALID",
  "LAMBDA_INPUT_NOT_FLAT",
  "PROCESSING_INPUT_SOURCE",
  "REFERENCE_INVALID",
  "TOO_FEW_ITEMS",
  "UNKNOWN_PROPERTY_FILE",
  "UNKNOWN_STEP",
  "UNKNOWN_STEP_TYPE",
]);

/**
 * Tells what is said only because of another fault: of a misspelt field, that the right one is not
 * there; of a missing or wrong one, warnings about the object that it belongs to; of any that may hide
 * it, that something is not used; of an error, warnings at the same place.
 */
export function consequences(
  document: JsonValue,
  found: readonly Found[],
): (one: Found) => boolean {
  const errors = found.filter(({ rule }) => rule.severity === "error");
  if (errors.length === 0) return () => false;
  const faults = errors.filter(({ rule }) => structural.has(rule.id));
  const errorPaths = new Set(errors.map(({ problem }) => problem.path));
  const steps = new Set(faults.map(({ problem }) => problem.step));
  const functions = new Set(
    errors
      .filter(({ rule }) => ofFunctions.has(rule.id))
      .map(({ rule, problem: { path } }) => (rule.id === "GET_NOT_TEXT" ? ownerOf(path) : path)),
  );
  const isUseHidden =
    faults.length > 0 ||
    errors.some(({ rule: { id } }) => hidesUses.has(id) || ofFunctions.has(id));
  const { misspelt, incomplete } = ownersOf(faults);
  return ({ rule, problem: { path, step } }) => {
    if (structural.has(rule.id)) return false;
    if (functions.has(path) && !ofFunctions.has(rule.id)) return true;
    if (rule.isAboutAbsence === "in its step" && steps.has(step)) return true;
    if (rule.isAboutAbsence === true && isUseHidden) return true;
    if (misspelt.has(path)) return true;
    if (rule.severity !== "error" && (incomplete.has(path) || errorPaths.has(path))) return true;
    return misspelt.has(ownerOf(path)) && !exists(document, path);
  };
}

/** The objects with a misspelt field, and those with any fault of their structure. */
function ownersOf(faults: readonly Found[]): {
  readonly misspelt: ReadonlySet<string>;
  readonly incomplete: ReadonlySet<string>;
} {
  const misspelt = new Set<string>();
  const incomplete = new Set<string>();
  for (const { rule, problem } of faults) {
    const owner = ownerOf(problem.path);
    incomplete.add(owner);
    if (rule.id === "UNKNOWN_FIELD" && problem.help?.startsWith("Did you mean") === true) {
      misspelt.add(owner);
      // Of a function, rules speak at the value that it stands for.
      if (owner.endsWith("']")) misspelt.add(ownerOf(owner));
    }
  }
  return { misspelt, incomplete };
}

/** The path of what holds a member or item. */
function ownerOf(path: string): string {
  const segments = path.match(/\.[^.[\]']+$|\['(?:[^'\\]|\\.)*'\]$|\[\d+\]$/s);
  return path.slice(0, path.length - (segments?.[0].length ?? 0));
}

function exists(document: JsonValue, path: string): boolean {
  let value: JsonValue | undefined = document;
  for (const segment of pathSegments(path)) {
    if (typeof segment === "number") value = isJsonArray(value) ? value[segment] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value !== undefined;
}
