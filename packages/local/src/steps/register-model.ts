import type { JsonObject } from "@nacre/core";
import { arn } from "../jobs/names.ts";
import { object, objects, text, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { resolveArguments } from "./common.ts";
import { checkModelData } from "./model.ts";
import { StepFailure } from "../step-failure.ts";

/** What a model package's approval can be. */
const approvals = ["PendingManualApproval", "Approved", "Rejected"];

/**
 * Runs a RegisterModel step: makes the next version of its model package group.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
 */
export async function runRegisterModel(
  step: PlannedStep,
  context: RunContext,
): Promise<JsonObject> {
  const args = await resolveArguments(step, context);
  await checkModelData(
    objects(object(args["InferenceSpecification"])["Containers"]),
    context.store,
  );
  const approval = text(args["ModelApprovalStatus"]) ?? "PendingManualApproval";
  if (!approvals.includes(approval)) {
    throw new StepFailure(
      `ClientError: Value '${approval}' at 'modelApprovalStatus' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${approvals.join(", ")}]`,
    );
  }
  const group = text(args["ModelPackageGroupName"]) ?? "";
  const describe = (version: number): JsonObject => ({
    ...args,
    ModelPackageVersion: version,
    ModelPackageArn: arn(context.region, "model-package", `${group}/${version}`),
    ModelPackageStatus: "Completed",
    ModelApprovalStatus: approval,
    CreationTime: new Date().toISOString(),
  });
  const version = await context.registry.register(group, describe);
  const description = describe(version);
  const packageArn = String(description["ModelPackageArn"]);
  context.record.change(step.name, { modelPackage: { arn: packageArn, group, version } });
  return description;
}
