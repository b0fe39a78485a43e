import { objectsIn, requiredText } from "../input.ts";
import type { JsonObject } from "@nacre/core";
import { resolveParameters, type ParameterValue } from "../../resolve/parameters.ts";
import type { ExecutionRecord } from "../../state/executions.ts";
import type { Call } from "../context.ts";
import { keptDefinition } from "../definition.ts";

/** The value of every parameter of an execution, defaults included, in the order of the definition. */
export function parametersOf(
  { id, parameters }: ExecutionRecord,
  { executions }: Call,
): [string, ParameterValue][] {
  const text = executions.definition(id);
  if (text === undefined) return [];
  return [...resolveParameters(keptDefinition(text).Parameters ?? [], parameters)];
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
