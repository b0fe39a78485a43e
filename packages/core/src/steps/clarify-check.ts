import { stepText } from "../assets/step-text.ts";
import { writeJson } from "../definition/write.ts";
import type { ProcessingOutput } from "../generated/index.ts";
import { ClarifyCheckStep, type ClarifyCheckStepProps } from "../generated/steps/clarify-check.ts";
import { imageUri } from "../images/image-uri.ts";
import { isStep } from "../step.ts";
import type { Value } from "../value.ts";
import { checkJob, checkMembers, type CheckProps } from "./check-job.ts";
import {
  analysisConfig,
  type ClarifyBias,
  type ClarifyDataset,
  type ClarifyModel,
  type ClarifyPrediction,
  type ExplainabilityMethods,
} from "./clarify-config.ts";
import { defined } from "./defined.ts";
import { processingArguments, processingInput } from "./processing-job.ts";

/** What a Clarify check looks at. */
export type ClarifyAnalysis = DataBiasAnalysis | ModelBiasAnalysis | ExplainabilityAnalysis;

/** Bias in data, before any model. */
export interface DataBiasAnalysis {
  readonly type: "DATA_BIAS";
  readonly bias: ClarifyBias;
  /** Metrics such as `CI` and `DPL`. @default all */
  readonly methods?: readonly string[];
}

/** Bias in what a model predicts. */
export interface ModelBiasAnalysis {
  readonly type: "MODEL_BIAS";
  readonly bias: ClarifyBias;
  readonly model: ClarifyModel;
  /** How the prediction is read from what the model answers. */
  readonly prediction: ClarifyPrediction;
  /** Metrics such as `DPPL` and `DI`. @default all */
  readonly methods?: readonly string[];
}

/** What the predictions of a model depend on. */
export interface ExplainabilityAnalysis {
  readonly type: "MODEL_EXPLAINABILITY";
  readonly model: ClarifyModel;
  readonly methods: ExplainabilityMethods;
  /** Where the scores are in what the model answers. @default the answer is one score */
  readonly prediction?: ClarifyPrediction;
}

/** What {@link clarifyCheck} takes. */
export interface ClarifyCheckProps
  extends
    CheckProps,
    Pick<
      ClarifyCheckStepProps,
      "cacheConfig" | "dependsOn" | "description" | "displayName" | "retryPolicies"
    > {
  readonly dataset: ClarifyDataset;
  readonly analysis: ClarifyAnalysis;
  /** S3 URI under which the report goes. @default `s3://<bucket>/<step name>/output` */
  readonly outputPath?: Value<string>;
}

/**
 * A step that checks data or a model with SageMaker Clarify, for bias or for what predictions depend
 * on, and compares with a baseline. The settings of the analysis are a file that is uploaded, so
 * they hold no expressions.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when the region has no Clarify.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-clarify-check
 *
 * @example
 * ```ts
 * import { clarifyCheck } from "@nacre/core";
 *
 * const check = clarifyCheck("DataBias", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   dataset: { source: "s3://my-bucket/train", label: "rings", headers: ["rings", "sex"] },
 *   analysis: {
 *     type: "DATA_BIAS",
 *     bias: { labelValuesOrThreshold: [10], facets: [{ nameOrIndex: "sex" }] },
 *   },
 *   skipCheck: true,
 *   registerNewBaseline: true,
 * });
 * const constraints = check.properties.CalculatedBaselineConstraints;
 * ```
 */
export function clarifyCheck<const Name extends string>(
  name: Name,
  props: ClarifyCheckProps,
): ClarifyCheckStep<Name> {
  const { env, dataset, analysis } = props;
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  const config = stepText({
    step: name,
    purpose: "config",
    name: "analysis_config.json",
    text: writeJson(analysisConfig(dataset, analysis)),
    bucket: env.bucket,
  });
  return new ClarifyCheckStep<Name>(name, {
    arguments: processingArguments<never>(checkJob(props), {
      imageUri: imageUri({ framework: "clarify", region: env.region }),
      extraInputs: [
        processingInput("analysis_config", {
          source: config,
          destination: "/opt/ml/processing/input/config",
        }),
        processingInput(
          "dataset",
          defined({
            source: dataset.source,
            destination: "/opt/ml/processing/input/data",
            distribution: dataset.distribution,
            compression: dataset.compression,
          }),
        ),
      ],
      extraOutputs: [result(props.outputPath ?? `s3://${env.bucket}/${name}/output`)],
      outputPrefix: "",
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
    checkType: analysis.type,
    ...checkMembers(props),
    ...("model" in analysis ? { modelName: modelName(analysis.model) } : {}),
  });
}

function modelName({ modelName: model }: ClarifyModel): Value<string> {
  return isStep(model) ? model.properties.ModelName : model;
}

function result(uri: Value<string>): ProcessingOutput<never> {
  return {
    // No step refers to it by this name.
    OutputName: "analysis_result" as never,
    AppManaged: false,
    S3Output: { S3Uri: uri, LocalPath: "/opt/ml/processing/output", S3UploadMode: "EndOfJob" },
  };
}
