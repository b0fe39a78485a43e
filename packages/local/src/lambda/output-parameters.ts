import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  type JsonObject,
  type JsonValue,
} from "@nacre/core";
import { text } from "../plan.ts";
import { StepFailure } from "../step-failure.ts";

/** The longest value of an output parameter, in characters. */
const longestValue = 1024;

/**
 * The output parameters that a Lambda or Callback step declares, in their types. What was given beside
 * them is left out.
 *
 * @param declared - the step's `OutputParameters`
 * @throws StepFailure for one that is missing, too long or not of its type.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputParameter.html
 */
export function typedOutputs(declared: JsonValue | undefined, given: JsonObject): JsonObject {
  const list = isJsonArray(declared) ? declared.filter(isJsonObject) : [];
  return Object.fromEntries(
    list.map((output) => {
      const name = text(output["OutputName"]) ?? "";
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value === undefined || value === null) {
        throw new StepFailure(`ClientError: The answer has no output parameter ${name}.`);
      }
      return [name, typed(name, text(output["OutputType"]) ?? "String", value)];
    }),
  );
}

/** Output parameters as ListPipelineExecutionSteps lists them: all are texts there. */
export function outputList(outputs: JsonObject): JsonObject[] {
  return Object.entries(outputs).map(([Name, value]) => ({ Name, Value: asText(value ?? null) }));
}

function typed(name: string, type: string, value: JsonValue): JsonValue {
  const written = asText(value);
  if (written.length > longestValue) {
    throw new StepFailure(
      `ClientError: The output parameter ${name} has ${written.length} characters, more than ${longestValue}.`,
    );
  }
  const isNested = typeof value === "object" && !isNumberText(value);
  if (type === "String" && !isNested) return written;
  if (type === "Boolean" && /^(true|false)$/i.test(written))
    return written.toLowerCase() === "true";
  const number = typeof value === "boolean" || written.trim() === "" ? Number.NaN : Number(written);
  if (type === "Float" && Number.isFinite(number)) return number;
  if (type === "Integer" && Number.isInteger(number)) return number;
  throw new StepFailure(
    `ClientError: The output parameter ${name} is of type ${type}, ${JSON.stringify(value)} is not.`,
  );
}

function asText(value: JsonValue): string {
  if (isNumberText(value)) return value.text;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
