import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { text } from "../plan.ts";
import { resolve, textOf } from "../resolve/resolver.ts";
import { StepFailure } from "../step-failure.ts";
import type { PlainRunner } from "./step-runner.ts";

/**
 * Callback steps: wait until somebody answers with the step's token.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
 */
export const callback: PlainRunner = {
  async run({ step, args }, context) {
    const { definition } = step;
    const queueUrl = textOf(await resolve(definition["SqsQueueUrl"] ?? "", context.scope()));
    const token = await context.callbacks.begin(step.name, { queueUrl, args });
    const answer = await context.callbacks.answer(token);
    if ("failureReason" in answer) throw new StepFailure(answer.failureReason);
    const given = Object.entries(answer.outputs);
    const outputs = typedOutputs(definition["OutputParameters"], answer.outputs);
    return () => ({
      properties: { OutputParameters: outputs },
      metadata: {
        Callback: {
          CallbackToken: token,
          SqsQueueUrl: queueUrl,
          OutputParameters: given.map(([Name, Value]) => ({ Name, Value })),
        },
      },
    });
  },
};

/**
 * The outputs that a step declares, in their types.
 *
 * @throws StepFailure for one that is missing or not of its type.
 */
function typedOutputs(
  declared: JsonValue | undefined,
  given: Readonly<Record<string, string>>,
): JsonObject {
  const list = isJsonArray(declared) ? declared.filter(isJsonObject) : [];
  const values = new Map(Object.entries(given));
  return Object.fromEntries(
    list.map((output) => {
      const name = text(output["OutputName"]) ?? "";
      const value = values.get(name);
      if (value === undefined) {
        throw new StepFailure(`ClientError: The answer has no output parameter ${name}.`);
      }
      return [name, typed(name, text(output["OutputType"]) ?? "String", value)];
    }),
  );
}

function typed(name: string, type: string, value: string): JsonValue {
  if (type === "String") return value;
  if (type === "Boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  const number = Number(value);
  const isNumber = value.trim() !== "" && Number.isFinite(number);
  if (type === "Float" && isNumber) return number;
  if (type === "Integer" && isNumber && Number.isInteger(number)) return number;
  throw new StepFailure(
    `ClientError: The output parameter ${name} is of type ${type}, ${JSON.stringify(value)} is not.`,
  );
}
