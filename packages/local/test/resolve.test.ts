import { readDefinition, type JsonObject, type JsonValue } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { resolveParameters } from "../src/resolve/parameters.ts";
import { lookUp, parsePath } from "../src/resolve/path.ts";
import { decide } from "../src/resolve/conditions.ts";
import { resolve, resolveKnown, textOf, type ResolverScope } from "../src/resolve/resolver.ts";

/** Reads a value as a definition has it, so that numbers keep their text. */
function value(text: string): JsonValue {
  const { Metadata } = readDefinition(`{"Version":"1","Metadata":{"value":${text}},"Steps":[]}`);
  return Metadata?.["value"] ?? null;
}

const describeAnswer: JsonObject = {
  ProcessingOutputConfig: {
    Outputs: [
      { OutputName: "train", S3Output: { S3Uri: "s3://a-bucket/train" } },
      { OutputName: "test", S3Output: { S3Uri: "s3://a-bucket/test" } },
    ],
  },
  Environment: { "a.b": "dotted" },
};

const scope: ResolverScope = {
  parameters: resolveParameters(
    [
      { Name: "Threshold", Type: "Float", DefaultValue: value("6.0") },
      { Name: "Count", Type: "Integer", DefaultValue: 3 },
      { Name: "Stage", Type: "String", DefaultValue: "dev" },
      { Name: "On", Type: "Boolean", DefaultValue: true },
    ],
    {},
  ),
  execution: (name) => (name === "PipelineName" ? "Test" : undefined),
  experimentConfig: { ExperimentName: "An experiment" },
  properties: (step) => (step === "Prepare" ? describeAnswer : undefined),
  propertyFile: (step, name) =>
    step === "Prepare" && name === "Report" ? "s3://a-bucket/report.json" : undefined,
  readObject: async (uri) => {
    if (uri === "s3://a-bucket/report.json") {
      return '{"m":{"mse":{"value":4.5}},"list":[{"x y":"deep"}],"a.b":1,"zero":0}';
    }
    return uri === "s3://a-bucket/broken.json" ? "{" : undefined;
  },
};

const report = (path: string): string =>
  `{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.Prepare.PropertyFiles.Report"},"Path":"${path}"}}`;

describe("references and functions", () => {
  test.each([
    ['{"Get":"Parameters.Stage"}', "dev"],
    ['{"Get":"Parameters.On"}', true],
    ['{"Get":"Execution.PipelineName"}', "Test"],
    ['{"Get":"PipelineExperimentConfig.ExperimentName"}', "An experiment"],
    [
      `{"Get":"Steps.Prepare.ProcessingOutputConfig.Outputs['test'].S3Output.S3Uri"}`,
      "s3://a-bucket/test",
    ],
    ['{"Get":"Steps.Prepare.ProcessingOutputConfig.Outputs[0].OutputName"}', "train"],
    [`{"Get":"Steps.Prepare.Environment['a.b']"}`, "dotted"],
    ['{"Std:Join":{"On":" ","Values":["MSE >",{"Get":"Parameters.Threshold"}]}}', "MSE > 6.0"],
    [
      '{"Std:Join":{"On":"","Values":[1e-07,true,{"Std:Join":{"On":"-","Values":["a",2]}}]}}',
      "1e-07truea-2",
    ],
    ['{"Std:Join":{"On":"/","Values":[]}}', ""],
    [report("m.mse.value"), 4.5],
    [report("$.m.mse.value"), 4.5],
    [report("list[0]['x y']"), "deep"],
    [report("['a.b']"), 1],
    [report("zero"), 0],
    ['{"Std:JsonGet":{"S3Uri":"s3://a-bucket/report.json","Path":"zero"}}', 0],
    ['{"a":[{"Get":"Parameters.Stage"}],"Get":"both"}', { a: ["dev"], Get: "both" }],
  ])("%s", async (text, wanted) => {
    expect(await resolve(value(text), scope)).toEqual(wanted);
  });

  test.each([
    ['{"Get":"Steps.Prepare.NoSuch.Thing"}', "Steps.Prepare.NoSuch.Thing has no value"],
    [report("m.mse.nothing"), "nothing at the path m.mse.nothing"],
    [report("m..x"), "nothing at the path m..x"],
    ['{"Std:JsonGet":{"S3Uri":"s3://a-bucket/none","Path":"x"}}', "no object s3://a-bucket/none"],
    ['{"Std:JsonGet":{"S3Uri":"s3://a-bucket/broken.json","Path":"x"}}', "is not JSON"],
  ])("%s fails the step", async (text, message) => {
    await expect(resolve(value(text), scope)).rejects.toThrow(message);
  });

  test("what is known before the run is told from what is not", async () => {
    const known = await resolveKnown(
      value('{"a":{"Get":"Parameters.Stage"},"b":{"Get":"Steps.Later.X"},"c":["x"]}'),
      scope,
    );
    expect(known).toEqual({ a: "dev", b: null, c: ["x"] });
  });

  test("a number keeps its text", async () => {
    expect(textOf(await resolve(value('{"Get":"Parameters.Threshold"}'), scope))).toBe("6.0");
  });
});

describe("paths", () => {
  test.each([
    ["a.b", ["a", "b"]],
    ["$.a", ["a"]],
    ["a['b.c'][2].d", ["a", "b.c", 2, "d"]],
    ['["x"]', ["x"]],
    ["a..b", undefined],
    ["a.", undefined],
    [".a", undefined],
    ["", undefined],
    ["a[x]", undefined],
  ])("%j", (text, wanted) => {
    expect(parsePath(text)).toEqual(wanted);
  });

  test("nothing of a value's prototype is found", () => {
    expect(lookUp({ a: [] }, ["constructor"])).toBeUndefined();
    expect(lookUp({ a: [] }, ["a", "length"])).toBeUndefined();
  });
});

describe("parameters", () => {
  const declared: JsonObject[] = [
    { Name: "S", Type: "String", DefaultValue: "a", EnumValues: ["a", "b"] },
    { Name: "I", Type: "Integer", DefaultValue: 1 },
    { Name: "F", Type: "Float", DefaultValue: 0.5 },
    { Name: "B", Type: "Boolean", DefaultValue: false },
  ];

  test("take what is given, else their default", () => {
    const given = { S: "b", I: "-7", F: "1e-3", B: "True" };
    const values = [...resolveParameters(declared, given).values()].map((v) =>
      JSON.stringify(textOf(v)),
    );
    expect(values).toEqual(['"b"', '"-7"', '"1e-3"', '"true"']);
    const defaults = [...resolveParameters(declared, {}).values()].map(textOf);
    expect(defaults).toEqual(["a", "1", "0.5", "false"]);
  });

  test.each([
    [{ Nothing: "1" }, "PARAMETER_UNKNOWN", "no parameter Nothing"],
    [{ I: "1.5" }, "PARAMETER_TYPE", '"1.5"'],
    [{ I: "" }, "PARAMETER_TYPE", '""'],
    [{ F: "abc" }, "PARAMETER_TYPE", '"abc"'],
    [{ F: "Infinity" }, "PARAMETER_TYPE", '"Infinity"'],
    [{ F: "1e400" }, "PARAMETER_TYPE", '"1e400"'],
    [{ B: "yes" }, "PARAMETER_TYPE", '"yes"'],
    [{ S: "c" }, "PARAMETER_NOT_IN_ENUM", '"c"'],
    [{ toString: "x" }, "PARAMETER_UNKNOWN", "toString"],
  ])("%j is refused as %s", (given, code, message) => {
    expect(() => resolveParameters(declared, given)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("one without a default must be given", () => {
    expect(() => resolveParameters([{ Name: "X", Type: "String" }], {})).toThrow(
      expect.objectContaining({ code: "PARAMETER_MISSING" }),
    );
  });
});

const leaf = (type: string, left: string, right: string): string =>
  `{"Type":"${type}","LeftValue":${left},"RightValue":${right}}`;

describe("conditions", () => {
  const threshold = '{"Get":"Parameters.Threshold"}';

  test.each([
    [leaf("LessThanOrEqualTo", report("m.mse.value"), threshold), true],
    [leaf("LessThan", "6", threshold), false],
    [leaf("GreaterThan", "6.5", threshold), true],
    [leaf("GreaterThanOrEqualTo", "6", threshold), true],
    [leaf("GreaterThan", '"10"', "9"), true],
    [leaf("Equals", "6", threshold), true],
    [leaf("Equals", '"6"', "6"), false],
    [leaf("Equals", "true", '{"Get":"Parameters.On"}'), true],
    [leaf("NotEquals", '"prod"', '{"Get":"Parameters.Stage"}'), true],
    ['{"Type":"In","QueryValue":{"Get":"Parameters.Stage"},"Values":["test","dev"]}', true],
    ['{"Type":"NotIn","QueryValue":"dev","Values":["test","dev"]}', false],
    [`{"Type":"Or","Conditions":[${leaf("Equals", "1", "2")},${leaf("Equals", "1", "1")}]}`, true],
    [`{"Type":"Not","Condition":${leaf("Equals", "1", "2")}}`, true],
  ])("%s is %s", async (text, wanted) => {
    expect((await decide([value(text)], scope)).result).toBe(wanted);
  });

  test("all of a step's conditions must hold, and each is told in words", async () => {
    const outcome = await decide(
      [value(leaf("LessThan", report("m.mse.value"), threshold)), value(leaf("Equals", "1", "2"))],
      scope,
    );
    expect(outcome).toEqual({
      result: false,
      conditions: [
        {
          text: "m.mse.value of Report < Parameters.Threshold",
          left: "4.5",
          right: "6.0",
          result: true,
        },
        { text: "1 == 2", left: "1", right: "2", result: false },
      ],
    });
  });

  test.each([
    [leaf("LessThan", '"abc"', "1"), '"abc" is not a number'],
    [leaf("Resembles", "1", "1"), "is not a condition"],
  ])("%s fails the step", async (text, message) => {
    await expect(decide([value(text)], scope)).rejects.toThrow(message);
  });
});
