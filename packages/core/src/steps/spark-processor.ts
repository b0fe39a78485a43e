import { stepCode } from "../assets/step-code.ts";
import { stepFiles } from "../assets/step-files.ts";
import { stepText } from "../assets/step-text.ts";
import { join } from "../expressions/join.ts";
import type { ProcessingInput, ProcessingOutput } from "../generated/index.ts";
import { ProcessingStep } from "../generated/steps/processing.ts";
import { imageUri, type ImageVersion } from "../images/image-uri.ts";
import { writeJson } from "../definition/write.ts";
import type { JsonValue } from "../json.ts";
import type { Value } from "../value.ts";
import { processingArguments, processingInput, type ProcessingJobProps } from "./processing-job.ts";
import { codeFolder, processorEnvelope, type ProcessorEnvelope } from "./processor.ts";

/** What {@link pysparkProcessor} and {@link sparkJarProcessor} have in common. */
interface SparkProps<OutputName extends string, PropertyFileName extends string>
  extends ProcessorEnvelope<OutputName, PropertyFileName>, ProcessingJobProps<OutputName> {
  /** The version of Spark. */
  readonly frameworkVersion: ImageVersion<"spark">;
  /** The application: a file on this machine, which is uploaded, or an S3 URI. */
  readonly app: string;
  /** Jars that it uses: files and folders on this machine, or S3 URIs. */
  readonly jars?: readonly Value<string>[];
  /** Files that each executor gets: files and folders on this machine, or S3 URIs. */
  readonly files?: readonly Value<string>[];
  /** Settings of Spark and Hadoop, in the form that Amazon EMR has. */
  readonly configuration?: JsonValue;
  /** S3 URI under which Spark writes its event log. @default none is written */
  readonly eventLogsUri?: Value<string>;
}

/** What {@link pysparkProcessor} takes. */
export interface PysparkProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends SparkProps<OutputName, PropertyFileName> {
  /** Python modules that it imports: files and folders on this machine, or S3 URIs. */
  readonly pyFiles?: readonly Value<string>[];
}

/** What {@link sparkJarProcessor} takes. */
export interface SparkJarProcessorProps<
  OutputName extends string = string,
  PropertyFileName extends string = string,
> extends SparkProps<OutputName, PropertyFileName> {
  /** The class whose main method is run. */
  readonly mainClass: Value<string>;
}

const inputFolder = "/opt/ml/processing/input";
const eventLogFolder = "/opt/ml/processing/spark-events/";

/**
 * A processing step that runs a Python application on Spark.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when the region has no such image, `CODE_NOT_FOUND` or
 * `CODE_UNREADABLE` when a file cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/use-spark-processing-container.html
 *
 * @example
 * ```ts
 * import { pysparkProcessor } from "@nacre/core";
 *
 * const count = pysparkProcessor("Count", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   frameworkVersion: "3.3",
 *   instanceType: "ml.m5.xlarge",
 *   instanceCount: 2,
 *   app: "s3://my-bucket/code/count.py",
 *   arguments: ["--in", "s3://my-bucket/data"],
 * });
 * ```
 */
export function pysparkProcessor<
  const Name extends string,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: PysparkProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  return sparkStep(name, props, [], { "py-files": props.pyFiles });
}

/**
 * A processing step that runs a Java or Scala application on Spark.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when the region has no such image, `CODE_NOT_FOUND` or
 * `CODE_UNREADABLE` when a file cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/use-spark-processing-container.html
 *
 * @example
 * ```ts
 * import { sparkJarProcessor } from "@nacre/core";
 *
 * const count = sparkJarProcessor("Count", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   frameworkVersion: "3.3",
 *   instanceType: "ml.m5.xlarge",
 *   app: "s3://my-bucket/code/count.jar",
 *   mainClass: "com.example.Count",
 * });
 * ```
 */
export function sparkJarProcessor<
  const Name extends string,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: SparkJarProcessorProps<OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  return sparkStep(name, props, ["--class", props.mainClass], {});
}

function sparkStep<Name extends string, OutputName extends string, PropertyFileName extends string>(
  name: Name,
  props: SparkProps<OutputName, PropertyFileName>,
  firstOptions: readonly Value<string>[],
  firstFiles: Readonly<Record<string, readonly Value<string>[] | undefined>>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const { env, eventLogsUri, outputs = [] } = props;
  const files = { ...firstFiles, jars: props.jars, files: props.files };
  const submitted = Object.entries(files).map(([option, paths]) =>
    submittedFiles(name, env.bucket, option, paths ?? []),
  );
  const app = application(name, env.bucket, props.app);
  const log = eventLogsUri === undefined ? [] : ["--local-spark-event-logs-dir", eventLogFolder];
  return new ProcessingStep<Name, OutputName, string, PropertyFileName>(name, {
    arguments: processingArguments<OutputName>(
      // AWS's own SDK writes the variables even if there are none.
      { ...props, environment: props.environment ?? {} },
      {
        imageUri: imageUri({
          framework: "spark",
          region: env.region,
          version: props.frameworkVersion,
        }),
        entrypoint: [
          "smspark-submit",
          ...firstOptions,
          ...submitted.flatMap(({ options }) => options),
          ...log,
          `${codeFolder}/${app.file}`,
        ],
        extraInputs: [
          ...submitted.flatMap(({ inputs }) => inputs),
          ...configurationInput(name, env.bucket, props.configuration),
          processingInput("code", { source: app.uri, destination: codeFolder }),
        ],
        extraOutputs:
          eventLogsUri === undefined
            ? []
            : [eventLog(`output-${outputs.length + 1}`, eventLogsUri)],
        outputPrefix: `s3://${env.bucket}/${name}/output`,
      },
    ),
    ...processorEnvelope<OutputName, PropertyFileName>(props),
  });
}

/** The application's URI and the name of its file. */
function application(
  step: string,
  bucket: string,
  app: string,
): { readonly uri: Value<string>; readonly file: string } {
  if (isS3(app)) return { uri: app, file: app.slice(app.lastIndexOf("/") + 1) };
  const code = stepCode({ step, code: app, bucket });
  return { uri: code, file: code.entryPoint };
}

/** The option that names files, and the input that brings those of this machine. */
function submittedFiles(
  step: string,
  bucket: string,
  option: string,
  paths: readonly Value<string>[],
): { readonly options: Value<string>[]; readonly inputs: ProcessingInput[] } {
  const local = paths.filter((path) => typeof path === "string").filter((path) => !isS3(path));
  const remote = paths.filter((path) => typeof path !== "string" || isS3(path));
  const destination = `${inputFolder}/${option}`;
  const all = local.length === 0 ? remote : [...remote, destination];
  return {
    options: all.length === 0 ? [] : [`--${option}`, commaList(all)],
    inputs:
      local.length === 0
        ? []
        : [
            processingInput(option, {
              source: stepFiles({ step, purpose: option, paths: local, bucket }),
              destination,
            }),
          ],
  };
}

function configurationInput(
  step: string,
  bucket: string,
  configuration: JsonValue | undefined,
): ProcessingInput[] {
  if (configuration === undefined) return [];
  const name = "configuration.json";
  const source = stepText({ step, purpose: "conf", name, text: writeJson(configuration), bucket });
  return [processingInput("conf", { source, destination: `${inputFolder}/conf` })];
}

function eventLog(name: string, uri: Value<string>): ProcessingOutput<never> {
  return {
    // No step refers to it by this name.
    OutputName: name as never,
    AppManaged: false,
    S3Output: { S3Uri: uri, LocalPath: eventLogFolder, S3UploadMode: "Continuous" },
  };
}

function commaList(values: readonly Value<string>[]): Value<string> {
  const texts = values.filter((value) => typeof value === "string");
  return texts.length === values.length ? texts.join(",") : join(",", values);
}

function isS3(path: string): boolean {
  return path.startsWith("s3://");
}
