import { isExpression } from "../expression.ts";
import { join, JoinExpression, TextExpression } from "../expressions/join.ts";
import { Parameter } from "../expressions/parameters.ts";
import type {
  Channel,
  ProfilerRuleConfiguration,
  TrainingInstanceType,
} from "../generated/index.ts";
import { TrainingStep, type TrainingStepProps } from "../generated/steps/training.ts";
import { imageUri } from "../images/image-uri.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** Data that a training job reads: one channel. */
export interface TrainingInput {
  /** S3 URI of a file or of everything under a prefix. */
  readonly source: Value<string>;
  /** The MIME type, such as `text/csv`. */
  readonly contentType?: Value<string>;
}

/** What {@link estimator} takes. */
export interface EstimatorProps<HyperParameterName extends string = string> extends Omit<
  TrainingStepProps<HyperParameterName>,
  "arguments"
> {
  readonly env: StepEnvironment;
  /** The training image. */
  readonly imageUri: Value<string>;
  readonly instanceType: Value<TrainingInstanceType>;
  /** @default 1 */
  readonly instanceCount?: Value<number>;
  /** Size of the disk of each instance, in GB. @default 30 */
  readonly volumeSizeInGB?: Value<number>;
  /** 1 to 20 channels by name. */
  readonly inputs: Readonly<Record<string, TrainingInput>>;
  /** At most 100. Numbers are written as text, as SageMaker wants all of them. */
  readonly hyperparameters?: {
    readonly [Key in HyperParameterName]: Value<string> | Value<number>;
  };
  /** S3 URI under which the model is written. @default `s3://<bucket>/<step name>` */
  readonly outputPath?: Value<string>;
  /** After so many seconds the job is stopped. @default 86,400 */
  readonly maxRuntimeInSeconds?: Value<number>;
  /** Environment variables. At most 100. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /**
   * Name of a profiler rule that writes SageMaker's profiler report, such as `ProfilerReport-1`.
   *
   * @default no profiler rule
   */
  readonly profilerRuleName?: Value<string>;
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
  const outputPath = props.outputPath ?? `s3://${env.bucket}/${name}`;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  return new TrainingStep<Name, HyperParameterName>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      AlgorithmSpecification: { TrainingInputMode: "File" as const, TrainingImage: props.imageUri },
      OutputDataConfig: { S3OutputPath: outputPath },
      StoppingCondition: { MaxRuntimeInSeconds: props.maxRuntimeInSeconds ?? 86400 },
      ResourceConfig: {
        VolumeSizeInGB: props.volumeSizeInGB ?? 30,
        InstanceCount: props.instanceCount ?? 1,
        InstanceType: props.instanceType,
      },
      RoleArn: env.role,
      InputDataConfig: Object.entries(props.inputs).map(([channel, input]) =>
        trainingChannel(channel, input),
      ),
      HyperParameters:
        props.hyperparameters === undefined ? undefined : textValues(props.hyperparameters),
      Environment: props.environment,
      ProfilerRuleConfigurations:
        profilerRuleName === undefined
          ? undefined
          : [profilerReportRule(profilerRuleName, env.region)],
      ProfilerConfig: profilerRuleName === undefined ? undefined : { S3OutputPath: outputPath },
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

function trainingChannel(name: string, { source, contentType }: TrainingInput): Channel {
  return defined({
    DataSource: {
      S3DataSource: {
        S3DataType: "S3Prefix" as const,
        S3Uri: source,
        S3DataDistributionType: "FullyReplicated" as const,
      },
    },
    ContentType: contentType,
    ChannelName: name,
  });
}

function profilerReportRule(name: Value<string>, region: string): ProfilerRuleConfiguration {
  return {
    RuleConfigurationName: name,
    RuleEvaluatorImage: imageUri({ framework: "debugger", region }),
    RuleParameters: { rule_to_invoke: "ProfilerReport" },
  };
}

function textValues<K extends string>(values: {
  readonly [Key in K]: Value<string> | Value<number>;
}): { readonly [Key in K]: Value<string> } {
  const entries = Object.entries<Value<string> | Value<number>>(values).map(
    ([key, value]) => [key, textValue(value)] as const,
  );
  // The same keys as before.
  return Object.fromEntries(entries) as { readonly [Key in K]: Value<string> };
}

/** A value as text. An expression that may not be text is joined into text, as AWS's own SDK does. */
function textValue(value: Value<string> | Value<number>): Value<string> {
  if (!isExpression(value)) return String(value);
  const isText =
    value instanceof JoinExpression ||
    value instanceof TextExpression ||
    (value instanceof Parameter && value.type === "String");
  return isText ? value : join("", [value]);
}
