import { outputList, typedOutputs } from "../lambda/output-parameters.ts";
import { objects, text } from "../plan.ts";
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
    const outputNames = objects(definition["OutputParameters"]).flatMap(
      ({ OutputName }) => text(OutputName) ?? [],
    );
    const token = await context.callbacks.begin(step.name, { queueUrl, args, outputNames });
    const answer = await context.callbacks.answer(token);
    if ("failureReason" in answer) throw new StepFailure(answer.failureReason);
    const outputs = typedOutputs(definition["OutputParameters"], answer.outputs);
    return () => ({
      properties: { OutputParameters: outputs },
      metadata: {
        Callback: {
          CallbackToken: token,
          SqsQueueUrl: queueUrl,
          OutputParameters: outputList(answer.outputs),
        },
      },
    });
  },
};
