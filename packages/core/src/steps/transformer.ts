import type {
  AssemblyType,
  BatchStrategy,
  SplitType,
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
  /** The MIME type of the data, such as `text/csv`. */
  readonly contentType?: Value<string>;
  /** How the data is cut into records. @default `None`, by SageMaker */
  readonly splitType?: Value<SplitType>;
  /** S3 URI under which the predictions are written. @default `s3://<bucket>/<step name>` */
  readonly outputPath?: Value<string>;
  /** How the predictions are put together again. @default `None`, by SageMaker */
  readonly assembleWith?: Value<AssemblyType>;
  /** The MIME type of the predictions. */
  readonly accept?: Value<string>;
  readonly instanceType: Value<TransformInstanceType>;
  /** @default 1 */
  readonly instanceCount?: Value<number>;
  /** Whether a request holds one record or several. @default `MultiRecord`, by SageMaker */
  readonly batchStrategy?: Value<BatchStrategy>;
  /** The largest request, in MB. @default 6, by SageMaker */
  readonly maxPayloadInMB?: Value<number>;
  /** Requests at once to one instance. @default 1, by SageMaker */
  readonly maxConcurrentTransforms?: Value<number>;
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
        DataSource: { S3DataSource: { S3DataType: "S3Prefix" as const, S3Uri: props.source } },
        ContentType: props.contentType,
        SplitType: props.splitType,
      }),
      TransformOutput: defined({
        S3OutputPath: props.outputPath ?? `s3://${env.bucket}/${name}`,
        AssembleWith: props.assembleWith,
        Accept: props.accept,
      }),
      TransformResources: {
        InstanceCount: props.instanceCount ?? 1,
        InstanceType: props.instanceType,
      },
      BatchStrategy: props.batchStrategy,
      MaxConcurrentTransforms: props.maxConcurrentTransforms,
      MaxPayloadInMB: props.maxPayloadInMB,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}
