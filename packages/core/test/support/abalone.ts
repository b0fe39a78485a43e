import { join } from "node:path";
import {
  condition,
  createModel,
  estimator,
  expr,
  fail,
  floatParameter,
  imageUri,
  integerParameter,
  join as joinText,
  jsonGet,
  lessThanOrEqualTo,
  outputUri,
  Pipeline,
  registerModel,
  scriptProcessor,
  sklearnProcessor,
  stringParameter,
  transformer,
  type StepEnvironment,
} from "@nacre/core";

const account = "167762637358";
const bucket = `sagemaker-us-east-1-${account}`;
const env: StepEnvironment = {
  region: "us-east-1",
  role: `arn:aws:iam::${account}:role/service-role/AmazonSageMakerServiceCatalogProductsUseRole`,
  bucket,
};

/** The pipeline of AWS's Abalone notebook, with the scripts of a folder. */
export function abalonePipeline(codeDir: string): Pipeline {
  const instanceType = "ml.m5.xlarge";
  const processingInstanceCount = integerParameter("ProcessingInstanceCount", { defaultValue: 1 });
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

  const prepare = sklearnProcessor("AbaloneProcess", {
    env,
    frameworkVersion: "0.23-1",
    instanceType,
    instanceCount: processingInstanceCount,
    code: join(codeDir, "preprocessing.py"),
    inputs: [{ source: inputData, destination: "/opt/ml/processing/input" }],
    outputs: [
      { name: "train", source: "/opt/ml/processing/train" },
      { name: "validation", source: "/opt/ml/processing/validation" },
      { name: "test", source: "/opt/ml/processing/test" },
    ],
  });
  const data = prepare.properties.ProcessingOutputConfig.Outputs;

  const image = imageUri({ framework: "xgboost", region: env.region, version: "1.0-1" });
  const train = estimator("AbaloneTrain", {
    env,
    imageUri: image,
    instanceType,
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
      train: { source: data.train.S3Output.S3Uri, contentType: "text/csv" },
      validation: { source: data.validation.S3Output.S3Uri, contentType: "text/csv" },
    },
    profilerRuleName: "ProfilerReport-1660261695",
  });
  const modelData = train.properties.ModelArtifacts.S3ModelArtifacts;

  const evaluate = scriptProcessor("AbaloneEval", {
    env,
    imageUri: image,
    instanceType,
    code: join(codeDir, "evaluation.py"),
    inputs: [
      { source: modelData, destination: "/opt/ml/processing/model" },
      { source: data.test.S3Output.S3Uri, destination: "/opt/ml/processing/test" },
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

  const model = createModel("AbaloneCreateModel", { env, imageUri: image, modelData });
  const check = condition("AbaloneMSECond", {
    conditions: [
      lessThanOrEqualTo(
        jsonGet(evaluate.propertyFiles.EvaluationReport, "regression_metrics.mse.value"),
        mseThreshold,
      ),
    ],
    ifSteps: [
      registerModel("AbaloneRegisterModel-RegisterModel", {
        modelPackageGroupName: "AbaloneModelPackageGroupName",
        imageUri: image,
        modelData,
        contentTypes: ["text/csv"],
        responseTypes: ["text/csv"],
        inferenceInstances: ["ml.t2.medium", "ml.m5.xlarge"],
        transformInstances: [instanceType],
        approvalStatus,
        modelStatistics: expr`${outputUri(evaluate, "evaluation")}/evaluation.json`,
      }),
      model,
      transformer("AbaloneTransform", { env, model, source: batchData, instanceType }),
    ],
    elseSteps: [
      fail("AbaloneMSEFail", {
        message: joinText(" ", ["Execution failed due to MSE >", mseThreshold]),
      }),
    ],
  });

  return new Pipeline("AbalonePipeline", {
    parameters: [processingInstanceCount, approvalStatus, inputData, batchData, mseThreshold],
    steps: [prepare, train, evaluate, check],
  });
}
