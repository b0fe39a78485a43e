import { isJsonArray, isJsonObject, kindOf, type JsonValue } from "../json.ts";
import { pathSegments } from "./path.ts";
import type { Finding } from "./rule.ts";
import { namedShapesAt, type NamedShape } from "./shapes/shape-at.ts";

/**
 * What a service that takes a definition or a request answers when it refuses it: the message of its
 * ValidationException. The first line is that of the first error, in the words of the real service
 * where they are known (from issues of AWS's SDK and public code), otherwise in those of the rule.
 * The lines after it, which the real service has not, list every error with its rule and place.
 *
 * @param findings - of {@link validateText}, {@link validateDefinition}, {@link validateDeployment}
 * or {@link validateStart}
 * @param document - the definition, or the request, that they are about
 * @returns undefined when none of the findings is an error
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 *
 * @example
 * ```ts
 * import { serviceMessage, validateDeployment } from "@nacre/core";
 *
 * const request = { PipelineName: "abalone_training" };
 * const message = serviceMessage(validateDeployment(request), request);
 * console.assert(message?.startsWith("1 validation error detected: Value 'abalone_training'"));
 * ```
 */
export function serviceMessage(
  findings: readonly Finding[],
  document: JsonValue,
): string | undefined {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return undefined;
  const lines = errors.map(({ rule, path, step, message, help }) => {
    const place = step === undefined ? path : `step ${step}, ${path}`;
    return `- ${rule} (${place}): ${message}${help === undefined ? "" : ` ${help}`}`;
  });
  return [inWordsOfService(first, document) ?? first.message, ...lines].join("\n");
}

const parsing = "Unable to parse pipeline definition.";
const failed = `${parsing} Model Validation failed:`;

/**
 * The words of the real service for one error, where they are known.
 *
 * - https://github.com/aws/sagemaker-python-sdk/issues/2345, 3908: lists and objects
 * - https://github.com/aws/sagemaker-python-sdk/issues/4994: fields
 * - https://github.com/aws/sagemaker-python-sdk/issues/5099: lengths; values likewise
 * - https://github.com/aws/sagemaker-python-sdk/issues/4016, 4444: starts
 * - https://github.com/zenml-io/zenml/issues/1500: names
 */
function inWordsOfService(
  { rule, path, message }: Finding,
  document: JsonValue,
): string | undefined {
  const value = valueAt(document, path);
  const field = pathSegments(path).findLast((segment) => typeof segment === "string") ?? "";
  switch (rule) {
    case "DEFINITION_INVALID":
      return `${parsing} Expecting start of Json Object.`;
    case "WRONG_TYPE":
      return expected(namedShapesAt(document, path), value);
    case "UNKNOWN_FIELD":
      return path.includes(".Arguments.")
        ? `${parsing} Unknown Argument member '${field}'.`
        : undefined;
    case "VALUE_NOT_ALLOWED": {
      const [shape] = namedShapesAt(document, path);
      if (typeof value !== "string" || shape?.values === undefined) return undefined;
      return (
        `${failed} Value '${value}' for '${shape.name ?? field}' ` +
        `failed to satisfy enum value set: [${shape.values.join(", ")}]`
      );
    }
    case "TEXT_TOO_LONG": {
      const [shape] = namedShapesAt(document, path);
      if (typeof value !== "string" || shape?.max === undefined) return undefined;
      return (
        `${failed} string '${value}' with length=${value.length} ` +
        `cannot be greater than max=${shape.max}.0 defined for ${shape.name ?? field}.`
      );
    }
    case "PIPELINE_NAME_INVALID":
      return constraint(value, "pipelineName", [256, "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}"]);
    case "PARAMETER_VALUE_EMPTY":
      return '[string "" is too short (length: 0, required minimum: 1)]';
    case "SELECTED_STEPS_WITHOUT_SOURCE":
      return `Invalid SourcePipelineExecutionArn: null. ${message.replace(/, and no earlier run .*$/, "")}`;
    default:
      return undefined;
  }
}

/** Only of lists and objects is it known. */
function expected(shapes: readonly NamedShape[], value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const kinds = new Set(shapes.map(({ kind }) => kind));
  if (kinds.has(kindOf(value))) return undefined;
  if (kinds.has("list")) return `${parsing} Expecting start of Json Array.`;
  return kinds.has("object") ? `${parsing} Expecting start of Json Object.` : undefined;
}

/** What AWS's services say of a member of a request that is too long, or not of a form. */
function constraint(
  value: JsonValue | undefined,
  member: string,
  [most, pattern]: readonly [number, string],
): string | undefined {
  if (typeof value !== "string") return undefined;
  const what =
    value.length > most
      ? `Member must have length less than or equal to ${most}`
      : `Member must satisfy regular expression pattern: ${pattern}`;
  return `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${what}`;
}

function valueAt(document: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const segment of pathSegments(path)) {
    if (typeof segment === "number") value = isJsonArray(value) ? value[segment] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}
