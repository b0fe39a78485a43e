import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { branchMembers } from "./steps.ts";
import type { StepDefinition } from "./types.ts";

/** A `Get` found in a definition. */
export interface FoundReference {
  readonly text: string;
  /** JSON path of the text. */
  readonly path: string;
}

/**
 * The references that a step itself makes, in the order of its text; those of the steps in its
 * branches are theirs.
 */
export function referencesOfStep(step: StepDefinition, path: string): FoundReference[] {
  const found: FoundReference[] = [];
  const isBranch = (owner: JsonObject, key: string): boolean =>
    step.Type === "Condition" && owner === step.Arguments && key in branchMembers;
  collect(step, path, found, isBranch);
  return found;
}

/** The references that any JSON value makes. */
export function referencesIn(value: JsonValue | undefined, path: string): FoundReference[] {
  const found: FoundReference[] = [];
  collect(value, path, found, () => false);
  return found;
}

function collect(
  value: JsonValue | undefined,
  path: string,
  found: FoundReference[],
  skip: (owner: JsonObject, key: string) => boolean,
): void {
  if (isJsonArray(value)) {
    value.forEach((item, index) => collect(item, `${path}[${index}]`, found, skip));
  } else if (isJsonObject(value)) {
    const keys = Object.keys(value);
    const text = value["Get"];
    if (keys.length === 1 && typeof text === "string") {
      found.push({ text, path: `${path}.Get` });
      return;
    }
    for (const key of keys) {
      if (!skip(value, key)) collect(value[key], `${path}.${key}`, found, skip);
    }
  }
}
