import type { JsonObject } from "@nacre/core";
import { localAccount } from "../jobs/names.ts";
import { object, objects, text } from "../plan.ts";
import { StepFailure } from "../step-failure.ts";
import { checkModelData } from "./model.ts";
import type { PlainRunner } from "./step-runner.ts";

/** What a model package's approval can be. */
const approvals = ["PendingManualApproval", "Approved", "Rejected"];

/**
 * RegisterModel steps: make the next version of their model package group.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
 */
export const registerModel: PlainRunner = {
  async run({ args }, context) {
    await checkModelData(
      objects(object(args["InferenceSpecification"])["Containers"]),
      context.objects,
    );
    const approval = text(args["ModelApprovalStatus"]) ?? "PendingManualApproval";
    if (!approvals.includes(approval)) {
      throw new StepFailure(
        `ClientError: Value '${approval}' at 'modelApprovalStatus' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${approvals.join(", ")}]`,
      );
    }
    const group = text(args["ModelPackageGroupName"]) ?? "";
    // As SageMaker does: the version tells which execution made it.
    const description: JsonObject = {
      ...args,
      MetadataProperties: {
        GeneratedBy: context.scope().execution("PipelineExecutionArn"),
        ...object(args["MetadataProperties"]),
      },
    };
    const arnPrefix = `arn:aws:sagemaker:${context.region}:${localAccount}`;
    return () => {
      const made = context.modelPackages.register(group, {
        arnPrefix,
        approval,
        description,
      });
      const properties: JsonObject = {
        ...description,
        ModelPackageVersion: made.version ?? 0,
        ModelPackageArn: made.arn,
        ModelPackageStatus: made.status,
        ModelApprovalStatus: approval,
        CreationTime: made.createdTime.toISOString(),
      };
      return { properties, metadata: { RegisterModel: { Arn: made.arn } } };
    };
  },
};
