import { assetsNamedBy, codeAssets, type CodeAsset } from "../assets/code-assets.ts";
import type { Operand, Primitive } from "../condition.ts";
import { NacreError } from "../errors.ts";
import { describe, Expression, isExpression, toDefinition } from "../expression.ts";
import type { JsonValue } from "../json.ts";
import { renderValue } from "../render.ts";

/** What {@link join} makes. */
export class JoinExpression extends Expression<string> {
  readonly #on: string;
  readonly #values: readonly Operand[];
  /** The code files that the values name, for the pipeline to find. */
  readonly [codeAssets]: readonly CodeAsset[];

  constructor(on: string, values: readonly Operand[]) {
    super();
    this[codeAssets] = values.flatMap(assetsNamedBy);
    this.#on = on;
    this.#values = Object.freeze([...values]);
    Object.freeze(this);
  }

  override [toDefinition](): JsonValue {
    return {
      "Std:Join": { On: this.#on, Values: renderValue(this.#values, { path: "Std:Join.Values" }) },
    };
  }

  override [describe](): string {
    const parts = this.#values.map((part) =>
      isExpression(part) ? part[describe]() : String(part),
    );
    return `join(${JSON.stringify(this.#on)}, ${parts.join(", ")})`;
  }
}

/** Plain text that stands where an expression may stand. */
export class TextExpression extends Expression<string> {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
    Object.freeze(this);
  }

  override [toDefinition](): JsonValue {
    return this.#text;
  }

  override [describe](): string {
    return JSON.stringify(this.#text);
  }
}

/**
 * Text made of values with a separator between them, put together when the pipeline runs: `Std:Join`.
 *
 * @param on - the separator; may be empty.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 *
 * @example
 * ```ts
 * import { floatParameter, join } from "@nacre/core";
 *
 * const message = join(" ", ["Execution failed due to MSE >", floatParameter("MseThreshold")]);
 * ```
 */
export function join(on: string, values: readonly Operand[]): Expression<string> {
  return new JoinExpression(on, values);
}

/**
 * A template literal that may hold expressions, compiled to `Std:Join`. Where it holds plain values
 * only, it is plain text in the definition.
 *
 * @example
 * ```ts
 * import { executionVariables, expr } from "@nacre/core";
 *
 * const uri = expr`s3://my-bucket/${executionVariables.pipelineExecutionId}/train`;
 * ```
 */
export function expr(
  strings: TemplateStringsArray,
  ...values: readonly Operand[]
): Expression<string> {
  const parts: Operand[] = [];
  const addText = (text: string): void => {
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last + text;
    else if (text !== "") parts.push(text);
  };
  strings.forEach((text, index) => {
    addText(text);
    for (const value of values.slice(index, index + 1)) {
      if (isExpression(value)) parts.push(value);
      else addText(plainText(value));
    }
  });
  const [first = ""] = parts;
  return parts.length <= 1 && typeof first === "string"
    ? new TextExpression(first)
    : new JoinExpression("", parts);
}

function plainText(value: Primitive): string {
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw new NacreError("VALUE_NOT_JSON", `expr was given ${String(value)}, not a value.`, {
    help: "Put strings, numbers, booleans and expressions into the template.",
  });
}
