import type {
  AppSpecification,
  NetworkConfig,
  ProcessingInput,
  ProcessingInstanceType,
  ProcessingOutput,
  Tag,
} from "../generated/index.ts";
import type { ProcessingStepArguments } from "../generated/steps/processing.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** Data that a processing job reads. */
export interface ProcessorInput {
  /** S3 URI of a file or of everything under a prefix. */
  readonly source: Value<string>;
  /** The folder in the container, under `/opt/ml/processing`. */
  readonly destination: string;
  /** @default `input-1`, `input-2` and so on, by position */
  readonly name?: string;
  /** What the URI names. @default `S3Prefix` */
  readonly s3DataType?: Value<"S3Prefix" | "ManifestFile">;
  /** How the data comes to the container. @default `File` */
  readonly inputMode?: Value<"File" | "Pipe">;
  /** Whether each instance gets all the data or a part of it. @default `FullyReplicated` */
  readonly distribution?: Value<"FullyReplicated" | "ShardedByS3Key">;
  /** For `Pipe`: whether the data is unpacked. @default `None` */
  readonly compression?: Value<"None" | "Gzip">;
}

/** Data that a processing job writes. */
export interface ProcessorOutput<OutputName extends string = string> {
  /** The name by which later steps refer to it. */
  readonly name: OutputName;
  /** The folder in the container, under `/opt/ml/processing`. */
  readonly source: string;
  /** S3 URI of the place it is copied to. @default beside the code of the step, so that it follows the code */
  readonly destination?: Value<string>;
  /** When it is copied. @default `EndOfJob` */
  readonly uploadMode?: Value<"EndOfJob" | "Continuous">;
}

/** What all processing jobs have in common. */
export interface ProcessingJobProps<OutputName extends string = string> {
  readonly env: StepEnvironment;
  /** What the container is given on its command line. At most 100, of 256 characters each. */
  readonly arguments?: readonly Value<string>[];
  /** At most 10, the code included. Such as from Athena or Redshift: in the form of the API. */
  readonly inputs?: readonly (ProcessorInput | ProcessingInput)[];
  /** At most 10. Such as to a feature store: in the form of the API. */
  readonly outputs?: readonly (ProcessorOutput<OutputName> | ProcessingOutput<OutputName>)[];
  readonly instanceType: Value<ProcessingInstanceType>;
  /** 1 to 100. @default 1 */
  readonly instanceCount?: Value<number>;
  /** Size of the disk of each instance, in GB. @default 30 */
  readonly volumeSizeInGB?: Value<number>;
  /** The key that the disks are encrypted with. */
  readonly volumeKmsKey?: Value<string>;
  /** The key that the outputs are encrypted with. */
  readonly outputKmsKey?: Value<string>;
  /** Environment variables. At most 100. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** The network that the job is in. */
  readonly networkConfig?: NetworkConfig;
  /** After so many seconds the job is stopped; at most 777,600. @default 86,400, by SageMaker */
  readonly maxRuntimeInSeconds?: Value<number>;
  /** At most 50. */
  readonly tags?: readonly Tag[];
}

/** What one kind of processing job has of its own. */
export interface ProcessingJobParts {
  readonly imageUri: Value<string>;
  readonly entrypoint?: readonly Value<string>[];
  /** Inputs after those of the user. */
  readonly extraInputs?: readonly ProcessingInput[];
  /** Outputs after those of the user. */
  readonly extraOutputs?: readonly ProcessingOutput<never>[];
  /** S3 URI under which outputs go that are given no other place. */
  readonly outputPrefix: string;
}

/** The arguments of a processing step, in the order of AWS's own SDK. */
export function processingArguments<OutputName extends string>(
  props: ProcessingJobProps<OutputName>,
  parts: ProcessingJobParts,
): ProcessingStepArguments<OutputName> {
  const { maxRuntimeInSeconds } = props;
  const inputs = [...(props.inputs ?? []).map(userInput), ...(parts.extraInputs ?? [])];
  const outputs: readonly ProcessingOutput<OutputName>[] = [
    ...(props.outputs ?? []).map((output) => userOutput(output, parts.outputPrefix)),
    ...(parts.extraOutputs ?? []),
  ];
  const application: AppSpecification = defined({
    ImageUri: parts.imageUri,
    ContainerArguments: props.arguments,
    ContainerEntrypoint: parts.entrypoint,
  });
  return defined({
    ProcessingResources: {
      ClusterConfig: defined({
        InstanceType: props.instanceType,
        InstanceCount: props.instanceCount ?? 1,
        VolumeSizeInGB: props.volumeSizeInGB ?? 30,
        VolumeKmsKeyId: props.volumeKmsKey,
      }),
    },
    AppSpecification: application,
    RoleArn: props.env.role,
    ProcessingInputs: inputs.length === 0 ? undefined : inputs,
    ProcessingOutputConfig:
      outputs.length === 0
        ? undefined
        : defined({ Outputs: outputs, KmsKeyId: props.outputKmsKey }),
    Environment: props.environment,
    NetworkConfig: props.networkConfig,
    StoppingCondition:
      maxRuntimeInSeconds === undefined ? undefined : { MaxRuntimeInSeconds: maxRuntimeInSeconds },
    Tags: props.tags,
  });
}

/** An input as the API has it. */
export function processingInput(
  name: string,
  input: Omit<ProcessorInput, "name">,
): ProcessingInput {
  return {
    InputName: name,
    AppManaged: false,
    S3Input: {
      S3Uri: input.source,
      LocalPath: input.destination,
      S3DataType: input.s3DataType ?? "S3Prefix",
      S3InputMode: input.inputMode ?? "File",
      S3DataDistributionType: input.distribution ?? "FullyReplicated",
      S3CompressionType: input.compression ?? "None",
    },
  };
}

function userInput(input: ProcessorInput | ProcessingInput, index: number): ProcessingInput {
  if ("InputName" in input) return input;
  return processingInput(input.name ?? `input-${index + 1}`, input);
}

function userOutput<OutputName extends string>(
  output: ProcessorOutput<OutputName> | ProcessingOutput<OutputName>,
  prefix: string,
): ProcessingOutput<OutputName> {
  if ("OutputName" in output) return output;
  const { name, source, destination, uploadMode } = output;
  return {
    OutputName: name,
    AppManaged: false,
    S3Output: {
      S3Uri: destination ?? `${prefix}/${name}`,
      LocalPath: source,
      S3UploadMode: uploadMode ?? "EndOfJob",
    },
  };
}
