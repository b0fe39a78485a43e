import { join as joinPath } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Pipeline,
  condition,
  createModel,
  estimator,
  expr,
  fail,
  floatParameter,
  imageUri,
  integerParameter,
  join,
  jsonGet,
  lessThanOrEqualTo,
  outputUri,
  registerModel,
  scriptProcessor,
  sklearnProcessor,
  stringParameter,
  transformer,
} from "@nacre/core";

/** Where the Abalone pipeline runs, and with which code. */
export interface AbalonePipelineOptions {
  /** The AWS region, such as `us-east-1`. */
  readonly region: string;
  /** The AWS account, twelve digits. */
  readonly account: string;
  /** The ARN of the role that the jobs take. */
  readonly role: string;
  /** The bucket for code, data and results. @default `sagemaker-<region>-<account>` */
  readonly bucket?: string | undefined;
  /** The folder with preprocessing.py and evaluation.py. @default the package's own */
  readonly codeDir?: string | undefined;
  /** Name of the profiler rule of the training. @default `ProfilerReport` */
  readonly profilerRuleName?: string | undefined;
}

/** Beside src and dist alike. */
const ownCode = fileURLToPath(new URL("../python/", import.meta.url));

/**
 * The Abalone pipeline: prepares the data, trains XGBoost, measures the error on the test set, and
 * either registers the model and predicts a batch with it, or fails because the error is too high.
 *
 * @throws NacreError `CODE_NOT_FOUND` when `codeDir` lacks a script, `IMAGE_UNKNOWN` when the region
 * has no such image.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 *
 * @example
 * ```ts
 * import { createAbalonePipeline } from "abalone";
 *
 * const pipeline = createAbalonePipeline({
 *   region: "us-east-1",
 *   account: "111122223333",
 *   role: "arn:aws:iam::111122223333:role/Jobs",
 * });
 * console.assert(pipeline.steps.length === 4);
 * ```
 */
export function createAbalonePipeline(options: AbalonePipelineOptions): Pipeline {
  const { region, account, role, codeDir = ownCode } = options;
  const bucket = options.bucket ?? `sagemaker-${region}-${account}`;
  const env = { region, role, bucket };
  const image = imageUri({ framework: "xgboost", region, version: "1.0-1" });

  const instanceCount = integerParameter("ProcessingInstanceCount", { defaultValue: 1 });
  const approvalStatus = stringParameter("ModelApprovalStatus", {
    defaultValue: "PendingManualApproval",
  });
  const inputData = stringParameter("InputData", {
    defaultValue: `s3://${bucket}/abalone/abalone-dataset.csv`,
  });
  const batchData = stringParameter("BatchData", {
    defaultValue: `s3://${bucket}/abalone/abalone-dataset-batch`,
  });
  const mseThreshold = floatParameter("MseThreshold", { defaultValue: 6 });

  const process = sklearnProcessor("AbaloneProcess", {
    env,
    frameworkVersion: "0.23-1",
    instanceType: "ml.m5.xlarge",
    instanceCount,
    code: joinPath(codeDir, "preprocessing.py"),
    inputs: [{ source: inputData, destination: "/opt/ml/processing/input" }],
    outputs: [
      { name: "train", source: "/opt/ml/processing/train" },
      { name: "validation", source: "/opt/ml/processing/validation" },
      { name: "test", source: "/opt/ml/processing/test" },
    ],
  });
  const { train, validation, test } = process.properties.ProcessingOutputConfig.Outputs;

  const training = estimator("AbaloneTrain", {
    env,
    imageUri: image,
    instanceType: "ml.m5.xlarge",
    hyperparameters: {
      objective: "reg:linear",
      num_round: 50,
      max_depth: 5,
      eta: 0.2,
      gamma: 4,
      min_child_weight: 6,
      subsample: 0.7,
      silent: 0,
    },
    inputs: {
      train: { source: train.S3Output.S3Uri, contentType: "text/csv" },
      validation: { source: validation.S3Output.S3Uri, contentType: "text/csv" },
    },
    profilerRuleName: options.profilerRuleName ?? "ProfilerReport",
  });
  const modelData = training.properties.ModelArtifacts.S3ModelArtifacts;

  const evaluation = scriptProcessor("AbaloneEval", {
    env,
    imageUri: image,
    instanceType: "ml.m5.xlarge",
    code: joinPath(codeDir, "evaluation.py"),
    inputs: [
      { source: modelData, destination: "/opt/ml/processing/model" },
      { source: test.S3Output.S3Uri, destination: "/opt/ml/processing/test" },
    ],
    outputs: [{ name: "evaluation", source: "/opt/ml/processing/evaluation" }],
    propertyFiles: [
      {
        PropertyFileName: "EvaluationReport",
        OutputName: "evaluation",
        FilePath: "evaluation.json",
      },
    ],
  });
  const report = evaluation.propertyFiles.EvaluationReport;

  const register = registerModel("AbaloneRegisterModel-RegisterModel", {
    modelPackageGroupName: "AbaloneModelPackageGroupName",
    imageUri: image,
    modelData,
    contentTypes: ["text/csv"],
    responseTypes: ["text/csv"],
    inferenceInstances: ["ml.t2.medium", "ml.m5.xlarge"],
    transformInstances: ["ml.m5.xlarge"],
    approvalStatus,
    modelStatistics: expr`${outputUri(evaluation, "evaluation")}/evaluation.json`,
  });
  const model = createModel("AbaloneCreateModel", { env, imageUri: image, modelData });
  const transform = transformer("AbaloneTransform", {
    env,
    model,
    source: batchData,
    instanceType: "ml.m5.xlarge",
  });
  const tooHigh = fail("AbaloneMSEFail", {
    message: join(" ", ["Execution failed due to MSE >", mseThreshold]),
  });

  const decide = condition("AbaloneMSECond", {
    conditions: [lessThanOrEqualTo(jsonGet(report, "regression_metrics.mse.value"), mseThreshold)],
    ifSteps: [register, model, transform],
    elseSteps: [tooHigh],
  });

  return new Pipeline("AbalonePipeline", {
    parameters: [instanceCount, approvalStatus, inputData, batchData, mseThreshold],
    steps: [process, training, evaluation, decide],
  });
}
