import { join } from "node:path";
import { jsonEntries, numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { object, type PlannedStep } from "../plan.ts";
import { plain } from "../resolve/parameters.ts";
import { resolve, textOf } from "../resolve/resolver.ts";
import type { JobNames, RunContext } from "../run-context.ts";

/** A job that is about to begin. */
export interface StartedJob {
  /** The folder for its files; removed with it. */
  readonly root: string;
  /** When it was made. */
  readonly time: Date;
}

/** Notes the name of a step's job. */
export function startJob(step: PlannedStep, context: RunContext, name: string): StartedJob {
  context.record.change(step.name, { jobName: name });
  return { root: join(context.directory, "jobs", name), time: new Date() };
}

/** A step's arguments with every reference replaced; numbers without their text, as the API has them. */
export async function resolveArguments(
  step: PlannedStep,
  context: RunContext,
  job: JobNames = {},
): Promise<JsonObject> {
  return object(withoutNumberText(await resolve(step.args, context.scope(job))));
}

function withoutNumberText(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNumberText);
  if (numberOf(value) !== undefined) return plain(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    jsonEntries(object(value)).map(([key, inner]) => [key, withoutNumberText(inner)]),
  );
}

/** A map of texts, as `Environment` and `HyperParameters` are. */
export function variables(map: JsonValue | undefined): Record<string, string> {
  return Object.fromEntries(jsonEntries(object(map)).map(([key, v]) => [key, textOf(v)]));
}

/** The `MaxRuntimeInSeconds` of a StoppingCondition. */
export function seconds(condition: JsonValue | undefined, byDefault: number): number {
  return numberOf(object(condition)["MaxRuntimeInSeconds"]) ?? byDefault;
}
