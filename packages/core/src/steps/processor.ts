import { stepCode, type Code } from "../assets/step-code.ts";
import { suggestion } from "../definition/suggest.ts";
import { NacreError } from "../errors.ts";
import { ProcessingStep, type ProcessingStepProps } from "../generated/steps/processing.ts";
import { imageUri, type ImageVersion } from "../images/image-uri.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import { processingArguments, processingInput, type ProcessingJobProps } from "./processing-job.ts";

/** The members of a step around its arguments. */
export interface ProcessorEnvelope<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends Omit<ProcessingStepProps<OutputName, string, PropertyFileName>, "arguments"> {}

/** What {@link processor} takes. */
export interface ProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
>
  extends ProcessorEnvelope<OutputName, PropertyFileName>, ProcessingJobProps<OutputName> {
  readonly imageUri: Value<string>;
  /** What is run in the container. @default what the image says */
  readonly entrypoint?: readonly Value<string>[];
}

/** What {@link sklearnProcessor} and {@link scriptProcessor} have in common. */
interface CodeProcessorProps<OutputName extends string, PropertyFileName extends string>
  extends ProcessorEnvelope<OutputName, PropertyFileName>, ProcessingJobProps<OutputName> {
  /** The script, or a folder and the script in it that is run; read when the step is made. */
  readonly code: Code;
  /** What stands in front of the script. @default `["python3"]` */
  readonly command?: readonly string[];
}

/** What {@link scriptProcessor} takes. */
export interface ScriptProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends CodeProcessorProps<OutputName, PropertyFileName> {
  /** The image that runs the script. */
  readonly imageUri: Value<string>;
}

/** What {@link sklearnProcessor} takes. */
export interface SklearnProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends CodeProcessorProps<OutputName, PropertyFileName> {
  /** The version of SageMaker's scikit-learn image, such as `0.23-1`. */
  readonly frameworkVersion: ImageVersion<"sklearn">;
}

/** The folder of the code in the container. */
export const codeFolder = "/opt/ml/processing/input/code";

/**
 * A processing step that runs an image as it is.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
 *
 * @example
 * ```ts
 * import { processor } from "@nacre/core";
 *
 * const convert = processor("Convert", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   imageUri: "111122223333.dkr.ecr.us-east-1.amazonaws.com/convert:1",
 *   entrypoint: ["/bin/convert", "--all"],
 *   instanceType: "ml.m5.xlarge",
 *   inputs: [{ source: "s3://my-bucket/data", destination: "/opt/ml/processing/input" }],
 *   outputs: [{ name: "converted", source: "/opt/ml/processing/output" }],
 * });
 * const converted = convert.properties.ProcessingOutputConfig.Outputs.converted.S3Output.S3Uri;
 * ```
 */
export function processor<
  const Name extends string,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: ProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const { imageUri: image, entrypoint, env } = props;
  return new ProcessingStep<Name, OutputName, string, PropertyFileName>(name, {
    arguments: processingArguments(props, {
      imageUri: image,
      ...defined({ entrypoint }),
      outputPrefix: `s3://${env.bucket}/${name}/output`,
    }),
    ...processorEnvelope(props),
  });
}

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
  return codeStep(name, props.imageUri, props);
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
  return codeStep(name, image, props);
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

/** The members around the arguments, as a step takes them. */
export function processorEnvelope<OutputName extends string, PropertyFileName extends string>(
  props: ProcessorEnvelope<OutputName, PropertyFileName>,
) {
  const { dependsOn, displayName, description, retryPolicies, cacheConfig, propertyFiles } = props;
  return defined({
    dependsOn,
    displayName,
    description,
    retryPolicies,
    cacheConfig,
    propertyFiles,
  });
}

function codeStep<Name extends string, OutputName extends string, PropertyFileName extends string>(
  name: Name,
  image: Value<string>,
  props: CodeProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const code = stepCode({ step: name, code: props.code, bucket: props.env.bucket });
  return new ProcessingStep<Name, OutputName, string, PropertyFileName>(name, {
    arguments: processingArguments(props, {
      imageUri: image,
      entrypoint: [...(props.command ?? ["python3"]), `${codeFolder}/${code.entryPoint}`],
      extraInputs: [processingInput("code", { source: code, destination: codeFolder })],
      outputPrefix: `${code.prefix}/output`,
    }),
    ...processorEnvelope(props),
  });
}
