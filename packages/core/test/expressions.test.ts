import { inspect } from "node:util";
import {
  booleanParameter,
  executionVariables,
  expr,
  float,
  floatParameter,
  integerParameter,
  isExpression,
  join,
  jsonGet,
  Pipeline,
  stringParameter,
  writeJson,
  type Expression,
  type JsonValue,
} from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf, wrong } from "./support/errors.ts";
import { failing, processing } from "./support/steps.ts";

const stage = stringParameter("Stage");
const score = floatParameter("Score");
const step = processing("Step");

/** An expression as the definition has it, where an error message stands. */
function written(value: Expression<string>): JsonValue | undefined {
  const pipeline = new Pipeline("P", {
    parameters: [stage, score],
    steps: [step, failing("Fail", value)],
  });
  return pipeline.definition().Steps[1]?.Arguments["ErrorMessage"];
}

describe("an expression in the definition", () => {
  it.each<[string, Expression<string>, unknown]>([
    ["a parameter", stage, { Get: "Parameters.Stage" }],
    [
      "an execution variable",
      executionVariables.pipelineExecutionId,
      { Get: "Execution.PipelineExecutionId" },
    ],
    ["a property", step.properties.ProcessingJobArn, { Get: "Steps.Step.ProcessingJobArn" }],
    [
      "a property in a list with names",
      step.properties.ProcessingOutputConfig.Outputs.out.S3Output.S3Uri,
      { Get: "Steps.Step.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri" },
    ],
    [
      "a property in a plain list",
      step.properties.AppSpecification.ContainerEntrypoint[0],
      { Get: "Steps.Step.AppSpecification.ContainerEntrypoint[0]" },
    ],
    [
      "join",
      join("-", ["a", stage, 1, true]),
      { "Std:Join": { On: "-", Values: ["a", { Get: "Parameters.Stage" }, 1, true] } },
    ],
    [
      "jsonGet from a property file",
      jsonGet(step.propertyFiles.Report, "mse.value"),
      {
        "Std:JsonGet": {
          PropertyFile: { Get: "Steps.Step.PropertyFiles.Report" },
          Path: "mse.value",
        },
      },
    ],
    [
      "jsonGet from S3",
      jsonGet({ s3Uri: join("/", ["s3://b", stage]) }, "list[0]['x']"),
      {
        "Std:JsonGet": {
          S3Uri: { "Std:Join": { On: "/", Values: ["s3://b", { Get: "Parameters.Stage" }] } },
          Path: "list[0]['x']",
        },
      },
    ],
    ["expr without expressions", expr`a${1}${true}b`, "a1trueb"],
    ["expr that is empty", expr``, ""],
    [
      "expr, with plain values put into its text",
      expr`s3://${"bucket"}/${stage}/${2}`,
      { "Std:Join": { On: "", Values: ["s3://bucket/", { Get: "Parameters.Stage" }, "/2"] } },
    ],
    [
      "expr of one number",
      expr`${score}`,
      { "Std:Join": { On: "", Values: [{ Get: "Parameters.Score" }] } },
    ],
  ])("%s", (_, expression, wanted) => {
    expect(written(expression)).toEqual(wanted);
  });
});

describe("a parameter in the definition", () => {
  it.each([
    [stringParameter("P"), `{ "Name": "P", "Type": "String" }`],
    [
      stringParameter("P", { defaultValue: "" }),
      `{ "Name": "P", "Type": "String", "DefaultValue": "" }`,
    ],
    [
      stringParameter("P", { enumValues: ["a", "b"], defaultValue: "b" }),
      `{ "Name": "P", "Type": "String", "DefaultValue": "b", "EnumValues": [ "a", "b" ] }`,
    ],
    [
      integerParameter("P", { defaultValue: -3 }),
      `{ "Name": "P", "Type": "Integer", "DefaultValue": -3 }`,
    ],
    [
      floatParameter("P", { defaultValue: 6 }),
      `{ "Name": "P", "Type": "Float", "DefaultValue": 6.0 }`,
    ],
    [
      floatParameter("P", { defaultValue: 1e-7 }),
      `{ "Name": "P", "Type": "Float", "DefaultValue": 1e-07 }`,
    ],
    [
      stringParameter("P", { description: "Where.", defaultValue: "a" }),
      `{ "Name": "P", "Type": "String", "Description": "Where.", "DefaultValue": "a" }`,
    ],
    [floatParameter("P"), `{ "Name": "P", "Type": "Float" }`],
    [
      booleanParameter("P", { defaultValue: false }),
      `{ "Name": "P", "Type": "Boolean", "DefaultValue": false }`,
    ],
  ])("%o", (parameter, wanted) => {
    expect(writeJson(parameter.definition).replace(/\s+/g, " ")).toBe(wanted);
  });

  it.each([
    ["PARAMETER_NAME_INVALID", () => stringParameter("a b")],
    ["DEFAULT_WRONG_TYPE", () => integerParameter("P", { defaultValue: 1.5 })],
    ["DEFAULT_WRONG_TYPE", () => floatParameter("P", { defaultValue: Number.NaN })],
    [
      "DEFAULT_NOT_IN_ENUM",
      () => stringParameter<string, string, string>("P", { enumValues: ["a"], defaultValue: "b" }),
    ],
    ["NUMBER_NOT_FINITE", () => float(Infinity)],
  ])("%s", (code, action) => {
    expect(faultOf(action).code).toBe(code);
  });
});

describe("a float is written as Python writes it", () => {
  // What `repr` of Python 3.11 gives.
  it.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [6, "6.0"],
    [0.1, "0.1"],
    [-2.5, "-2.5"],
    [100, "100.0"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [123456789012345680000, "1.2345678901234568e+20"],
    [1e100, "1e+100"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
  ])("%d is %s", (value, wanted) => {
    const parameter = floatParameter("P", { defaultValue: value });
    expect(writeJson(parameter.definition["DefaultValue"] ?? null)).toBe(wanted);
  });
});

describe("an expression cannot become text or a number here", () => {
  const property = step.properties.ProcessingOutputConfig.Outputs.out.S3Output.S3Uri;
  it.each<[string, () => unknown]>([
    ["a template literal", () => `${stage}`],
    ["a template literal with a property", () => `${property}`],
    ["String()", () => String(executionVariables.pipelineName)],
    ["adding text", () => wrong<string>(stage) + "x"],
    ["adding a number", () => wrong<number>(score) + 1],
    ["a comparison of size", () => wrong<number>(score) > 1],
    // eslint-disable-next-line eqeqeq -- this is what a user must not do
    ["a comparison by ==", () => wrong<string>(stage) == "prod"],
    ["a key of an object", () => ({ [wrong<string>(stage)]: 1 })],
    ["JSON.stringify", () => JSON.stringify({ a: [stage] })],
    ["JSON.stringify of a property", () => JSON.stringify(property)],
    ["joining an array", () => [stage].join("/")],
  ])("%s", (_, action) => {
    const fault = faultOf(action);
    expect(fault.code).toBe("EXPRESSION_COERCED");
    expect(fault.message).toMatch(/(Parameters|Steps|Execution)\.\w+/);
    expect(fault.help).toContain("expr`");
  });

  it("but can be looked at, compared by identity, and returned from an async function", async () => {
    expect(inspect(property)).toBe(
      "Expression(Steps.Step.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri)",
    );
    expect(await Promise.resolve(property)).toBe(property);
    expect(isExpression(property)).toBe(true);
    expect(isExpression({})).toBe(false);
    expect(Object.isFrozen(stage)).toBe(true);
  });
});

describe("a function is refused what it cannot take", () => {
  it.each<[string, () => unknown]>([
    ["PROPERTY_FILE_MISSING", () => jsonGet(wrong(undefined), "a")],
    ["JSON_PATH_INVALID", () => jsonGet(step.propertyFiles.Report, "")],
    ["JSON_PATH_INVALID", () => jsonGet(step.propertyFiles.Report, wrong(stage))],
    ["VALUE_NOT_JSON", () => expr`${wrong(undefined)}`],
    ["VALUE_NOT_JSON", () => written(join("", [wrong(undefined)]))],
    ["PROPERTY_KEY_INVALID", () => Reflect.get(step.properties.ProcessingInputs, "it's")],
  ])("%s", (code, action) => {
    expect(faultOf(action).code).toBe(code);
  });
});
