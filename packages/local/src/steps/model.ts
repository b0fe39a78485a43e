import type { JsonObject } from "@nacre/core";
import { arn, jobName } from "../jobs/names.ts";
import { object, objects, text } from "../plan.ts";
import { StepFailure } from "../step-failure.ts";
import type { Objects } from "../objects/objects.ts";
import type { PlainRunner } from "./step-runner.ts";

/**
 * Model steps: keep the model's description for the Transform steps after them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 */
export const model: PlainRunner = {
  async run({ step, args }, context) {
    await checkModelData(containers(args), context.objects);
    const name = jobName(context.executionId, step.name);
    const modelArn = arn(context.region, "model", name.toLowerCase());
    return () => {
      const createdTime = new Date();
      context.models.create({ name, arn: modelArn, description: args, createdTime });
      const properties = {
        ...args,
        ModelName: name,
        ModelArn: modelArn,
        CreationTime: createdTime.toISOString(),
      };
      return { properties, metadata: { Model: { Arn: modelArn } } };
    };
  },
};

/** The containers of a model's arguments: one, or those of a pipeline model. */
export function containers(args: JsonObject): JsonObject[] {
  const primary = object(args["PrimaryContainer"]);
  return Object.keys(primary).length > 0 ? [primary] : objects(args["Containers"]);
}

/**
 * Makes sure that the model data that containers name is there.
 *
 * @throws StepFailure when it is not.
 */
export async function checkModelData(list: readonly JsonObject[], to: Objects): Promise<void> {
  await Promise.all(
    list.map(async (container) => {
      const uri = text(container["ModelDataUrl"]);
      if (uri === undefined || (await to.holdsAny(uri))) return;
      throw new StepFailure(`ClientError: Could not find model data at ${uri}.`);
    }),
  );
}
