import type { JsonObject } from "@nacre/core";
import { arn, jobName } from "../jobs/names.ts";
import { object, objects, text, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { resolveArguments } from "./common.ts";

/**
 * Runs a Model step: keeps the model's description for the Transform steps after it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 */
export async function runModel(step: PlannedStep, context: RunContext): Promise<JsonObject> {
  const args = await resolveArguments(step, context);
  await checkModelData(containers(args), context.store);
  const name = jobName(context.executionId, step.name);
  const description = {
    ...args,
    ModelName: name,
    ModelArn: arn(context.region, "model", name.toLowerCase()),
    CreationTime: new Date().toISOString(),
  };
  await context.registry.putModel(name, description);
  return description;
}

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
export async function checkModelData(
  list: readonly JsonObject[],
  store: ObjectStore,
): Promise<void> {
  await Promise.all(
    list.map(async (container) => {
      const uri = text(container["ModelDataUrl"]);
      if (uri === undefined || (await store.list(uri)).length > 0) return;
      throw new StepFailure(`ClientError: Could not find model data at ${uri}.`);
    }),
  );
}
