import type { Primitive } from "../condition.ts";
import { NacreError } from "../errors.ts";
import { describe, Expression, isExpression, toDefinition } from "../expression.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { PropertyFileReference } from "../property-file.ts";
import { renderValue } from "../render.ts";
import type { Value } from "../value.ts";

/** A JSON file in S3 that {@link jsonGet} reads. */
export interface JsonInS3 {
  /** The URI of the file: plain text, or an expression such as a join. */
  readonly s3Uri: Value<string>;
}

class JsonGetExpression<T> extends Expression<T> {
  readonly #source: PropertyFileReference | JsonInS3;
  readonly #path: string;

  constructor(source: PropertyFileReference | JsonInS3, path: string) {
    super();
    this.#source = source;
    this.#path = path;
    Object.freeze(this);
  }

  override [toDefinition](): JsonObject {
    const source: Record<string, JsonValue> =
      "s3Uri" in this.#source
        ? { S3Uri: renderValue(this.#source.s3Uri, { path: "Std:JsonGet.S3Uri" }) }
        : { PropertyFile: this.#source[toDefinition]() };
    return { "Std:JsonGet": { ...source, Path: this.#path } };
  }

  override [describe](): string {
    return `jsonGet(${JSON.stringify(this.#path)})`;
  }
}

/**
 * A value inside a JSON file that a step has written: `Std:JsonGet`. It knows its step from the
 * property file. Its type is known only when the pipeline runs, so it fits wherever a value is
 * expected; `jsonGet<number>(…)` narrows it.
 *
 * @param path - where in the file, such as `regression_metrics.mse.value` or `list[0]['key']`.
 * @throws NacreError `PROPERTY_FILE_MISSING` when there is no such property file or S3 URI,
 * `JSON_PATH_INVALID` when the path is empty or not plain text.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html
 *
 * @example
 * ```ts
 * import { executionVariables, expr, jsonGet, lessThan } from "@nacre/core";
 *
 * const report = { s3Uri: expr`s3://my-bucket/${executionVariables.pipelineExecutionId}/report.json` };
 * const isGood = lessThan(jsonGet(report, "regression_metrics.mse.value"), 6);
 * ```
 */
export function jsonGet<T extends Primitive = never>(
  source: PropertyFileReference | JsonInS3,
  path: string,
): Expression<T> {
  if (!isSource(source)) {
    throw new NacreError(
      "PROPERTY_FILE_MISSING",
      "jsonGet() was given no property file or S3 URI.",
      {
        help:
          "Give step.propertyFiles.Name, where Name is a PropertyFileName in the step's " +
          "propertyFiles, or { s3Uri }.",
      },
    );
  }
  if (typeof path !== "string" || path === "") {
    const given = isExpression(path) ? path[describe]() : JSON.stringify(path);
    throw new NacreError("JSON_PATH_INVALID", `jsonGet() cannot read the path ${given}.`, {
      help: "Give plain text such as regression_metrics.mse.value; SageMaker takes no expression here.",
    });
  }
  return new JsonGetExpression<T>(source, path);
}

function isSource(source: unknown): source is PropertyFileReference | JsonInS3 {
  if (typeof source !== "object" || source === null) return false;
  return "s3Uri" in source || (toDefinition in source && !isExpression(source));
}
