import type {
  AssemblyType,
  BatchDataCaptureConfig,
  BatchStrategy,
  DataProcessing,
  ModelClientConfig,
  SplitType,
  Tag,
  TransformInstanceType,
} from "../generated/index.ts";
import type { ModelStep } from "../generated/steps/model.ts";
import { TransformStep, type TransformStepProps } from "../generated/steps/transform.ts";
import { isStep } from "../step.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** What {@link transformer} takes. */
export interface TransformerProps extends Omit<TransformStepProps, "arguments"> {
  readonly env: StepEnvironment;
  /** The step that creates the model, or the name of a model. */
  readonly model: ModelStep | Value<string>;
  /** S3 URI of the data: a file or everything under a prefix. */
  readonly source: Value<string>;
  /** What the URI names. @default `S3Prefix` */
  readonly s3DataType?: Value<"S3Prefix" | "ManifestFile">;
  /** The MIME type of the data, such as `text/csv`. */
  readonly contentType?: Value<string>;
  /** @default `None`, by SageMaker */
  readonly compression?: Value<"None" | "Gzip">;
  /** How the data is cut into records. @default `None`, by SageMaker */
  readonly splitType?: Value<SplitType>;
  /** S3 URI under which the predictions are written. @default `s3://<bucket>/<step name>` */
  readonly outputPath?: Value<string>;
  /** The key that the predictions are encrypted with. */
  readonly outputKmsKey?: Value<string>;
  /** How the predictions are put together again. @default `None`, by SageMaker */
  readonly assembleWith?: Value<AssemblyType>;
  /** The MIME type of the predictions. */
  readonly accept?: Value<string>;
  readonly instanceType: Value<TransformInstanceType>;
  /** @default 1 */
  readonly instanceCount?: Value<number>;
  /** The key that the disks are encrypted with. */
  readonly volumeKmsKey?: Value<string>;
  /** Whether a request holds one record or several. @default `MultiRecord`, by SageMaker */
  readonly batchStrategy?: Value<BatchStrategy>;
  /** The largest request, in MB. @default 6, by SageMaker */
  readonly maxPayloadInMB?: Value<number>;
  /** Requests at once to one instance. @default 1, by SageMaker */
  readonly maxConcurrentTransforms?: Value<number>;
  /** Environment variables of the container. At most 16. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** At most 50. */
  readonly tags?: readonly Tag[];
  /** Which part of a record the model gets, and whether the input stands beside its prediction. */
  readonly dataProcessing?: DataProcessing;
  /** How long a request may take, and how often it is tried again. */
  readonly modelClientConfig?: ModelClientConfig;
  /** Where requests and answers are kept. @default nowhere */
  readonly dataCaptureConfig?: BatchDataCaptureConfig;
}

/**
 * A batch transform step: predictions for a whole data set.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
 *
 * @example
 * ```ts
 * import { transformer } from "@nacre/core";
 *
 * const predict = transformer("Predict", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   model: "my-model",
 *   source: "s3://my-bucket/batch",
 *   instanceType: "ml.m5.xlarge",
 * });
 * ```
 */
export function transformer<const Name extends string>(
  name: Name,
  props: TransformerProps,
): TransformStep<Name> {
  const { env, model } = props;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  return new TransformStep<Name>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      ModelName: isStep(model) ? model.properties.ModelName : model,
      TransformInput: defined({
        DataSource: {
          S3DataSource: { S3DataType: props.s3DataType ?? "S3Prefix", S3Uri: props.source },
        },
        ContentType: props.contentType,
        CompressionType: props.compression,
        SplitType: props.splitType,
      }),
      TransformOutput: defined({
        S3OutputPath: props.outputPath ?? `s3://${env.bucket}/${name}`,
        KmsKeyId: props.outputKmsKey,
        AssembleWith: props.assembleWith,
        Accept: props.accept,
      }),
      TransformResources: defined({
        InstanceCount: props.instanceCount ?? 1,
        InstanceType: props.instanceType,
        VolumeKmsKeyId: props.volumeKmsKey,
      }),
      BatchStrategy: props.batchStrategy,
      MaxConcurrentTransforms: props.maxConcurrentTransforms,
      MaxPayloadInMB: props.maxPayloadInMB,
      Environment: props.environment,
      Tags: props.tags,
      DataProcessing: props.dataProcessing,
      ModelClientConfig: props.modelClientConfig,
      DataCaptureConfig: props.dataCaptureConfig,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}
