import { StepCode } from "../assets/step-code.ts";
import { isExpression } from "../expression.ts";
import { join, JoinExpression, TextExpression } from "../expressions/join.ts";
import { Parameter } from "../expressions/parameters.ts";
import type { Value } from "../value.ts";

/** A text, or a number that is written as text. */
export type TextOrNumber = Value<string> | Value<number>;

/** Values as text, under the same keys. */
export function textValues<K extends string>(values: {
  readonly [Key in K]: TextOrNumber;
}): { readonly [Key in K]: Value<string> } {
  const entries = Object.entries<TextOrNumber>(values).map(
    ([key, value]) => [key, textValue(value)] as const,
  );
  // The same keys as before.
  return Object.fromEntries(entries) as { readonly [Key in K]: Value<string> };
}

/** A value as text. An expression that may not be text is joined into text, as AWS's own SDK does. */
export function textValue(value: TextOrNumber): Value<string> {
  if (!isExpression(value)) return String(value);
  const isText =
    value instanceof StepCode ||
    value instanceof JoinExpression ||
    value instanceof TextExpression ||
    (value instanceof Parameter && value.type === "String");
  return isText ? value : join("", [value]);
}
