import { objectsIn, requiredText } from "../input.ts";
import type { JsonObject } from "@nacre/core";
import { resolveParameters } from "../../resolve/parameters.ts";
import { textOf } from "../../resolve/resolver.ts";
import type { ExecutionRecord } from "../../state/executions.ts";
import type { Call } from "../context.ts";
import { keptDefinition } from "../definition.ts";

/**
 * The value of every parameter of an execution as text, defaults included, in the order of the
 * definition; what was given is as it was given.
 */
export function parametersOf(
  { id, parameters }: ExecutionRecord,
  { executions }: Call,
): [string, string][] {
  const text = executions.definition(id);
  if (text === undefined) return [];
  const values = resolveParameters(keptDefinition(text).Parameters ?? [], parameters);
  const given = new Map(Object.entries(parameters));
  return [...values].map(([name, value]) => [name, given.get(name) ?? textOf(value)]);
}

/** The parameters that a request gives, by their names. */
export function parametersIn(input: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objectsIn(input, "PipelineParameters").map((parameter) => [
      requiredText(parameter, "Name"),
      requiredText(parameter, "Value"),
    ]),
  );
}
