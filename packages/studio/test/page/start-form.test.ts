import { describe, expect, test } from "vitest";
import type { ParameterView } from "../../src/api.ts";
import {
  firstValues,
  formFaults,
  nameFault,
  refusedParameter,
  startRequest,
  valueFault,
} from "../../src/page/pipelines/start-values.ts";

const count: ParameterView = { name: "Count", type: "Integer", defaultValue: "1" };
const rate: ParameterView = { name: "Rate", type: "Float", defaultValue: "0.1" };
const verbose: ParameterView = { name: "Verbose", type: "Boolean", defaultValue: "true" };
const data: ParameterView = { name: "Data", type: "String" };
const size: ParameterView = {
  name: "Size",
  type: "String",
  defaultValue: "small",
  enumValues: ["small", "large"],
};
const parameters = [count, rate, verbose, data, size];

describe("what may be sent", () => {
  test.each([
    [count, "6"],
    [count, " -6 "],
    [rate, "6"],
    [rate, "1e-3"],
    [rate, ".5"],
    [verbose, "false"],
    [verbose, "True"],
    [data, "s3://bucket/key"],
    [data, " "],
    [size, "large"],
    [{ name: "Note", type: "String", defaultValue: "" }, ""],
  ] as const)("%o takes %j", (parameter, text) => {
    expect(valueFault(parameter, text)).toBeUndefined();
  });

  test.each([
    [count, "6.5", /whole number/],
    [count, "1e3", /whole number/],
    [count, "", /number/],
    [count, "9007199254740993", /9007199254740991/],
    [rate, "x", /6\.5 or 1e-3/],
    [rate, "1e999", /number/],
    [rate, "Infinity", /number/],
    [verbose, "yes", /true or false/],
    [data, "", /no default/],
    // SageMaker takes no empty value.
    [{ name: "Note", type: "String", defaultValue: "x" }, "", /one character/],
    [data, "x".repeat(1025), /1,024 characters; these are 1,025/],
    [size, "medium", /small, large/],
    [{ name: "Epochs", type: "Integer" }, "", /no default/],
  ] as const)("%o does not take %j", (parameter, text, wanted) => {
    expect(valueFault(parameter, text)).toMatch(wanted);
  });

  test("all faults are told, by parameter", () => {
    const typed = { Count: "many", Rate: "0.2", Verbose: "true", Data: "", Size: "small" };
    expect(Object.keys(formFaults(parameters, typed))).toEqual(["Count", "Data"]);
  });
});

describe("the parameter that a refusal is about", () => {
  const uris = ["Input", "Batch"].map((name): ParameterView => ({ name, type: "String" }));
  const typed = { Input: "s3://bucket/data", Batch: "s3://bucket/data/batch", Count: "1" };

  test.each([
    ["Step A needs its data s3://bucket/data/batch, and no object has that URI.", "Batch"],
    ["Step A needs its data s3://bucket/data. Give another URI.", "Input"],
    ["No object: s3://bucket/data", "Input"],
    ['Step A: "s3://bucket/data/batch" is not an S3 URI.', "Batch"],
    ['The parameter "Count" is of type Integer.', "Count"],
    ["Step A needs its code s3://bucket/data/run.py.", undefined],
    ["Step A asks for 1 instance.", undefined],
    ["The rate is exceeded.", undefined],
  ])("%j: %s", (message, wanted) => {
    expect(refusedParameter([...uris, count], typed, message)).toBe(wanted);
  });
});

describe("the name of an execution", () => {
  test.each(["", "  ", "second-try", "a", "x".repeat(82)])("%j is fine", (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  test.each(["second try", "-a", "a-", "ü", "<b>", "x".repeat(83)])("%j is not", (name) => {
    expect(nameFault(name)).toMatch(/82 letters/);
  });
});

describe("what the form begins with", () => {
  test("the first source that has a value counts, at last the default", () => {
    const first = firstValues(parameters, { Count: "7" }, { Count: "8", Rate: "0.3" });
    expect(first).toEqual({ Count: "7", Rate: "0.3", Verbose: "true", Data: "", Size: "small" });
  });

  test("a switch without a default is off, and unknown names are left out", () => {
    expect(firstValues([{ name: "On", type: "Boolean" }], { Other: "x" })).toEqual({ On: "false" });
  });

  test.each(["constructor", "__proto__"])("a parameter may be called %s", (name) => {
    expect(Object.entries(firstValues([{ name, type: "String" }], {}))).toEqual([[name, ""]]);
  });
});

describe("what is sent", () => {
  const versions = [{ version: 4, createdTime: 0 }];
  const pipeline = { version: 4, versions, parameters };

  test("the version, and values that are not its default, numbers without spaces, texts as they are", () => {
    const typed = { Count: " 1 ", Rate: " 0.2", Verbose: "true", Data: " a ", Size: "small" };
    expect(startRequest(pipeline, typed, " second try ")).toEqual({
      version: 4,
      parameters: { Rate: "0.2", Data: " a " },
      displayName: "second try",
    });
  });

  test("no number that is the default, written otherwise", () => {
    const typed = { Count: "1", Rate: "0.10", Verbose: "true", Data: "a", Size: "small" };
    expect(startRequest(pipeline, typed, "").parameters).toEqual({ Data: "a" });
  });

  test("all values where no version can be told, but no empty one", () => {
    const note: ParameterView = { name: "Note", type: "String", defaultValue: "" };
    const unknown = { version: 1, versions: [], parameters: [count, note] };
    expect(startRequest(unknown, { Count: "1", Note: "" }, "")).toEqual({
      parameters: { Count: "1" },
    });
  });

  test("no name when none is typed", () => {
    expect(startRequest({ ...pipeline, parameters: [] }, {}, " ")).toEqual({
      version: 4,
      parameters: {},
    });
  });
});
