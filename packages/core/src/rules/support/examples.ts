import type { JsonObject, JsonValue } from "../../json.ts";

const role = "arn:aws:iam::111122223333:role/Pipeline";
const image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/example:1";

/** A small whole definition as JSON text, for the examples of rules. */
export function example(steps: readonly JsonObject[], others: JsonObject = {}): string {
  return JSON.stringify({ Version: "2020-12-01", ...others, Steps: steps });
}

/** The text of an example whose steps do not matter, with these parameters used by a step. */
export function exampleOfParameters(parameters: readonly JsonObject[]): string {
  const uses = parameters.map(({ Name: name }, index): [string, JsonValue] => [
    `p${index}`,
    { Get: `Parameters.${String(name)}` },
  ]);
  return example([lambda("Use", { Arguments: Object.fromEntries(uses) })], {
    Parameters: parameters,
  });
}

/** A reference. */
export function get(text: string): JsonObject {
  return { Get: text };
}

/** A join. */
export function join(on: string, ...values: readonly JsonValue[]): JsonObject {
  return { "Std:Join": { On: on, Values: values } };
}

/** A processing step, with further arguments and members. */
export function processing(
  name: string,
  further: JsonObject = {},
  members: JsonObject = {},
): JsonObject {
  return {
    Name: name,
    Type: "Processing",
    Arguments: {
      AppSpecification: { ImageUri: image },
      ProcessingResources: {
        ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
      },
      RoleArn: role,
      ...further,
    },
    ...members,
  };
}

/** The arguments of a processing step with one output; `uri` is where it goes. */
export function output(uri: JsonValue, name = "out"): JsonObject {
  return {
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: name,
          S3Output: {
            S3Uri: uri,
            LocalPath: "/opt/ml/processing/out",
            S3UploadMode: "EndOfJob",
          },
        },
      ],
    },
  };
}

/** An input of a processing step. */
export function input(
  name: string,
  uri: JsonValue,
  localPath = `/opt/ml/processing/${name}`,
): JsonObject {
  return {
    InputName: name,
    S3Input: { S3Uri: uri, LocalPath: localPath, S3DataType: "S3Prefix", S3InputMode: "File" },
  };
}

/** A training step, with further arguments and members. */
export function training(
  name: string,
  further: JsonObject = {},
  members: JsonObject = {},
): JsonObject {
  return {
    Name: name,
    Type: "Training",
    Arguments: {
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: "File" },
      OutputDataConfig: { S3OutputPath: "s3://example-bucket/models" },
      ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
      RoleArn: role,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      ...further,
    },
    ...members,
  };
}

/** A channel of a training step. */
export function channel(name: string): JsonObject {
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: { S3DataType: "S3Prefix", S3Uri: `s3://example-bucket/${name}` },
    },
  };
}

/** A transform step, with further arguments and members. */
export function transform(
  name: string,
  further: JsonObject = {},
  members: JsonObject = {},
): JsonObject {
  return {
    Name: name,
    Type: "Transform",
    Arguments: {
      ModelName: "example-model",
      TransformInput: {
        DataSource: {
          S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://example-bucket/in" },
        },
      },
      TransformOutput: { S3OutputPath: "s3://example-bucket/scored" },
      TransformResources: { InstanceCount: 1, InstanceType: "ml.m5.large" },
      ...further,
    },
    ...members,
  };
}

/** A step that creates a model. */
export function model(
  name: string,
  further: JsonObject = { PrimaryContainer: { Image: image } },
  members: JsonObject = {},
): JsonObject {
  return {
    Name: name,
    Type: "Model",
    Arguments: { ExecutionRoleArn: role, ...further },
    ...members,
  };
}

/** A step that makes an endpoint configuration, which neither caches nor retries. */
export function endpointConfig(name: string, members: JsonObject = {}): JsonObject {
  return {
    Name: name,
    Type: "EndpointConfig",
    Arguments: {
      EndpointConfigName: "settings",
      ProductionVariants: [
        {
          VariantName: "all",
          ModelName: "example",
          InstanceType: "ml.m5.large",
          InitialInstanceCount: 1,
        },
      ],
    },
    ...members,
  };
}

/** A Lambda step, with further members. */
export function lambda(name: string, members: JsonObject = {}): JsonObject {
  return {
    Name: name,
    Type: "Lambda",
    Arguments: {},
    FunctionArn: "arn:aws:lambda:us-east-1:111122223333:function:example",
    ...members,
  };
}

/** A callback step, with further members. */
export function callback(name: string, members: JsonObject = {}): JsonObject {
  return {
    Name: name,
    Type: "Callback",
    Arguments: {},
    SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/example",
    ...members,
  };
}

/** A step that ends the run as failed. */
export function fail(name: string, members: JsonObject = {}): JsonObject {
  return { Name: name, Type: "Fail", Arguments: { ErrorMessage: "stop" }, ...members };
}

/** A condition step. */
export function condition(
  name: string,
  conditions: readonly JsonValue[],
  ifSteps: readonly JsonObject[],
  elseSteps: readonly JsonObject[] = [],
): JsonObject {
  return {
    Name: name,
    Type: "Condition",
    Arguments: { Conditions: conditions, IfSteps: ifSteps, ElseSteps: elseSteps },
  };
}

/** A condition whose result is known only when the pipeline runs. */
export const someCondition: JsonObject = {
  Type: "Equals",
  LeftValue: get("Execution.PipelineName"),
  RightValue: "Example",
};

/** A tuning step, with further arguments and members. */
export function tuning(
  name: string,
  further: JsonObject = {},
  members: JsonObject = {},
): JsonObject {
  return {
    Name: name,
    Type: "Tuning",
    Arguments: {
      HyperParameterTuningJobConfig: tuningConfig(),
      TrainingJobDefinition: trainingDefinition(),
      ...further,
    },
    ...members,
  };
}

/** The configuration of a tuning job, with further members. */
export function tuningConfig(further: JsonObject = {}): JsonObject {
  return {
    Strategy: "Bayesian",
    HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "validation:rmse" },
    ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
    ParameterRanges: {
      ContinuousParameterRanges: [{ Name: "eta", MinValue: "0.1", MaxValue: "0.5" }],
    },
    ...further,
  };
}

/** The definition of the training jobs of a tuning job, with further members. */
export function trainingDefinition(further: JsonObject = {}): JsonObject {
  return {
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: "File" },
    OutputDataConfig: { S3OutputPath: "s3://example-bucket/tuned" },
    ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
    RoleArn: role,
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...further,
  };
}
