import type {
  ModelApprovalStatus,
  ProductionVariantInstanceType,
  TransformInstanceType,
} from "../generated/index.ts";
import { ModelStep, type ModelStepProps } from "../generated/steps/model.ts";
import {
  RegisterModelStep,
  type RegisterModelStepProps,
} from "../generated/steps/register-model.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** What {@link createModel} takes. */
export interface CreateModelProps extends Omit<ModelStepProps, "arguments"> {
  readonly env: StepEnvironment;
  /** The image that serves the model. */
  readonly imageUri: Value<string>;
  /** S3 URI of the `model.tar.gz`. */
  readonly modelData: Value<string>;
  /** Environment variables of the container. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
}

/**
 * A step that creates a SageMaker model, for a transform or an endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 *
 * @example
 * ```ts
 * import { createModel, imageUri } from "@nacre/core";
 *
 * const model = createModel("CreateModel", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   imageUri: imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0-1" }),
 *   modelData: "s3://my-bucket/model.tar.gz",
 * });
 * const modelName = model.properties.ModelName;
 * ```
 */
export function createModel<const Name extends string>(
  name: Name,
  props: CreateModelProps,
): ModelStep<Name> {
  const { dependsOn, displayName, description, retryPolicies } = props;
  return new ModelStep<Name>(name, {
    arguments: {
      ExecutionRoleArn: props.env.role,
      PrimaryContainer: {
        Image: props.imageUri,
        Environment: props.environment ?? {},
        ModelDataUrl: props.modelData,
      },
    },
    ...defined({ dependsOn, displayName, description, retryPolicies }),
  });
}

/** What {@link registerModel} takes. */
export interface RegisterModelProps extends Omit<RegisterModelStepProps, "arguments"> {
  /** The group in the model registry; each run adds a version to it. */
  readonly modelPackageGroupName: Value<string>;
  /** The image that serves the model. */
  readonly imageUri: Value<string>;
  /** S3 URI of the `model.tar.gz`. */
  readonly modelData: Value<string>;
  /** MIME types that the model takes, such as `text/csv`. */
  readonly contentTypes: readonly Value<string>[];
  /** MIME types that it answers with. */
  readonly responseTypes: readonly Value<string>[];
  /** Instance types for endpoints. */
  readonly inferenceInstances?: readonly Value<ProductionVariantInstanceType>[];
  /** Instance types for batch transform. */
  readonly transformInstances?: readonly Value<TransformInstanceType>[];
  /** @default `PendingManualApproval`, by SageMaker */
  readonly approvalStatus?: Value<ModelApprovalStatus>;
  /** S3 URI of a JSON file with the metrics of the model. */
  readonly modelStatistics?: Value<string>;
}

/**
 * A step that registers a model as a new version in a group of the model registry.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry.html
 *
 * @example
 * ```ts
 * import { imageUri, registerModel } from "@nacre/core";
 *
 * const register = registerModel("Register", {
 *   modelPackageGroupName: "Abalone",
 *   imageUri: imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0-1" }),
 *   modelData: "s3://my-bucket/model.tar.gz",
 *   contentTypes: ["text/csv"],
 *   responseTypes: ["text/csv"],
 * });
 * ```
 */
export function registerModel<const Name extends string>(
  name: Name,
  props: RegisterModelProps,
): RegisterModelStep<Name> {
  const { dependsOn, displayName, description, retryPolicies, modelStatistics } = props;
  return new RegisterModelStep<Name>(name, {
    // In the order of AWS's own SDK, with the empty members that it writes.
    arguments: defined({
      ModelPackageGroupName: props.modelPackageGroupName,
      ModelMetrics:
        modelStatistics === undefined
          ? undefined
          : {
              ModelQuality: {
                Statistics: { ContentType: "application/json", S3Uri: modelStatistics },
              },
              Bias: {},
              Explainability: {},
            },
      InferenceSpecification: defined({
        Containers: [{ Image: props.imageUri, ModelDataUrl: props.modelData }],
        SupportedContentTypes: props.contentTypes,
        SupportedResponseMIMETypes: props.responseTypes,
        SupportedRealtimeInferenceInstanceTypes: props.inferenceInstances,
        SupportedTransformInstanceTypes: props.transformInstances,
      }),
      ModelApprovalStatus: props.approvalStatus,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies }),
  });
}
