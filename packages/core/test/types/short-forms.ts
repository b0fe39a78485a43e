// Each line after an expected error must be one, with that message: see types.test.ts.
import {
  callback,
  createModel,
  emr,
  frameworkProcessor,
  imageUri,
  lambda,
  notebookJob,
  registerModel,
  type Expression,
  type StepEnvironment,
} from "@nacre/core";

declare const env: StepEnvironment;
const region = "us-east-1";
const served = { imageUri: "image", modelData: "s3://b/m.tar.gz" };

// Outputs have their names and types.
const count = lambda("Count", { functionArn: "arn", outputs: { rows: "Integer", ok: "Boolean" } });
count.properties.OutputParameters.rows satisfies Expression<number>;
count.properties.OutputParameters.ok satisfies Expression<boolean>;
// @ts-expect-error Did you mean 'rows'?
void count.properties.OutputParameters.row;
// @ts-expect-error Type '"Number"' is not assignable to type 'OutputParameterOutputType'
lambda("Count", { functionArn: "arn", outputs: { rows: "Number" } });
const ask = callback("Ask", { sqsQueueUrl: "url" });
// @ts-expect-error Property 'answer' does not exist
void ask.properties.OutputParameters.answer;

// Images: the version may be left out where there is one only.
imageUri({ framework: "kmeans", region });
// @ts-expect-error is not assignable to parameter of type 'ImageUriOptions<"xgboost">'
imageUri({ framework: "xgboost", region });
// @ts-expect-error is not assignable to type '"0.20.0" | "0.23-1" | "1.0-1" | "1.2-1" | "1.4-2"'
imageUri({ framework: "sklearn", region, version: "1.7-1" });

// One container, or several.
createModel("Model", { env, ...served });
createModel("Model", { env, containers: [served, served] });
// @ts-expect-error is not assignable to parameter of type 'CreateModelProps'
createModel("Model", { env, ...served, containers: [served] });

// A cluster that runs, or one that is started.
emr("Job", { jar: "a.jar", clusterId: "j-1" });
// @ts-expect-error is not assignable to parameter of type 'EmrProps'
emr("Job", { jar: "a.jar" });
// @ts-expect-error is not assignable to parameter of type 'EmrProps'
emr("Job", { jar: "a.jar", clusterId: "j-1", clusterConfig: { Instances: {} } });

// Names are carried.
const prepare = frameworkProcessor("Prepare", {
  env,
  framework: "pytorch",
  frameworkVersion: "2.3.0",
  instanceType: "ml.m5.xlarge",
  code: { folder: "src", entryPoint: "main.py" },
  outputs: [{ name: "train", source: "/opt/ml/processing/train" }],
});
void prepare.properties.ProcessingOutputConfig.Outputs.train.S3Output.S3Uri;
// @ts-expect-error Property 'test' does not exist on type '{ readonly train: ProcessingOutputProperties; }'
void prepare.properties.ProcessingOutputConfig.Outputs.test;

const report = notebookJob("Report", {
  env,
  inputNotebook: "report.ipynb",
  imageUri: "image",
  kernelName: "python3",
  parameters: { month: "2025-01" },
});
void report.properties.HyperParameters.month;

registerModel("Register", {
  ...served,
  modelPackageGroupName: "G",
  contentTypes: ["text/csv"],
  responseTypes: ["text/csv"],
  // @ts-expect-error Did you mean to write 'modelStatistics'?
  metrics: { modelStatistic: "s3://b/s.json" },
});
