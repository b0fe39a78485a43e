import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDefinition, NumberText, readDefinition, writeDefinition } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf } from "../support/errors.ts";
import { corpus, corpusFiles, hasCorpus } from "../support/shared.ts";

const golden = readFileSync(
  join(import.meta.dirname, "../fixtures/abalone-definition.json"),
  "utf8",
);

/** A definition whose metadata is the given text. */
const withMetadata = (text: string): string =>
  `{\n  "Version": "2020-12-01",\n  "Metadata": ${text},\n  "Steps": []\n}`;

describe("a definition that is read and written again", () => {
  it("is AWS's own text of the Abalone pipeline", () => {
    expect(writeDefinition(readDefinition(golden))).toBe(golden.trimEnd());
  });

  it.skipIf(!hasCorpus).each(corpusFiles())("is the text that AWS's SDK wrote: %s", (file) => {
    const text = readFileSync(join(corpus, file), "utf8");
    const definition = readDefinition(text);
    expect(writeDefinition(definition)).toBe(text.trimEnd());
    checkDefinition(definition);
  });

  it.each([
    [
      "numbers that JavaScript prints differently",
      `[\n    6.0,\n    1e-07,\n    -0,\n    1E5,\n    12345678901234567890,\n    0.1\n  ]`,
    ],
    [
      "keys that look like numbers, in their order",
      `{\n    "b": 1,\n    "10": 2,\n    "2": 3,\n    "a": 4\n  }`,
    ],
    [
      "a key that names the prototype",
      `{\n    "__proto__": {\n      "polluted": true\n    },\n    "constructor": 1\n  }`,
    ],
    ["text with escapes and other scripts", `{\n    "a\\"\\\\\\n": "é 中 😀"\n  }`],
    ["empty lists and objects", `{\n    "a": [],\n    "b": {}\n  }`],
  ])("keeps %s", (_, metadata) => {
    const text = withMetadata(metadata);
    expect(writeDefinition(readDefinition(text))).toBe(text);
  });

  it("does not touch the prototype of its objects", () => {
    const { Metadata: metadata = {} } = readDefinition(
      withMetadata('{ "__proto__": { "polluted": true } }'),
    );
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(metadata["polluted"]).toBeUndefined();
    expect(Object.keys(metadata)).toEqual(["__proto__"]);
  });

  it("has bare numbers where they print the same, and numbers with their text elsewhere", () => {
    const { Metadata: metadata } = readDefinition(withMetadata('{ "a": 6, "b": 6.0 }'));
    expect(metadata).toEqual({ a: 6, b: new NumberText("6.0") });
  });
});

describe("a text that is no definition", () => {
  it.each<[string, string, string, { line?: number; column?: number; path?: string }]>([
    ["nothing", "", "DEFINITION_NOT_JSON", { line: 1, column: 1 }],
    ["cut off", '{ "Version": "20', "DEFINITION_NOT_JSON", { line: 1, column: 14 }],
    [
      "cut off after a comma",
      '{\n  "Version": "x",',
      "DEFINITION_NOT_JSON",
      { line: 2, column: 18 },
    ],
    ["a comma too many", '{\n  "Steps": [1,]\n}', "DEFINITION_NOT_JSON", { line: 2, column: 15 }],
    ["single quotes", "{ 'a': 1 }", "DEFINITION_NOT_JSON", { line: 1, column: 3 }],
    ["a number with a leading zero", '{ "a": 01 }', "DEFINITION_NOT_JSON", { line: 1, column: 9 }],
    ["NaN", '{ "a": NaN }', "DEFINITION_NOT_JSON", { line: 1, column: 8 }],
    ["a tab in a string", '{ "a": "\t" }', "DEFINITION_NOT_JSON", { line: 1, column: 8 }],
    ["two documents", "{} {}", "DEFINITION_NOT_JSON", { line: 1, column: 4 }],
    ["one key twice", '{ "a": 1,\n  "a": 2 }', "DEFINITION_DUPLICATE_KEY", { line: 2, column: 3 }],
    ["nested without end", "[".repeat(100000), "DEFINITION_NOT_JSON", { line: 1, column: 201 }],
    ["a list", "[]", "DEFINITION_INVALID", { line: 1, column: 1, path: "$" }],
    ["no steps", '{ "Version": "x" }', "DEFINITION_INVALID", { path: "$.Steps" }],
    [
      "a step without a type",
      '{ "Version": "x", "Steps": [\n  { "Name": "A", "Arguments": {} }] }',
      "DEFINITION_INVALID",
      { path: "$.Steps[0].Type", line: 2, column: 3 },
    ],
    [
      "a step in a branch that is text",
      '{ "Version": "x", "Steps": [{ "Name": "C", "Type": "Condition", "Arguments": { "ElseSteps": ["A"] } }] }',
      "DEFINITION_INVALID",
      { path: "$.Steps[0].Arguments.ElseSteps[0]" },
    ],
    [
      "a dependency that is no name",
      '{ "Version": "x", "Steps": [{ "Name": "A", "Type": "Lambda", "Arguments": {}, "DependsOn": [1] }] }',
      "DEFINITION_INVALID",
      { path: "$.Steps[0].DependsOn[0]" },
    ],
    [
      "a parameter without a name",
      '{ "Version": "x", "Parameters": [{ "Type": "String" }], "Steps": [] }',
      "DEFINITION_INVALID",
      { path: "$.Parameters[0].Name" },
    ],
  ])("%s", (_, text, code, at) => {
    const fault = faultOf(() => readDefinition(text));
    expect(fault.code).toBe(code);
    expect(fault.at).toMatchObject(at);
  });

  it("is reported with all its faults", () => {
    const fault = faultOf(() => readDefinition('{ "Steps": [{}] }'));
    expect(fault.problems.map((problem) => problem.at.path)).toEqual([
      "$.Version",
      "$.Steps[0].Name",
      "$.Steps[0].Type",
      "$.Steps[0].Arguments",
    ]);
  });
});
