import type {
  MetadataProperties,
  ModelApprovalStatus,
  ModelPackageContainerDefinition,
  ProductionVariantInstanceType,
  SkipModelValidation,
  TransformInstanceType,
} from "../generated/index.ts";
import {
  RegisterModelStep,
  type RegisterModelStepArguments,
  type RegisterModelStepProps,
} from "../generated/steps/register-model.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { ModelContainer } from "./model.ts";
import {
  driftCheckBaselines,
  modelMetrics,
  type DriftCheckFiles,
  type ModelMetricsFiles,
} from "./model-metrics.ts";

/** A container of a registered model. */
export interface RegisteredContainer extends ModelContainer {
  /** The machine learning framework, such as `XGBOOST`. */
  readonly framework?: Value<string>;
  readonly frameworkVersion?: Value<string>;
  /** The model in AWS's list that is most like this one, for Inference Recommender. */
  readonly nearestModelName?: Value<string>;
  /** Names and shapes of the inputs as JSON text. */
  readonly dataInputConfiguration?: Value<string>;
}

/** What {@link registerModel} takes: one container, or several that work one after the other. */
export type RegisterModelProps<CustomerMetadataName extends string = string> =
  RegisterModelOptions<CustomerMetadataName> &
    (
      | (RegisteredContainer & { readonly containers?: never })
      | ({
          /** 2 to 15 containers of a pipeline model: each gets what the one before it answers. */
          readonly containers: readonly RegisteredContainer[];
        } & { readonly [Member in keyof RegisteredContainer]?: never })
    );

interface RegisterModelOptions<CustomerMetadataName extends string> extends Omit<
  RegisterModelStepProps,
  "arguments"
> {
  /** The group in the model registry; each run adds a version to it. */
  readonly modelPackageGroupName: Value<string>;
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
  /** S3 URI of a JSON file with the metrics of the model: short for `metrics.modelStatistics`. */
  readonly modelStatistics?: Value<string>;
  /** How good the model is. */
  readonly metrics?: ModelMetricsFiles;
  /** What later checks of data and predictions compare with. */
  readonly driftCheckBaselines?: DriftCheckFiles;
  /** At most 1024 characters. */
  readonly modelDescription?: Value<string>;
  /** The commit, repository, project and job that the model comes from. */
  readonly metadataProperties?: MetadataProperties;
  /** Names and values of your own. At most 50. */
  readonly customerMetadataProperties?: {
    readonly [Key in CustomerMetadataName]: Value<string>;
  };
  /** The domain, such as `MACHINE_LEARNING`, for Inference Recommender. */
  readonly domain?: Value<string>;
  /** What the model does, such as `REGRESSION`, for Inference Recommender. */
  readonly task?: Value<string>;
  /** S3 URI of an archive with sample requests, for Inference Recommender. */
  readonly samplePayloadUrl?: Value<string>;
  /** Where the source of the model lies. */
  readonly sourceUri?: Value<string>;
  /** Which checks of the package are left out. @default `None`, by SageMaker */
  readonly skipModelValidation?: Value<SkipModelValidation>;
  /** The model card: what the model is for, how it was made and how good it is. */
  readonly modelCard?: RegisterModelStepArguments["ModelCard"];
}

/**
 * A step that registers a model, or a pipeline model of several containers, as a new version in a
 * group of the model registry.
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
 *   metrics: {
 *     modelStatistics: "s3://my-bucket/evaluation.json",
 *     explainability: "s3://my-bucket/explainability.json",
 *   },
 *   driftCheckBaselines: { modelStatistics: "s3://my-bucket/baseline/statistics.json" },
 * });
 * ```
 */
export function registerModel<
  const Name extends string,
  const CustomerMetadataName extends string = never,
>(
  name: Name,
  props: RegisterModelProps<CustomerMetadataName>,
): RegisterModelStep<Name, CustomerMetadataName> {
  const { dependsOn, displayName, description, retryPolicies } = props;
  return new RegisterModelStep<Name, CustomerMetadataName>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      ModelPackageGroupName: props.modelPackageGroupName,
      ModelPackageDescription: props.modelDescription,
      ModelMetrics: metricsOf(props),
      DriftCheckBaselines:
        props.driftCheckBaselines && driftCheckBaselines(props.driftCheckBaselines),
      MetadataProperties: props.metadataProperties,
      CustomerMetadataProperties: props.customerMetadataProperties,
      Domain: props.domain,
      SamplePayloadUrl: props.samplePayloadUrl,
      Task: props.task,
      SourceUri: props.sourceUri,
      InferenceSpecification: defined({
        Containers:
          props.containers === undefined ? [container(props)] : props.containers.map(container),
        SupportedContentTypes: props.contentTypes,
        SupportedResponseMIMETypes: props.responseTypes,
        SupportedRealtimeInferenceInstanceTypes: props.inferenceInstances,
        SupportedTransformInstanceTypes: props.transformInstances,
      }),
      ModelApprovalStatus: props.approvalStatus,
      SkipModelValidation: props.skipModelValidation,
      ModelCard: props.modelCard,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies }),
  });
}

function metricsOf({
  metrics,
  modelStatistics,
}: Pick<RegisterModelOptions<string>, "metrics" | "modelStatistics">) {
  if (metrics === undefined && modelStatistics === undefined) return undefined;
  return modelMetrics(defined({ modelStatistics, ...metrics }));
}

function container(props: RegisteredContainer): ModelPackageContainerDefinition {
  const { dataInputConfiguration } = props;
  return defined({
    Image: props.imageUri,
    Environment: props.environment,
    ModelDataUrl: props.modelData,
    Mode: props.mode,
    Framework: props.framework,
    FrameworkVersion: props.frameworkVersion,
    NearestModelName: props.nearestModelName,
    ModelInput:
      dataInputConfiguration === undefined
        ? undefined
        : { DataInputConfig: dataInputConfiguration },
  });
}
