import { NacreError } from "./errors.ts";
import type { JsonValue } from "./json.ts";

/** The member that gives an expression, condition or step as JSON; same in every copy of this module. */
export const toDefinition: unique symbol = Symbol.for("nacre.toDefinition");

/** The member that gives a condition as the items it makes in the list `Conditions`. */
export const toClauses: unique symbol = Symbol.for("nacre.toClauses");

/** The member that names an expression in messages, such as `Parameters.MseThreshold`. */
export const describe: unique symbol = Symbol.for("nacre.describe");

declare const valueType: unique symbol;

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * A value that SageMaker knows only when the pipeline runs: a parameter, a property of a step, an
 * execution variable, or a function of these. `T` is the type of that value.
 *
 * An expression is frozen and cannot be turned into a string or number here: a template literal,
 * `+`, `==` with a string, or `JSON.stringify` throw.
 *
 * @throws NacreError `EXPRESSION_COERCED` when it is turned into a string or number.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 *
 * @example
 * ```ts
 * import { expr, floatParameter } from "@nacre/core";
 *
 * const threshold = floatParameter("MseThreshold", { defaultValue: 6 });
 * const message = expr`Execution failed due to MSE > ${threshold}`;
 * ```
 */
export abstract class Expression<out T = unknown> {
  // Only symbols here: a property path of a step may have any name.
  declare readonly [valueType]: T;

  /** The expression as it stands in the definition. */
  abstract [toDefinition](): JsonValue;

  /** A short name for messages. */
  abstract [describe](): string;

  [Symbol.toPrimitive](): never {
    throw coerced(this);
  }

  toString(): never {
    throw coerced(this);
  }

  toJSON(): never {
    throw coerced(this);
  }

  [inspect](): string {
    return `Expression(${this[describe]()})`;
  }
}

/** Whether a value is an expression, whichever copy of this module made it. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && toDefinition in value && describe in value;
}

function coerced(expression: Expression): NacreError {
  return new NacreError(
    "EXPRESSION_COERCED",
    `${expression[describe]()} is known only when the pipeline runs, ` +
      "so it cannot be turned into a string or number here.",
    {
      help:
        "To put it into text, write expr`... ${value} ...` (with the tag expr in front). " +
        "To compare it, use a condition such as equals(left, right). " +
        "Elsewhere pass it as it is.",
    },
  );
}
