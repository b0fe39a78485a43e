import { describe, expect, it } from "vitest";
import {
  serviceMessage,
  validateDefinition,
  validateDeployment,
  validateStart,
  type JsonObject,
  type JsonValue,
  type PipelineDefinition,
} from "../../src/index.ts";

/** A processing step with some arguments in place of the right ones. */
function processing(further: JsonObject): PipelineDefinition {
  const stepArguments = {
    RoleArn: "arn:aws:iam::111122223333:role/Pipeline",
    AppSpecification: { ImageUri: "111122223333.dkr.ecr.us-east-1.amazonaws.com/example:1" },
    ProcessingResources: {
      ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
    },
    ...further,
  };
  return {
    Version: "2020-12-01",
    Steps: [{ Name: "Prepare", Type: "Processing", Arguments: stepArguments }],
  };
}

function input(mode: string): JsonObject {
  return {
    ProcessingInputs: [
      {
        InputName: "data",
        S3Input: {
          S3Uri: "s3://example/in",
          LocalPath: "/opt/ml/processing/data",
          S3DataType: "S3Prefix",
          S3InputMode: mode,
        },
      },
    ],
  };
}

function saidOf(definition: PipelineDefinition): string | undefined {
  return serviceMessage(validateDefinition(definition), definition)?.split("\n")[0];
}

describe("the first line has the words of the service, where they are known", () => {
  it.each<[string, JsonObject, string]>([
    [
      "a text for a list",
      { NetworkConfig: { VpcConfig: { SecurityGroupIds: "sg-1", Subnets: ["subnet-1"] } } },
      "Unable to parse pipeline definition. Expecting start of Json Array.",
    ],
    [
      "a text for an object",
      { NetworkConfig: "none" },
      "Unable to parse pipeline definition. Expecting start of Json Object.",
    ],
    [
      "a field that is not there",
      { AdditionalModelDataSources: [] },
      "Unable to parse pipeline definition. Unknown Argument member 'AdditionalModelDataSources'.",
    ],
    [
      "a value that is none of the allowed",
      input("FastFile"),
      "Unable to parse pipeline definition. Model Validation failed: " +
        "Value 'FastFile' for 'ProcessingS3InputMode' failed to satisfy enum value set: [File, Pipe]",
    ],
    [
      "a text that is too long",
      { Environment: { A: "x".repeat(257) } },
      "Unable to parse pipeline definition. Model Validation failed: " +
        `string '${"x".repeat(257)}' with length=257 cannot be greater than max=256.0 defined for A.`,
    ],
  ])("%s", (_, further, wanted) => {
    expect(saidOf(processing(further))).toBe(wanted);
  });

  it("a list for a definition", () => {
    // What CreatePipeline may be sent.
    const list = [] as unknown as PipelineDefinition;
    expect(saidOf(list)).toBe(
      "Unable to parse pipeline definition. Expecting start of Json Object.",
    );
  });

  it("a name, a value and a selection", () => {
    const definition: PipelineDefinition = {
      Version: "2020-12-01",
      Parameters: [{ Name: "Input", Type: "String" }],
      Steps: [
        { Name: "A", Type: "Lambda", Arguments: {}, FunctionArn: "arn" },
        { Name: "B", Type: "Lambda", Arguments: {}, FunctionArn: "arn", DependsOn: ["A"] },
      ],
    };
    const name = { PipelineName: "c.versloot" };
    expect(serviceMessage(validateDeployment(name), name)).toMatch(
      /^1 validation error detected: Value 'c\.versloot' at 'pipelineName' failed to satisfy constraint: Member must satisfy regular expression pattern: \^\[a-zA-Z0-9\]\(-\*\[a-zA-Z0-9\]\)\{0,255\}\n/,
    );
    const empty = { PipelineParameters: [{ Name: "Input", Value: "" }] };
    expect(serviceMessage(validateStart(empty, definition), empty)).toMatch(
      /^\[string "" is too short \(length: 0, required minimum: 1\)\]\n/,
    );
    const selection = {
      PipelineParameters: [{ Name: "Input", Value: "x" }],
      SelectiveExecutionConfig: { SelectedSteps: [{ StepName: "B" }] },
    };
    expect(serviceMessage(validateStart(selection, definition), selection)).toMatch(
      /^Invalid SourcePipelineExecutionArn: null\. The selected steps \[B\] have dependencies on \[A\]\n/,
    );
  });
});

it("the lines after it list every error, with its rule and place", () => {
  const definition = processing({ RoleArn: "none", Enviroment: {} });
  const [first, ...lines] = (
    serviceMessage(validateDefinition(definition), definition) ?? ""
  ).split("\n");
  expect(first).toBe("RoleArn has 4 characters; at least 20 are needed.");
  expect(lines).toEqual([
    "- TEXT_TOO_SHORT (step Prepare, $.Steps[0].Arguments.RoleArn): RoleArn has 4 characters; at least 20 are needed. Give a longer text.",
    '- UNKNOWN_FIELD (step Prepare, $.Steps[0].Arguments.Enviroment): There is no field "Enviroment" here. Did you mean "Environment"?',
  ]);
});

it("without an error there is no message", () => {
  const definition: JsonValue & PipelineDefinition = { Version: "2020-12-01", Steps: [] };
  const findings = validateDefinition(definition);
  expect(findings).toMatchObject([{ severity: "warning" }]);
  expect(serviceMessage(findings, definition)).toBeUndefined();
});
