import type { ContainerMode, Tag, VpcConfig } from "../generated/index.ts";
import { ModelStep, type ModelStepProps } from "../generated/steps/model.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** A container that serves a model. */
export interface ModelContainer {
  /** The image that serves the model. */
  readonly imageUri: Value<string>;
  /** S3 URI of the `model.tar.gz`, or for `MultiModel` of the folder that holds several. */
  readonly modelData: Value<string>;
  /** Environment variables of the container. At most 100. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** Whether the container serves one model or several. @default `SingleModel`, by SageMaker */
  readonly mode?: Value<ContainerMode>;
}

/** What {@link createModel} takes: one container, or several that work one after the other. */
export type CreateModelProps = CreateModelOptions &
  (
    | (ModelContainer & { readonly containers?: never })
    | ({
        /** 2 to 15 containers of a pipeline model: each gets what the one before it answers. */
        readonly containers: readonly ModelContainer[];
      } & { readonly [Member in keyof ModelContainer]?: never })
  );

interface CreateModelOptions extends Omit<ModelStepProps, "arguments"> {
  readonly env: StepEnvironment;
  /** At most 50. */
  readonly tags?: readonly Tag[];
  /** The network that the containers are in. */
  readonly vpcConfig?: VpcConfig;
  /** Whether the containers are cut off from every network. @default false, by SageMaker */
  readonly enableNetworkIsolation?: Value<boolean>;
}

/**
 * A step that creates a SageMaker model, for a transform or an endpoint: one container, or a pipeline
 * model of several.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 *
 * @example
 * ```ts
 * import { createModel, imageUri } from "@nacre/core";
 *
 * const env = {
 *   region: "us-east-1",
 *   role: "arn:aws:iam::111122223333:role/Jobs",
 *   bucket: "my-bucket",
 * };
 * const serve = {
 *   imageUri: imageUri({ framework: "xgboost", region: env.region, version: "1.7-1" }),
 *   modelData: "s3://my-bucket/model.tar.gz",
 * };
 * const model = createModel("CreateModel", { env, ...serve });
 * const modelName = model.properties.ModelName;
 *
 * const prepare = {
 *   imageUri: imageUri({ framework: "sklearn", region: env.region, version: "1.2-1" }),
 *   modelData: "s3://my-bucket/prepare.tar.gz",
 *   environment: { SAGEMAKER_PROGRAM: "inference.py" },
 * };
 * const pipelineModel = createModel("CreatePipelineModel", { env, containers: [prepare, serve] });
 * ```
 */
export function createModel<const Name extends string>(
  name: Name,
  props: CreateModelProps,
): ModelStep<Name> {
  const { dependsOn, displayName, description, retryPolicies } = props;
  const isOne = props.containers === undefined;
  return new ModelStep<Name>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      ExecutionRoleArn: props.env.role,
      PrimaryContainer: isOne ? container(props) : undefined,
      Containers: isOne ? undefined : props.containers.map(container),
      Tags: props.tags,
      VpcConfig: props.vpcConfig,
      EnableNetworkIsolation: props.enableNetworkIsolation,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies }),
  });
}

function container({ imageUri, modelData, environment, mode }: ModelContainer) {
  return defined({
    Image: imageUri,
    Environment: environment ?? {},
    ModelDataUrl: modelData,
    Mode: mode,
  });
}
