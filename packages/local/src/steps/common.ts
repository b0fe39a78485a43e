import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  jsonEntries,
  numberOf,
  type JsonObject,
  type JsonValue,
} from "@nacre/core";
import { object, type PlannedStep } from "../plan.ts";
import { resolve, textOf } from "../resolve/resolver.ts";
import type { JobNames, RunContext } from "../run-context.ts";

/** A step's arguments with every reference replaced, in the types that the API has. */
export async function resolveArguments(
  step: PlannedStep,
  context: RunContext,
  job: JobNames = {},
): Promise<JsonObject> {
  return object(asArguments(await resolve(step.args, context.scope(job))));
}

/** Members whose values are texts in the API: a number there keeps the text it was written as. */
const textMembers = new Set([
  "Environment",
  "HyperParameters",
  "StaticHyperParameters",
  "ContainerEntrypoint",
  "ContainerArguments",
]);

/** Resolved arguments in the types that the API has: numbers as numbers, or as texts where texts are wanted. */
export function asArguments(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(asArguments);
  if (!isJsonObject(value)) return isNumberText(value) ? value.value : value;
  const entries = jsonEntries(value).map(([key, inner]): [string, JsonValue] => [
    key,
    textMembers.has(key) ? asTexts(inner) : asArguments(inner),
  ]);
  return Object.fromEntries(entries);
}

function asTexts(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(textOf);
  return isJsonObject(value) ? variables(value) : value;
}

/** A map of texts, as `Environment` and `HyperParameters` are. */
export function variables(map: JsonValue | undefined): Record<string, string> {
  return Object.fromEntries(jsonEntries(object(map)).map(([key, v]) => [key, textOf(v)]));
}

/** The `MaxRuntimeInSeconds` of a StoppingCondition. */
export function seconds(condition: JsonValue | undefined, byDefault: number): number {
  return numberOf(object(condition)["MaxRuntimeInSeconds"]) ?? byDefault;
}
