import type {
  AutoMLChannel,
  AutoMLChannelType,
  AutoMLMetricEnum,
  AutoMLMode,
  ProblemType,
  Tag,
  VpcConfig,
} from "../generated/index.ts";
import { AutoMLStep, type AutoMLStepProps } from "../generated/steps/auto-ml.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** Data for an AutoML job. */
export interface AutoMLInput {
  /** S3 URI of everything under a prefix, or of a manifest file. */
  readonly source: Value<string>;
  /** @default `S3Prefix` */
  readonly s3DataType?: Value<"S3Prefix" | "ManifestFile">;
  /** @default `training`, by SageMaker */
  readonly channelType?: Value<AutoMLChannelType>;
  /** @default `text/csv;header=present`, by SageMaker */
  readonly contentType?: Value<string>;
  /** @default `None`, by SageMaker */
  readonly compression?: Value<"None" | "Gzip">;
}

/** What {@link autoML} takes. */
export interface AutoMLProps extends Omit<AutoMLStepProps, "arguments"> {
  readonly env: StepEnvironment;
  /** The column that the model is to predict. */
  readonly targetAttributeName: Value<string>;
  /** 1 or 2: data to train with, and data to validate with. */
  readonly inputs: readonly AutoMLInput[];
  /** How the best model is found. A pipeline can only do `ENSEMBLING`. @default `ENSEMBLING` */
  readonly mode?: Value<AutoMLMode>;
  /** What kind of prediction it is; then `objectiveMetric` is needed too. @default found out */
  readonly problemType?: Value<ProblemType>;
  /** The metric that makes the best model. @default by problem type */
  readonly objectiveMetric?: Value<AutoMLMetricEnum>;
  /** At most so many models are tried: 1 to 750. */
  readonly maxCandidates?: Value<number>;
  /** At least 1 second. */
  readonly maxRuntimePerTrainingJobInSeconds?: Value<number>;
  /** At least 1 second. */
  readonly totalJobRuntimeInSeconds?: Value<number>;
  /** The share of the data that validates, above 0 and below 1. @default 0.2, by SageMaker */
  readonly validationFraction?: Value<number>;
  /** S3 URI of a JSON file that names the columns to use. */
  readonly featureSpecificationS3Uri?: Value<string>;
  /** S3 URI under which results are written. @default `s3://<bucket>/<step name>` */
  readonly outputPath?: Value<string>;
  /** The key that the results are encrypted with. */
  readonly outputKmsKey?: Value<string>;
  /** The key that the disks are encrypted with. */
  readonly volumeKmsKey?: Value<string>;
  /** @default false */
  readonly encryptInterContainerTraffic?: Value<boolean>;
  readonly vpcConfig?: VpcConfig;
  /** At most 50. */
  readonly tags?: readonly Tag[];
}

/**
 * A step that lets SageMaker Autopilot find a model for tabular data.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-automl
 *
 * @example
 * ```ts
 * import { autoML } from "@nacre/core";
 *
 * const search = autoML("Search", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   targetAttributeName: "rings",
 *   inputs: [{ source: "s3://my-bucket/train" }],
 *   totalJobRuntimeInSeconds: 3600,
 * });
 * const metrics = search.properties.BestCandidateProperties.ModelInsightsJsonReportPath;
 * ```
 */
export function autoML<const Name extends string>(
  name: Name,
  props: AutoMLProps,
): AutoMLStep<Name> {
  const { env, objectiveMetric, featureSpecificationS3Uri, validationFraction } = props;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  return new AutoMLStep<Name>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      InputDataConfig: props.inputs.map((input) => channel(input, props.targetAttributeName)),
      OutputDataConfig: defined({
        S3OutputPath: props.outputPath ?? `s3://${env.bucket}/${name}`,
        KmsKeyId: props.outputKmsKey,
      }),
      AutoMLJobConfig: defined({
        CompletionCriteria: defined({
          MaxCandidates: props.maxCandidates,
          MaxRuntimePerTrainingJobInSeconds: props.maxRuntimePerTrainingJobInSeconds,
          MaxAutoMLJobRuntimeInSeconds: props.totalJobRuntimeInSeconds,
        }),
        SecurityConfig: defined({
          EnableInterContainerTrafficEncryption: props.encryptInterContainerTraffic ?? false,
          VolumeKmsKeyId: props.volumeKmsKey,
          VpcConfig: props.vpcConfig,
        }),
        CandidateGenerationConfig:
          featureSpecificationS3Uri === undefined
            ? undefined
            : { FeatureSpecificationS3Uri: featureSpecificationS3Uri },
        DataSplitConfig:
          validationFraction === undefined ? undefined : { ValidationFraction: validationFraction },
        Mode: props.mode ?? "ENSEMBLING",
      }),
      RoleArn: env.role,
      AutoMLJobObjective:
        objectiveMetric === undefined ? undefined : { MetricName: objectiveMetric },
      ProblemType: props.problemType,
      Tags: props.tags,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

function channel(input: AutoMLInput, target: Value<string>): AutoMLChannel {
  return defined({
    DataSource: {
      S3DataSource: { S3DataType: input.s3DataType ?? "S3Prefix", S3Uri: input.source },
    },
    TargetAttributeName: target,
    CompressionType: input.compression,
    ChannelType: input.channelType,
    ContentType: input.contentType,
  });
}
