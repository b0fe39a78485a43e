import { stepCode } from "../assets/step-code.ts";
import type { ProcessingInput, ProcessingOutput } from "../generated/index.ts";
import { QualityCheckStep, type QualityCheckStepProps } from "../generated/steps/quality-check.ts";
import { imageUri } from "../images/image-uri.ts";
import type { Value } from "../value.ts";
import { checkJob, checkMembers, type CheckProps } from "./check-job.ts";
import { defined } from "./defined.ts";
import { processingArguments, processingInput } from "./processing-job.ts";
import { textValue, type TextOrNumber } from "./text-value.ts";

/** The form of the data. */
export type DatasetFormat =
  { readonly csv: { readonly header: boolean } } | { readonly json: { readonly lines: boolean } };

/** What a quality check looks at. */
export type QualityAnalysis = DataQualityAnalysis | ModelQualityAnalysis;

/** Types, ranges and missing values of the data. */
export interface DataQualityAnalysis {
  readonly type: "DATA_QUALITY";
  /** A script that changes the data before: a file on this machine or an S3 URI. */
  readonly recordPreprocessorScript?: string;
}

/** How good the predictions are. */
export interface ModelQualityAnalysis {
  readonly type: "MODEL_QUALITY";
  readonly problemType: Value<"BinaryClassification" | "MulticlassClassification" | "Regression">;
  /** The column, or JMESPath expression, with the prediction. */
  readonly inferenceAttribute?: Value<string>;
  readonly probabilityAttribute?: Value<string>;
  /** The column with what is true. */
  readonly groundTruthAttribute?: Value<string>;
  /** Above it the prediction is true. */
  readonly probabilityThreshold?: TextOrNumber;
}

/** What {@link qualityCheck} takes. */
export interface QualityCheckProps
  extends
    CheckProps,
    Pick<
      QualityCheckStepProps,
      "cacheConfig" | "dependsOn" | "description" | "displayName" | "retryPolicies"
    > {
  readonly analysis: QualityAnalysis;
  /** S3 URI of the data from which the baseline is calculated. */
  readonly baselineDataset: Value<string>;
  readonly datasetFormat: DatasetFormat;
  /** A script that is run after the analysis: a file on this machine or an S3 URI. */
  readonly postAnalyticsProcessorScript?: string;
  /** S3 URI under which the results go. @default `s3://<bucket>/<step name>/output` */
  readonly outputPath?: Value<string>;
  /** S3 URI of statistics to compare with, instead of those of the group. */
  readonly suppliedBaselineStatistics?: Value<string>;
}

const inputFolder = "/opt/ml/processing/input";
const outputFolder = "/opt/ml/processing/output";
const datasetInput = "baseline_dataset_input";

/**
 * A step that checks the quality of data or of predictions with SageMaker Model Monitor, and compares
 * with a baseline.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when the region has no Model Monitor, `CODE_NOT_FOUND` or
 * `CODE_UNREADABLE` when a script cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-quality-check
 *
 * @example
 * ```ts
 * import { qualityCheck } from "@nacre/core";
 *
 * const check = qualityCheck("DataQuality", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   analysis: { type: "DATA_QUALITY" },
 *   baselineDataset: "s3://my-bucket/train/train.csv",
 *   datasetFormat: { csv: { header: true } },
 *   modelPackageGroupName: "Abalone",
 * });
 * const statistics = check.properties.CalculatedBaselineStatistics;
 * ```
 */
export function qualityCheck<const Name extends string>(
  name: Name,
  props: QualityCheckProps,
): QualityCheckStep<Name> {
  const { env, analysis, postAnalyticsProcessorScript } = props;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  const before =
    "recordPreprocessorScript" in analysis ? analysis.recordPreprocessorScript : undefined;
  const scripts = {
    post_analytics_processor_script: postAnalyticsProcessorScript,
    record_preprocessor_script: before,
  };
  const job = checkJob({ ...props, environment: environment(props, scripts) });
  const { suppliedBaselineConstraints, ...members } = checkMembers(props);
  return new QualityCheckStep<Name>(name, {
    arguments: processingArguments<never>(job, {
      imageUri: imageUri({ framework: "model-monitor", region: env.region }),
      extraInputs: [
        processingInput(datasetInput, {
          source: props.baselineDataset,
          destination: `${inputFolder}/${datasetInput}`,
        }),
        ...Object.entries(scripts).flatMap(([script, path]) =>
          path === undefined ? [] : [scriptInput(name, env.bucket, script, path)],
        ),
      ],
      extraOutputs: [result(props.outputPath ?? `s3://${env.bucket}/${name}/output`)],
      outputPrefix: "",
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
    checkType: analysis.type,
    ...members,
    suppliedBaselineStatistics: props.suppliedBaselineStatistics ?? null,
    suppliedBaselineConstraints,
  });
}

/** What the image is told, in the order of AWS's own SDK. */
function environment(
  { environment: own, datasetFormat, analysis }: QualityCheckProps,
  scripts: Readonly<
    Record<"post_analytics_processor_script" | "record_preprocessor_script", string | undefined>
  >,
): Readonly<Record<string, Value<string>>> {
  const variables: Readonly<Record<string, Value<string> | undefined>> = {
    ...own,
    output_path: outputFolder,
    publish_cloudwatch_metrics: "Disabled",
    dataset_format: formatText(datasetFormat),
    record_preprocessor_script: scriptPath("record_preprocessor_script", scripts),
    post_analytics_processor_script: scriptPath("post_analytics_processor_script", scripts),
    dataset_source: `${inputFolder}/${datasetInput}`,
    ...(analysis.type === "MODEL_QUALITY" ? modelQuality(analysis) : {}),
  };
  // Nothing undefined is left.
  return defined(variables) as Readonly<Record<string, Value<string>>>;
}

function modelQuality(analysis: ModelQualityAnalysis) {
  const { probabilityThreshold } = analysis;
  return {
    analysis_type: "MODEL_QUALITY",
    problem_type: analysis.problemType,
    inference_attribute: analysis.inferenceAttribute,
    probability_attribute: analysis.probabilityAttribute,
    ground_truth_attribute: analysis.groundTruthAttribute,
    probability_threshold_attribute:
      probabilityThreshold === undefined ? undefined : textValue(probabilityThreshold),
  };
}

/** As Python writes JSON, since AWS's own SDK is in Python. */
function formatText(format: DatasetFormat): string {
  return "csv" in format
    ? `{"csv": {"header": ${format.csv.header}, "output_columns_position": "START"}}`
    : `{"json": {"lines": ${format.json.lines}}}`;
}

function scriptPath<Name extends string>(
  name: Name,
  scripts: Readonly<Record<Name, string | undefined>>,
): string | undefined {
  const path = scripts[name];
  const file = path?.split(/[/\\]/).at(-1);
  return file === undefined ? undefined : `${inputFolder}/${name}_input/${file}`;
}

function scriptInput(step: string, bucket: string, name: string, path: string): ProcessingInput {
  const source = path.startsWith("s3://") ? path : stepCode({ step, code: path, bucket });
  return processingInput(`${name}_input`, { source, destination: `${inputFolder}/${name}_input` });
}

function result(uri: Value<string>): ProcessingOutput<never> {
  return {
    // No step refers to it by this name.
    OutputName: "quality_check_output" as never,
    AppManaged: false,
    S3Output: { S3Uri: uri, LocalPath: outputFolder, S3UploadMode: "EndOfJob" },
  };
}
