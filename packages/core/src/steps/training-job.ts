import type {
  Channel,
  FileSystemDataSource,
  MetricDefinition,
  Tag,
  TrainingInputMode,
  TrainingInstanceType,
  VpcConfig,
} from "../generated/index.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";
import type { TextOrNumber } from "./text-value.ts";

/** Data that a training job reads: one channel. */
export interface TrainingInput {
  /** S3 URI of a file or of everything under a prefix. */
  readonly source: Value<string>;
  /** The MIME type, such as `text/csv`. */
  readonly contentType?: Value<string>;
  /** What the URI names. @default `S3Prefix` */
  readonly s3DataType?: Value<"S3Prefix" | "ManifestFile" | "AugmentedManifestFile">;
  /** Whether each instance gets all the data or a part of it. @default `FullyReplicated` */
  readonly distribution?: Value<"FullyReplicated" | "ShardedByS3Key">;
  /** @default not compressed */
  readonly compression?: Value<"None" | "Gzip">;
  /** @default not wrapped */
  readonly recordWrapping?: Value<"None" | "RecordIO">;
  /** How the data comes to the container. @default as the step says */
  readonly inputMode?: Value<TrainingInputMode>;
  /** Which instance groups get the data. At most 5. @default all */
  readonly instanceGroups?: readonly Value<string>[];
  /** The attributes that are read from an augmented manifest file. At most 16. */
  readonly attributeNames?: readonly Value<string>[];
  /** Shuffles the order of the files, the same way for the same seed. @default not shuffled */
  readonly shuffleSeed?: Value<number>;
}

/** Data that a training job reads from Amazon EFS or FSx for Lustre: one channel. */
export interface TrainingFileSystem {
  readonly fileSystem: FileSystemDataSource;
}

/** A training job, as an estimator runs it once and a tuner many times. */
export interface TrainingJobProps<HyperParameterName extends string = string> {
  /** The training image. */
  readonly imageUri: Value<string>;
  readonly instanceType: Value<TrainingInstanceType>;
  /** @default 1 */
  readonly instanceCount?: Value<number>;
  /** Size of the disk of each instance, in GB. @default 30 */
  readonly volumeSizeInGB?: Value<number>;
  /** The key that the disks are encrypted with. */
  readonly volumeKmsKey?: Value<string>;
  /** 1 to 20 channels by name. */
  readonly inputs: Readonly<Record<string, TrainingInput | TrainingFileSystem>>;
  /** How the data comes to the container. @default `File` */
  readonly inputMode?: Value<TrainingInputMode>;
  /** At most 100. Numbers are written as text, as SageMaker wants all of them. */
  readonly hyperparameters?: { readonly [Key in HyperParameterName]: TextOrNumber };
  /** What the log is searched for, for an image that is not SageMaker's own. At most 40. */
  readonly metricDefinitions?: readonly MetricDefinition[];
  /** S3 URI under which the model is written. @default `s3://<bucket>/<step name>` */
  readonly outputPath?: Value<string>;
  /** The key that the model is encrypted with. */
  readonly outputKmsKey?: Value<string>;
  /** After so many seconds the job is stopped. @default 86,400 */
  readonly maxRuntimeInSeconds?: Value<number>;
  /** For spot instances: how long waiting and running may take together, in seconds. */
  readonly maxWaitInSeconds?: Value<number>;
  /** Whether the job runs on spare capacity, cheaper and interruptible. @default false, by SageMaker */
  readonly useSpotInstances?: Value<boolean>;
  /** S3 URI that keeps checkpoints, from which an interrupted job goes on. */
  readonly checkpointS3Uri?: Value<string>;
  /** The folder of the checkpoints in the container. @default `/opt/ml/checkpoints`, by SageMaker */
  readonly checkpointLocalPath?: Value<string>;
  /** Environment variables. At most 100. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** At most 50. */
  readonly tags?: readonly Tag[];
  /** The network that the job is in. */
  readonly vpcConfig?: VpcConfig;
  /** Whether the container is cut off from every network. @default false, by SageMaker */
  readonly enableNetworkIsolation?: Value<boolean>;
  /** @default false, by SageMaker */
  readonly encryptInterContainerTraffic?: Value<boolean>;
  /** How often a job that failed for a passing reason is tried again: 1 to 30. @default never */
  readonly maxRetryAttempts?: Value<number>;
}

/** Whether on instances of one type or of several. */
type AnyTrainingJob = Omit<TrainingJobProps, "instanceType">;

/** Where the model is written. */
export function trainingOutput(
  name: string,
  env: StepEnvironment,
  props: Pick<TrainingJobProps, "outputKmsKey" | "outputPath">,
): { readonly S3OutputPath: Value<string>; readonly KmsKeyId?: Value<string> } {
  const path = props.outputPath ?? `s3://${env.bucket}/${name}`;
  return defined({ S3OutputPath: path, KmsKeyId: props.outputKmsKey });
}

/** When the job is stopped. */
export function trainingLimits({ maxRuntimeInSeconds, maxWaitInSeconds }: AnyTrainingJob) {
  return defined({
    MaxRuntimeInSeconds: maxRuntimeInSeconds ?? 86400,
    MaxWaitTimeInSeconds: maxWaitInSeconds,
  });
}

/** The channels. */
export function trainingChannels({ inputs }: AnyTrainingJob): Channel[] {
  return Object.entries(inputs).map(([name, input]) => trainingChannel(name, input));
}

/** Network, spot instances and checkpoints, in the order of AWS's own SDK. */
export function trainingNetworkAndSpot(props: AnyTrainingJob) {
  const { checkpointS3Uri } = props;
  return {
    VpcConfig: props.vpcConfig,
    EnableNetworkIsolation: props.enableNetworkIsolation,
    EnableInterContainerTrafficEncryption: props.encryptInterContainerTraffic,
    EnableManagedSpotTraining: props.useSpotInstances,
    CheckpointConfig:
      checkpointS3Uri === undefined
        ? undefined
        : defined({ S3Uri: checkpointS3Uri, LocalPath: props.checkpointLocalPath }),
  };
}

/** How often a job is tried again. */
export function trainingRetries({ maxRetryAttempts }: AnyTrainingJob) {
  return maxRetryAttempts === undefined ? undefined : { MaximumRetryAttempts: maxRetryAttempts };
}

function trainingChannel(name: string, input: TrainingFileSystem | TrainingInput): Channel {
  if ("fileSystem" in input) {
    return { DataSource: { FileSystemDataSource: input.fileSystem }, ChannelName: name };
  }
  const { shuffleSeed } = input;
  return defined({
    DataSource: {
      S3DataSource: defined({
        S3DataType: input.s3DataType ?? "S3Prefix",
        S3Uri: input.source,
        S3DataDistributionType: input.distribution ?? "FullyReplicated",
        AttributeNames: input.attributeNames,
        InstanceGroupNames: input.instanceGroups,
      }),
    },
    CompressionType: input.compression,
    ContentType: input.contentType,
    RecordWrapperType: input.recordWrapping,
    InputMode: input.inputMode,
    ShuffleConfig: shuffleSeed === undefined ? undefined : { Seed: shuffleSeed },
    ChannelName: name,
  });
}
