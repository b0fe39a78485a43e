// Each line after an expected error must be one, with that message: see types.test.ts.
import {
  estimator,
  expr,
  integerParameter,
  ProcessingStep,
  scriptProcessor,
  stringParameter,
  transformer,
  type StepEnvironment,
} from "@nacre/core";

const env: StepEnvironment = { region: "us-east-1", role: "arn", bucket: "b" };
const instanceType = "ml.m5.large";
const count = integerParameter("Count");
const size = stringParameter("InstanceType");

export const evaluate = scriptProcessor("Evaluate", {
  env,
  imageUri: "image",
  instanceType: size,
  instanceCount: count,
  code: "evaluation.py",
  outputs: [
    { name: "evaluation", source: "/opt/ml/processing/evaluation" },
    { name: "plots", source: "/opt/ml/processing/plots" },
  ],
  propertyFiles: [{ PropertyFileName: "Report", OutputName: "evaluation", FilePath: "e.json" }],
});

export const train = estimator("Train", {
  env,
  imageUri: "image",
  instanceType,
  hyperparameters: { eta: 0.2 },
  inputs: {
    train: { source: evaluate.properties.ProcessingOutputConfig.Outputs.plots.S3Output.S3Uri },
  },
});

// A misspelt property path.
// @ts-expect-error Property 'S3ModelArtefacts' does not exist on type 'ModelArtifactsProperties'
export const artefacts = train.properties.ModelArtifacts.S3ModelArtefacts;

// A misspelt output name.
// @ts-expect-error Property 'evalution' does not exist on type
export const output = evaluate.properties.ProcessingOutputConfig.Outputs.evalution;

// A misspelt name of a property file.
// @ts-expect-error Property 'Reprot' does not exist on type
export const report = evaluate.propertyFiles.Reprot;

// A hyperparameter that was not set.
// @ts-expect-error Property 'gamma' does not exist on type
export const gamma = train.properties.HyperParameters.gamma;

export const misnamedOutput = scriptProcessor("Evaluate", {
  env,
  imageUri: "image",
  instanceType,
  code: "evaluation.py",
  outputs: [{ name: "evaluation", source: "/opt/ml/processing/evaluation" }],
  // A property file in an output that the step does not have.
  // @ts-expect-error Type '"evalution"' is not assignable to type '"evaluation"'
  propertyFiles: [{ PropertyFileName: "Report", OutputName: "evalution", FilePath: "e.json" }],
});

const resources = {
  ClusterConfig: { InstanceType: instanceType, InstanceCount: count, VolumeSizeInGB: 30 },
} as const;

export const unknownField = new ProcessingStep("P", {
  arguments: {
    ProcessingResources: resources,
    AppSpecification: {
      ImageUri: "image",
      // An unknown field.
      // @ts-expect-error 'ContainerEntryPoint' does not exist in type 'AppSpecification'
      ContainerEntryPoint: ["python3"],
    },
    RoleArn: "arn",
  },
});

export const wrongTypes = new ProcessingStep("P", {
  arguments: {
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: instanceType,
        // A string where a number belongs.
        // @ts-expect-error Type 'string' is not assignable to type 'Value<number>'
        InstanceCount: "1",
        // An expression of text where a number belongs.
        // @ts-expect-error 'Parameter<"InstanceType", string>' is not assignable to type 'Value<number>'
        VolumeSizeInGB: size,
      },
    },
    AppSpecification: {
      // A number where a string belongs.
      // @ts-expect-error Type 'number' is not assignable to type 'Value<string>'
      ImageUri: 5,
    },
    // A parameter of type Integer where a string belongs; expr is the cure.
    // @ts-expect-error 'Parameter<"Count", number>' is not assignable to type 'Value<string>'
    RoleArn: count,
    Environment: { COUNT: expr`${count}` },
  },
});

// A value that the API does not have.
export const wrongEnum = new ProcessingStep("P", {
  arguments: {
    ProcessingResources: resources,
    AppSpecification: { ImageUri: "image" },
    RoleArn: "arn",
    ProcessingInputs: [
      {
        InputName: "in",
        // @ts-expect-error Type '"S3Prefixes"' is not assignable to type
        S3Input: { S3Uri: "s3://b/in", S3DataType: "S3Prefixes" },
      },
    ],
  },
});

// A member that is needed.
// @ts-expect-error Property 'instanceType' is missing
export const incomplete = transformer("T", { env, model: "m", source: "s3://b/in" });

// Arguments cannot be changed.
// @ts-expect-error Cannot assign to 'Environment' because it is a read-only property
wrongTypes.arguments.Environment = {};
