import { stepCode, type Code, type StepCode } from "../assets/step-code.ts";
import { suggestion } from "../definition/suggest.ts";
import { NacreError } from "../errors.ts";
import type {
  ProcessingInput,
  ProcessingInstanceType,
  ProcessingOutput,
} from "../generated/index.ts";
import { ProcessingStep, type ProcessingStepProps } from "../generated/steps/processing.ts";
import { imageUri, type ImageVersion } from "../images/image-uri.ts";
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
}

/** Data that a processing job writes. */
export interface ProcessorOutput<OutputName extends string = string> {
  /** The name by which later steps refer to it. */
  readonly name: OutputName;
  /** The folder in the container, under `/opt/ml/processing`. */
  readonly source: string;
  /** S3 URI of the place it is copied to. @default beside the code of the step, so that it follows the code */
  readonly destination?: Value<string>;
}

/** What {@link sklearnProcessor} and {@link scriptProcessor} have in common. */
interface ProcessorProps<OutputName extends string, PropertyFileName extends string> extends Omit<
  ProcessingStepProps<OutputName, string, PropertyFileName>,
  "arguments"
> {
  readonly env: StepEnvironment;
  /** The script, or a folder and the script in it that is run; read when the step is made. */
  readonly code: Code;
  /** What stands in front of the script. @default `["python3"]` */
  readonly command?: readonly string[];
  /** What the script is given on its command line. At most 100, of 256 characters each. */
  readonly arguments?: readonly Value<string>[];
  /** At most 10, the code included. */
  readonly inputs?: readonly ProcessorInput[];
  /** At most 10. */
  readonly outputs?: readonly ProcessorOutput<OutputName>[];
  readonly instanceType: Value<ProcessingInstanceType>;
  /** 1 to 100. @default 1 */
  readonly instanceCount?: Value<number>;
  /** Size of the disk of each instance, in GB. @default 30 */
  readonly volumeSizeInGB?: Value<number>;
  /** Environment variables. At most 100. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** After so many seconds the job is stopped; at most 777,600. @default 86,400, by SageMaker */
  readonly maxRuntimeInSeconds?: Value<number>;
}

/** What {@link scriptProcessor} takes. */
export interface ScriptProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends ProcessorProps<OutputName, PropertyFileName> {
  /** The image that runs the script. */
  readonly imageUri: Value<string>;
}

/** What {@link sklearnProcessor} takes. */
export interface SklearnProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends ProcessorProps<OutputName, PropertyFileName> {
  /** The version of SageMaker's scikit-learn image, such as `0.23-1`. */
  readonly frameworkVersion: ImageVersion<"sklearn">;
}

const codeFolder = "/opt/ml/processing/input/code";

/**
 * A processing step that runs a script in any image.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE` when the script cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/processing-container-run-scripts.html
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { imageUri, scriptProcessor } from "@nacre/core";
 *
 * const script = join(mkdtempSync(join(tmpdir(), "nacre-")), "evaluation.py");
 * writeFileSync(script, "print('hello')");
 * const evaluate = scriptProcessor("Evaluate", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   imageUri: imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0-1" }),
 *   instanceType: "ml.m5.xlarge",
 *   code: script,
 *   outputs: [{ name: "evaluation", source: "/opt/ml/processing/evaluation" }],
 *   propertyFiles: [
 *     { PropertyFileName: "Report", OutputName: "evaluation", FilePath: "evaluation.json" },
 *   ],
 * });
 * console.assert(evaluate.propertyFiles.Report.step === "Evaluate");
 * ```
 */
export function scriptProcessor<
  const Name extends string,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: ScriptProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  return processingStep(name, props.imageUri, props);
}

/**
 * A processing step that runs a script in SageMaker's scikit-learn image.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when the region has no such image, `CODE_NOT_FOUND` or
 * `CODE_UNREADABLE` when the script cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/use-scikit-learn-processing-container.html
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { sklearnProcessor } from "@nacre/core";
 *
 * const script = join(mkdtempSync(join(tmpdir(), "nacre-")), "preprocessing.py");
 * writeFileSync(script, "print('hello')");
 * const prepare = sklearnProcessor("Prepare", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   frameworkVersion: "0.23-1",
 *   instanceType: "ml.m5.xlarge",
 *   code: script,
 *   inputs: [{ source: "s3://my-bucket/data", destination: "/opt/ml/processing/input" }],
 *   outputs: [{ name: "train", source: "/opt/ml/processing/train" }],
 * });
 * const trainData = prepare.properties.ProcessingOutputConfig.Outputs.train.S3Output.S3Uri;
 * ```
 */
export function sklearnProcessor<
  const Name extends string,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: SklearnProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const { env, frameworkVersion: version } = props;
  const image = imageUri({ framework: "sklearn", region: env.region, version });
  return processingStep(name, image, props);
}

/**
 * The S3 URI to which a processing step writes an output, as its arguments say: known before the
 * pipeline runs, unlike the step's property, and so without waiting for the step.
 *
 * @throws NacreError `UNKNOWN_OUTPUT` when the step has no such output in S3.
 */
export function outputUri<OutputName extends string>(
  step: ProcessingStep<string, OutputName>,
  name: NoInfer<OutputName>,
): Value<string> {
  const outputs = step.arguments.ProcessingOutputConfig?.Outputs ?? [];
  const uri = outputs.find((output) => output.OutputName === name)?.S3Output?.S3Uri;
  if (uri !== undefined) return uri;
  const names = outputs.map((output) => output.OutputName).filter((one) => typeof one === "string");
  throw new NacreError("UNKNOWN_OUTPUT", `Step "${step.name}" has no output "${name}" in S3.`, {
    at: { step: step.name },
    help: suggestion(name, names),
  });
}

function processingStep<
  Name extends string,
  OutputName extends string,
  PropertyFileName extends string,
>(
  name: Name,
  image: Value<string>,
  props: ProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const { env, outputs = [], maxRuntimeInSeconds } = props;
  const code = stepCode({ step: name, code: props.code, bucket: env.bucket });
  const { dependsOn, displayName, description, retryPolicies, cacheConfig, propertyFiles } = props;
  return new ProcessingStep<Name, OutputName, string, PropertyFileName>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      ProcessingResources: {
        ClusterConfig: {
          InstanceType: props.instanceType,
          InstanceCount: props.instanceCount ?? 1,
          VolumeSizeInGB: props.volumeSizeInGB ?? 30,
        },
      },
      AppSpecification: defined({
        ImageUri: image,
        ContainerArguments: props.arguments,
        ContainerEntrypoint: [
          ...(props.command ?? ["python3"]),
          `${codeFolder}/${code.entryPoint}`,
        ],
      }),
      RoleArn: env.role,
      ProcessingInputs: processingInputs(props.inputs ?? [], code),
      ProcessingOutputConfig:
        outputs.length === 0
          ? undefined
          : { Outputs: outputs.map((output) => processingOutput(output, code)) },
      Environment: props.environment,
      StoppingCondition:
        maxRuntimeInSeconds === undefined
          ? undefined
          : { MaxRuntimeInSeconds: maxRuntimeInSeconds },
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig, propertyFiles }),
  });
}

function processingInputs(
  inputs: readonly ProcessorInput[],
  code: StepCode,
): ProcessingInput<string>[] {
  return [
    ...inputs.map(({ name, source, destination }, index) =>
      processingInput(name ?? `input-${index + 1}`, source, destination),
    ),
    processingInput("code", code, codeFolder),
  ];
}

function processingInput(
  name: string,
  source: Value<string>,
  destination: string,
): ProcessingInput<string> {
  return {
    InputName: name,
    AppManaged: false,
    S3Input: {
      S3Uri: source,
      LocalPath: destination,
      S3DataType: "S3Prefix",
      S3InputMode: "File",
      S3DataDistributionType: "FullyReplicated",
      S3CompressionType: "None",
    },
  };
}

function processingOutput<OutputName extends string>(
  { name, source, destination }: ProcessorOutput<OutputName>,
  code: StepCode,
): ProcessingOutput<OutputName> {
  return {
    OutputName: name,
    AppManaged: false,
    S3Output: {
      S3Uri: destination ?? `${code.prefix}/output/${name}`,
      LocalPath: source,
      S3UploadMode: "EndOfJob",
    },
  };
}
