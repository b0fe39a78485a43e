import type {
  DebugHookConfig,
  DebugRuleConfiguration,
  InfraCheckConfig,
  InstanceGroup,
  OutputCompressionType,
  ProfilerConfig,
  ProfilerRuleConfiguration,
  RemoteDebugConfig,
  TensorBoardOutputConfig,
  TrainingImageConfig,
  TrainingInstanceType,
} from "../generated/index.ts";
import { TrainingStep, type TrainingStepProps } from "../generated/steps/training.ts";
import { imageUri } from "../images/image-uri.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";
import { textValues } from "./text-value.ts";
import {
  trainingChannels,
  trainingLimits,
  trainingNetworkAndSpot,
  trainingOutput,
  trainingRetries,
  type TrainingJobProps,
} from "./training-job.ts";

/** What {@link estimator} takes. */
export interface EstimatorProps<HyperParameterName extends string = string>
  extends
    Omit<TrainingStepProps<HyperParameterName>, "arguments">,
    Omit<TrainingJobProps<HyperParameterName>, "instanceType"> {
  readonly env: StepEnvironment;
  /** Needed unless there are `instanceGroups`. */
  readonly instanceType?: Value<TrainingInstanceType>;
  /** Instances of several types, instead of `instanceType` and `instanceCount`. At most 5. */
  readonly instanceGroups?: readonly InstanceGroup[];
  /** What is run in the container. @default what the image says */
  readonly entrypoint?: readonly Value<string>[];
  /** What the container is given on its command line. */
  readonly arguments?: readonly Value<string>[];
  /** How the image is fetched from a private registry. */
  readonly trainingImageConfig?: TrainingImageConfig;
  /** How the model is packed. @default `GZIP`, by SageMaker */
  readonly outputCompression?: Value<OutputCompressionType>;
  /** Whether the instances are checked before. */
  readonly infraCheckConfig?: InfraCheckConfig;
  /** Whether one can connect to the container while it runs. */
  readonly remoteDebugConfig?: RemoteDebugConfig;
  /** Rules that SageMaker Debugger watches. At most 20. */
  readonly debugRuleConfigurations?: readonly DebugRuleConfiguration[];
  /** Where TensorBoard's data goes. */
  readonly tensorBoardOutputConfig?: TensorBoardOutputConfig;
  /** Whether the metrics are kept as time series. @default false, by SageMaker */
  readonly enableSageMakerMetrics?: Value<boolean>;
  /** Keeps idle instances for the next job with the same needs: up to 3,600 seconds. */
  readonly keepAlivePeriodInSeconds?: Value<number>;
  /** Where SageMaker Debugger writes what it collects. @default Debugger is left out */
  readonly debugHookConfig?: DebugHookConfig;
  /**
   * Name of a profiler rule that writes SageMaker's profiler report, such as `ProfilerReport-1`.
   *
   * @default no profiler rule
   */
  readonly profilerRuleName?: Value<string>;
  /** Rules of the profiler, instead of the one for its report. At most 20. */
  readonly profilerRuleConfigurations?: readonly ProfilerRuleConfiguration[];
  /** What the profiler collects. @default with a profiler rule the output path, else left out */
  readonly profilerConfig?: ProfilerConfig;
}

/**
 * A training step.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when a profiler rule is wanted and the region has none.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/how-it-works-training.html
 *
 * @example
 * ```ts
 * import { estimator, imageUri } from "@nacre/core";
 *
 * const train = estimator("Train", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   imageUri: imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0-1" }),
 *   instanceType: "ml.m5.xlarge",
 *   hyperparameters: { objective: "reg:squarederror", num_round: 50 },
 *   inputs: { train: { source: "s3://my-bucket/train", contentType: "text/csv" } },
 * });
 * const model = train.properties.ModelArtifacts.S3ModelArtifacts;
 * ```
 */
export function estimator<
  const Name extends string,
  const HyperParameterName extends string = never,
>(name: Name, props: EstimatorProps<HyperParameterName>): TrainingStep<Name, HyperParameterName> {
  const { env, profilerRuleName } = props;
  const output = trainingOutput(name, env, props);
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  return new TrainingStep<Name, HyperParameterName>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      AlgorithmSpecification: defined({
        TrainingInputMode: props.inputMode ?? "File",
        TrainingImage: props.imageUri,
        TrainingImageConfig: props.trainingImageConfig,
        ContainerEntrypoint: props.entrypoint,
        ContainerArguments: props.arguments,
        MetricDefinitions: props.metricDefinitions,
        EnableSageMakerMetricsTimeSeries: props.enableSageMakerMetrics,
      }),
      OutputDataConfig: defined({ ...output, CompressionType: props.outputCompression }),
      StoppingCondition: trainingLimits(props),
      ResourceConfig: defined({
        VolumeSizeInGB: props.volumeSizeInGB ?? 30,
        VolumeKmsKeyId: props.volumeKmsKey,
        KeepAlivePeriodInSeconds: props.keepAlivePeriodInSeconds,
        ...(props.instanceGroups === undefined
          ? { InstanceCount: props.instanceCount ?? 1, InstanceType: props.instanceType }
          : { InstanceGroups: props.instanceGroups }),
      }),
      RoleArn: env.role,
      InfraCheckConfig: props.infraCheckConfig,
      InputDataConfig: trainingChannels(props),
      HyperParameters:
        props.hyperparameters === undefined ? undefined : textValues(props.hyperparameters),
      Environment: props.environment,
      Tags: props.tags,
      ...trainingNetworkAndSpot(props),
      DebugRuleConfigurations: props.debugRuleConfigurations,
      DebugHookConfig: props.debugHookConfig,
      TensorBoardOutputConfig: props.tensorBoardOutputConfig,
      ProfilerRuleConfigurations:
        props.profilerRuleConfigurations ??
        (profilerRuleName === undefined
          ? undefined
          : [profilerReportRule(profilerRuleName, env.region)]),
      ProfilerConfig:
        props.profilerConfig ??
        (profilerRuleName === undefined ? undefined : { S3OutputPath: output.S3OutputPath }),
      RemoteDebugConfig: props.remoteDebugConfig,
      RetryStrategy: trainingRetries(props),
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

function profilerReportRule(name: Value<string>, region: string): ProfilerRuleConfiguration {
  return {
    RuleConfigurationName: name,
    RuleEvaluatorImage: imageUri({ framework: "debugger", region }),
    RuleParameters: { rule_to_invoke: "ProfilerReport" },
  };
}
