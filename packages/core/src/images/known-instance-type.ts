import { isExpression } from "../expression.ts";
import { Parameter } from "../expressions/parameters.ts";
import type { Value } from "../value.ts";

/** An instance type, or the one that a parameter has by default: all that is known before a run. */
export function knownInstanceType(instanceType: Value<string>): string | undefined {
  if (!isExpression(instanceType)) return instanceType;
  const defaultValue =
    instanceType instanceof Parameter ? instanceType.definition.DefaultValue : undefined;
  return typeof defaultValue === "string" ? defaultValue : undefined;
}
