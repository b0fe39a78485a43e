import { readDefinition } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { importDefinition } from "../../src/import/import.ts";
import { printProgram } from "../../src/import/print/program.ts";

/** The program for a definition with these steps and parameters, without its imports. */
function programOf(steps: readonly object[], parameters: readonly object[] = []): string {
  const definition = {
    Version: "2020-12-01",
    Metadata: {},
    Parameters: parameters,
    PipelineExperimentConfig: {
      ExperimentName: { Get: "Execution.PipelineName" },
      TrialName: { Get: "Execution.PipelineExecutionId" },
    },
    Steps: steps,
  };
  const program = printProgram(importDefinition(readDefinition(JSON.stringify(definition)), "P"));
  return program.slice(program.indexOf('"@nacre/core";\n\n') + '"@nacre/core";\n\n'.length);
}

const role = "arn:aws:iam::123456789012:role/Sage";
const image = "683313688378.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1";

function model(name: string, primary: object, dependsOn?: readonly string[]): object {
  return {
    Name: name,
    Type: "Model",
    Arguments: { ExecutionRoleArn: role, PrimaryContainer: primary },
    ...(dependsOn === undefined ? {} : { DependsOn: dependsOn }),
  };
}

function container(version: string, bucket: string): object {
  return {
    Image: image.replace("1.7-1", version),
    ModelDataUrl: `s3://${bucket}/model.tar.gz`,
  };
}

function fail(name: string, message: unknown): object {
  return { Name: name, Type: "Fail", Arguments: { ErrorMessage: message } };
}

describe("a program", () => {
  it("has parameters as constants, and functions in place of their JSON", () => {
    const program = programOf(
      [
        fail("Stop", {
          "Std:Join": { On: "", Values: ["MSE above ", { Get: "Parameters.MseThreshold" }] },
        }),
        fail("Why", {
          "Std:Join": { On: ", ", Values: ["by", { Get: "Execution.PipelineName" }] },
        }),
      ],
      [
        { Name: "MseThreshold", Type: "Float", DefaultValue: 6.5 },
        { Name: "stage", Type: "String", DefaultValue: "dev", EnumValues: ["dev", "prod"] },
        { Name: "Count", Type: "Integer" },
      ],
    );
    expect(program).toBe(`\
const mseThreshold = floatParameter("MseThreshold", { defaultValue: 6.5 });
const stage = stringParameter("stage", { defaultValue: "dev", enumValues: ["dev", "prod"] });
const count = integerParameter("Count");

const stop = fail("Stop", { message: expr\`MSE above \${mseThreshold}\` });

const why = fail("Why", { message: join(", ", ["by", executionVariables.pipelineName]) });

export default new Pipeline("P", { parameters: [mseThreshold, stage, count], steps: [stop, why] });
`);
  });

  it("names once what the definition repeats: region, account, role, bucket, image", () => {
    const bucket = "sagemaker-eu-west-1-123456789012";
    const program = programOf([
      model("A", { Image: image, ModelDataUrl: `s3://${bucket}/a/model.tar.gz` }),
      model("B", { Image: image, ModelDataUrl: `s3://${bucket}` }),
    ]);
    expect(program).toBe(`\
const region = "eu-west-1";
const account = "123456789012";
const role = \`arn:aws:iam::\${account}:role/Sage\`;
const bucket = \`sagemaker-\${region}-\${account}\`;
const xgboostImage = \`683313688378.dkr.ecr.\${region}.amazonaws.com/sagemaker-xgboost:1.7-1\`;

const a = new ModelStep("A", {
  arguments: {
    ExecutionRoleArn: role,
    PrimaryContainer: { Image: xgboostImage, ModelDataUrl: \`s3://\${bucket}/a/model.tar.gz\` },
  },
});

const b = new ModelStep("B", {
  arguments: {
    ExecutionRoleArn: role,
    PrimaryContainer: { Image: xgboostImage, ModelDataUrl: \`s3://\${bucket}\` },
  },
});

export default new Pipeline("P", { steps: [a, b] });
`);
  });

  it("tells several of a kind apart by what they are called", () => {
    const program = programOf([
      model("A", container("1.5-1", "my-data")),
      model("B", container("1.5-1", "my-data")),
      model("C", container("1.7-1", "other.data")),
      model("D", container("1.7-1", "other.data")),
    ]);
    expect(program.slice(0, program.indexOf("\n\n"))).toBe(`\
const region = "eu-west-1";
const role = "arn:aws:iam::123456789012:role/Sage";
const myDataBucket = "my-data";
const otherDataBucket = "other.data";
const xgboost151Image = \`683313688378.dkr.ecr.\${region}.amazonaws.com/sagemaker-xgboost:1.5-1\`;
const xgboost171Image = \`683313688378.dkr.ecr.\${region}.amazonaws.com/sagemaker-xgboost:1.7-1\`;`);
  });

  it("makes each step after those it uses, and lists them as the definition does", () => {
    const program = programOf([
      {
        Name: "Check",
        Type: "Condition",
        Arguments: {
          Conditions: [
            {
              Type: "Or",
              Conditions: [
                {
                  Type: "Equals",
                  LeftValue: { Get: "Steps.Tell.OutputParameters['answer']" },
                  RightValue: "yes",
                },
                {
                  Type: "In",
                  QueryValue: { Get: "Steps.Create.ModelName" },
                  Values: ["a", { Get: "Execution.PipelineName" }],
                },
              ],
            },
          ],
          IfSteps: [],
          ElseSteps: [fail("Stop", "no")],
        },
      },
      {
        Name: "Tell",
        Type: "Lambda",
        Arguments: { model: { Get: "Steps.Create.ModelName" } },
        DependsOn: ["Before"],
        FunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:tell",
        OutputParameters: [{ OutputName: "answer", OutputType: "String" }],
      },
      model("Create", { Image: "image" }),
      model("Before", { Image: "image" }),
    ]);
    expect(program).toBe(`\
const role = "arn:aws:iam::123456789012:role/Sage";

const create = new ModelStep("Create", {
  arguments: { ExecutionRoleArn: role, PrimaryContainer: { Image: "image" } },
});

const before = new ModelStep("Before", {
  arguments: { ExecutionRoleArn: role, PrimaryContainer: { Image: "image" } },
});

const tell = new LambdaStep("Tell", {
  arguments: { model: create.properties.ModelName },
  dependsOn: [before],
  functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:tell",
  outputParameters: [{ OutputName: "answer", OutputType: "String" }],
});

const stop = fail("Stop", { message: "no" });

const check = condition("Check", {
  conditions: [
    or(
      equals(tell.properties.OutputParameters.answer, "yes"),
      isIn(create.properties.ModelName, ["a", executionVariables.pipelineName]),
    ),
  ],
  elseSteps: [stop],
});

export default new Pipeline("P", { steps: [check, tell, create, before] });
`);
  });

  it("takes property files and outputs by their names", () => {
    const evaluate = {
      Name: "Evaluate",
      Type: "Processing",
      Arguments: {
        ProcessingResources: {
          ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 30 },
        },
        AppSpecification: { ImageUri: "image" },
        RoleArn: role,
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: "my-report",
              S3Output: { S3Uri: "s3://b/r", LocalPath: "/r", S3UploadMode: "EndOfJob" },
            },
          ],
        },
      },
      PropertyFiles: [
        { PropertyFileName: "Report", OutputName: "my-report", FilePath: "report.json" },
      ],
    };
    const report = "Steps.Evaluate.ProcessingOutputConfig.Outputs['my-report'].S3Output.S3Uri";
    const mse = {
      "Std:JsonGet": {
        PropertyFile: { Get: "Steps.Evaluate.PropertyFiles.Report" },
        Path: "a.mse",
      },
    };
    const program = programOf([
      evaluate,
      fail("Stop", { "Std:Join": { On: " ", Values: [mse, "in", { Get: report }] } }),
    ]);
    expect(program).toContain(`\
const stop = fail("Stop", {
  message: join(" ", [
    jsonGet(evaluate.propertyFiles.Report, "a.mse"),
    "in",
    evaluate.properties.ProcessingOutputConfig.Outputs["my-report"].S3Output.S3Uri,
  ]),
});
`);
  });

  it("says where it goes past the types", () => {
    const program = programOf([
      model("Odd", { Image: "image", Colour: "blue", Mode: "Quantum" }),
      { Name: "New", Type: "Quantum", Arguments: { Model: { Get: "Steps.Odd.ModelColour" } } },
    ]);
    expect(program).toBe(`\
// Kept as it was, although the types of @nacre/core do not have it:
// - Arguments.PrimaryContainer.Colour: no such member
// - Arguments.PrimaryContainer.Mode: "Quantum" is no value of the type
const odd = new ModelStep("Odd", {
  arguments: {
    ExecutionRoleArn: "arn:aws:iam::123456789012:role/Sage",
    PrimaryContainer: { Image: "image", ...{ Colour: "blue" }, Mode: "Quantum" as never },
  },
});

// @nacre/core has no class for steps of type Quantum.
const newStep = new RawStep({
  Name: "New",
  Type: "Quantum",
  Arguments: { Model: { Get: "Steps.Odd.ModelColour" } },
});

export default new Pipeline("P", {
  steps: [odd, newStep],
  ignore: [
    { rule: "UNKNOWN_FIELD", step: "Odd", reason: "was so when it was imported" },
    { rule: "VALUE_NOT_ALLOWED", step: "Odd", reason: "was so when it was imported" },
    { rule: "UNKNOWN_STEP_TYPE", step: "New", reason: "was so when it was imported" },
    { rule: "UNKNOWN_PROPERTY", step: "New", reason: "was so when it was imported" },
  ],
});
`);
  });
});
