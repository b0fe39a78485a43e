import type {
  HyperParameterTrainingJobDefinition,
  HyperParameterTuningJobObjectiveType,
  HyperParameterTuningJobStrategyType,
  HyperParameterTuningJobWarmStartType,
  HyperbandStrategyConfig,
  Tag,
  TrainingJobEarlyStoppingType,
  TuningJobCompletionCriteria,
} from "../generated/index.ts";
import { TuningStep, type TuningStepProps } from "../generated/steps/tuning.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";
import { textValues, type TextOrNumber } from "./text-value.ts";
import {
  trainingChannels,
  trainingLimits,
  trainingNetworkAndSpot,
  trainingOutput,
  trainingRetries,
  type TrainingJobProps,
} from "./training-job.ts";
import { parameterRanges, type TuningRange } from "./tuning-ranges.ts";

/** The metric that tuning looks at. */
export interface TuningObjective {
  readonly metricName: Value<string>;
  /** @default `Maximize` */
  readonly type?: Value<HyperParameterTuningJobObjectiveType>;
}

/** A training job whose hyperparameters are tuned. */
export interface TunedAlgorithm extends TrainingJobProps {
  readonly objective: TuningObjective;
  /** The hyperparameters that are tuned, by name. */
  readonly ranges: Readonly<Record<string, TuningRange>>;
}

/** Earlier tuning jobs to learn from. */
export interface TuningWarmStart {
  readonly type: Value<HyperParameterTuningJobWarmStartType>;
  /** Names of 1 to 5 tuning jobs. */
  readonly parents: readonly Value<string>[];
}

/** What {@link tuner} takes: one algorithm, or several by name. */
export type TunerProps = TunerOptions &
  (
    | { readonly algorithm: TunedAlgorithm; readonly algorithms?: never }
    | {
        /** 1 to 10 algorithms by name. */
        readonly algorithms: Readonly<Record<string, TunedAlgorithm>>;
        readonly algorithm?: never;
      }
  );

interface TunerOptions extends Omit<TuningStepProps, "arguments"> {
  readonly env: StepEnvironment;
  /** @default `Bayesian` */
  readonly strategy?: Value<HyperParameterTuningJobStrategyType>;
  /** For the strategy `Hyperband`: how long a training job may train. */
  readonly hyperband?: HyperbandStrategyConfig;
  /** How many training jobs are run; 1 to 500. @default 1 */
  readonly maxJobs?: Value<number>;
  /** How many of them run at once. @default 1 */
  readonly maxParallelJobs?: Value<number>;
  /** After so many seconds no more training jobs are run. 120 to 15,768,000. */
  readonly maxTuningRuntimeInSeconds?: Value<number>;
  /** Whether training jobs that promise nothing are stopped. @default `Off` */
  readonly earlyStopping?: Value<TrainingJobEarlyStoppingType>;
  /**
   * Whether SageMaker chooses the ranges of {@link autoRange}, and what else of the tuning job is not
   * set, such as its strategy and when it ends.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-autotune.html
   */
  readonly autotune?: boolean;
  /** The same seed chooses the same values again. */
  readonly randomSeed?: Value<number>;
  /** When tuning is done before all training jobs are run. */
  readonly completionCriteria?: TuningJobCompletionCriteria;
  readonly warmStart?: TuningWarmStart;
  /** At most 50, with those of the algorithm. */
  readonly tags?: readonly Tag[];
}

/**
 * A hyperparameter tuning step: training jobs with varied hyperparameters, of one algorithm or of
 * several that compete.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html
 *
 * @example
 * ```ts
 * import { continuousRange, imageUri, integerRange, topModelUri, tuner } from "@nacre/core";
 *
 * const env = {
 *   region: "us-east-1",
 *   role: "arn:aws:iam::111122223333:role/Jobs",
 *   bucket: "my-bucket",
 * };
 * const tune = tuner("Tune", {
 *   env,
 *   algorithm: {
 *     imageUri: imageUri({ framework: "xgboost", region: env.region, version: "1.7-1" }),
 *     instanceType: "ml.m5.xlarge",
 *     hyperparameters: { objective: "reg:squarederror", num_round: 50 },
 *     inputs: { train: { source: "s3://my-bucket/train", contentType: "text/csv" } },
 *     objective: { metricName: "validation:rmse", type: "Minimize" },
 *     ranges: {
 *       eta: continuousRange(0.01, 0.5, "Logarithmic"),
 *       max_depth: integerRange(2, 8),
 *     },
 *   },
 *   maxJobs: 20,
 *   maxParallelJobs: 4,
 * });
 * const bestModel = topModelUri(tune, 0, "my-bucket", "Tune");
 * ```
 */
export function tuner<const Name extends string>(name: Name, props: TunerProps): TuningStep<Name> {
  const { env, warmStart, algorithm } = props;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  const tags = [...(props.tags ?? []), ...(algorithm?.tags ?? [])];
  return new TuningStep<Name>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      HyperParameterTuningJobConfig: defined({
        Strategy: props.strategy ?? "Bayesian",
        ResourceLimits: defined({
          MaxNumberOfTrainingJobs: props.maxJobs ?? 1,
          MaxParallelTrainingJobs: props.maxParallelJobs ?? 1,
          MaxRuntimeInSeconds: props.maxTuningRuntimeInSeconds,
        }),
        TrainingJobEarlyStoppingType: props.earlyStopping ?? "Off",
        RandomSeed: props.randomSeed,
        HyperParameterTuningJobObjective: algorithm && objective(algorithm),
        ParameterRanges: algorithm && parameterRanges(algorithm.ranges),
        StrategyConfig: props.hyperband && { HyperbandStrategyConfig: props.hyperband },
        TuningJobCompletionCriteria: props.completionCriteria,
      }),
      Autotune: props.autotune === true ? { Mode: "Enabled" as const } : undefined,
      TrainingJobDefinition: algorithm && trainingJob(name, env, algorithm),
      TrainingJobDefinitions:
        props.algorithms &&
        Object.entries(props.algorithms).map(([definition, one]) => ({
          ...trainingJob(name, env, one),
          DefinitionName: definition,
          TuningObjective: objective(one),
          HyperParameterRanges: parameterRanges(one.ranges),
        })),
      WarmStartConfig: warmStart && {
        WarmStartType: warmStart.type,
        ParentHyperParameterTuningJobs: warmStart.parents.map((parent) => ({
          HyperParameterTuningJobName: parent,
        })),
      },
      Tags: tags.length === 0 ? undefined : tags,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

function objective({ objective: { metricName, type } }: TunedAlgorithm) {
  return { Type: type ?? "Maximize", MetricName: metricName };
}

function trainingJob(
  name: string,
  env: StepEnvironment,
  props: TunedAlgorithm,
): HyperParameterTrainingJobDefinition {
  return defined({
    StaticHyperParameters: textValues<string>(staticHyperparameters(props)),
    RoleArn: env.role,
    OutputDataConfig: trainingOutput(name, env, props),
    StoppingCondition: trainingLimits(props),
    HyperParameterTuningResourceConfig: defined({
      VolumeKmsKeyId: props.volumeKmsKey,
      InstanceCount: props.instanceCount ?? 1,
      InstanceType: props.instanceType,
      VolumeSizeInGB: props.volumeSizeInGB ?? 30,
    }),
    AlgorithmSpecification: defined({
      TrainingInputMode: props.inputMode ?? "File",
      MetricDefinitions: props.metricDefinitions,
      TrainingImage: props.imageUri,
    }),
    InputDataConfig: trainingChannels(props),
    ...trainingNetworkAndSpot(props),
    RetryStrategy: trainingRetries(props),
    Environment: props.environment,
  });
}

/** The hyperparameters that are not tuned. */
function staticHyperparameters(props: TunedAlgorithm): Readonly<Record<string, TextOrNumber>> {
  const { hyperparameters = {}, ranges } = props;
  return Object.fromEntries(
    Object.entries<TextOrNumber>(hyperparameters).filter(([key]) => !Object.hasOwn(ranges, key)),
  );
}
