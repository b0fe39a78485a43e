import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateText } from "@nacre/core";
import { describe, expect, it } from "vitest";

const abalone = readFileSync(
  join(import.meta.dirname, "../fixtures/abalone-definition.json"),
  "utf8",
);

/** What is found in the Abalone definition when a part of its text is replaced by another. */
function findings(part: string | RegExp, by: string): string[] {
  const text = abalone.replace(part, by);
  if (text === abalone) throw new Error(`The definition has no ${String(part)}.`);
  return validateText(text).map(({ rule, path }) => `${rule} ${path}`);
}

const process = "$.Steps[0].Arguments";
const cluster = `${process}.ProcessingResources.ClusterConfig`;
const input = `${process}.ProcessingInputs[0].S3Input`;

describe("one fault in the shape is one finding", () => {
  it.each<[string, string | RegExp, string, string]>([
    ["nothing but space", " ", "  ", ""],
    [
      "a misspelt required field is not also missing",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGb": 30',
      `UNKNOWN_FIELD ${cluster}.VolumeSizeInGb`,
    ],
    [
      "a field that is not there",
      /"VolumeSizeInGB": 30,?/,
      '"Disk": 1',
      `UNKNOWN_FIELD ${cluster}.Disk;MISSING_FIELD ${cluster}.VolumeSizeInGB`,
    ],
    [
      "text for a number",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGB": "30"',
      `WRONG_TYPE ${cluster}.VolumeSizeInGB`,
    ],
    [
      "a number that is not whole",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGB": 30.5',
      `WRONG_TYPE ${cluster}.VolumeSizeInGB`,
    ],
    ["a whole number with a point", '"VolumeSizeInGB": 30', '"VolumeSizeInGB": 30.0', ""],
    [
      "too small a number",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGB": 0',
      `NUMBER_TOO_SMALL ${cluster}.VolumeSizeInGB`,
    ],
    [
      "too large a number",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGB": 16385',
      `NUMBER_TOO_LARGE ${cluster}.VolumeSizeInGB`,
    ],
    ["the largest number", '"VolumeSizeInGB": 30', '"VolumeSizeInGB": 16384', ""],
    [
      "an enum's value in small letters",
      '"File"',
      '"file"',
      `VALUE_NOT_ALLOWED ${input}.S3InputMode`,
    ],
    ["null", '"File"', "null", `WRONG_TYPE ${input}.S3InputMode`],
    ["a list", '"File"', '["File"]', `WRONG_TYPE ${input}.S3InputMode`],
    [
      "an object that is no function",
      '"File"',
      '{ "Mode": "File" }',
      `EXPRESSION_INVALID ${input}.S3InputMode`,
    ],
    ["a function where a value may stand", '"File"', '{ "Get": "Execution.PipelineName" }', ""],
    [
      "text for a number, by reference",
      '"VolumeSizeInGB": 30',
      '"VolumeSizeInGB": { "Get": "Execution.PipelineName" }',
      `REFERENCE_WRONG_TYPE ${cluster}.VolumeSizeInGB.Get`,
    ],
    [
      "an object for text, by reference",
      "Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts",
      "Steps.AbaloneTrain.ModelArtifacts",
      "REFERENCE_WRONG_TYPE $.Steps[2].Arguments.ProcessingInputs[0].S3Input.S3Uri.Get",
    ],
    [
      "a property of a list without an item",
      "Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts",
      "Steps.AbaloneTrain.InputDataConfig.ChannelName",
      "UNKNOWN_PROPERTY $.Steps[2].Arguments.ProcessingInputs[0].S3Input.S3Uri.Get",
    ],
    [
      "a property of a text",
      "Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts",
      "Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts.Uri",
      "UNKNOWN_PROPERTY $.Steps[2].Arguments.ProcessingInputs[0].S3Input.S3Uri.Get",
    ],
    [
      "a step without a name, to which others refer",
      '"Name": "AbaloneProcess",',
      "",
      "MISSING_FIELD $.Steps[0].Name",
    ],
    [
      "a step with a misspelt name, to which others refer",
      '"Name": "AbaloneProcess"',
      '"Nmae": "AbaloneProcess"',
      "UNKNOWN_FIELD $.Steps[0].Nmae",
    ],
    [
      "a parameter whose name is no text",
      '"Name": "MseThreshold"',
      '"Name": 1',
      "WRONG_TYPE $.Parameters[4].Name",
    ],
    [
      "steps that are no list",
      '"Steps": [',
      '"Steps": {}, "Rest": [',
      "UNKNOWN_FIELD $.Rest;WRONG_TYPE $.Steps",
    ],
    [
      "a step type in small letters",
      '"Type": "Condition"',
      '"Type": "condition"',
      "UNKNOWN_STEP_TYPE $.Steps[3].Type",
    ],
  ])("%s", (_, part, by, wanted) => {
    expect(findings(part, by).toSorted().join(";")).toBe(wanted.split(";").toSorted().join(";"));
  });
});

describe("a finding", () => {
  it("says what was given and allowed, where, and what was probably meant", () => {
    const text =
      '{\n  "Version": "2020-12-01",\n  "Steps": [\n    { "Name": "A", "Typ": "Fail" }\n  ]\n}';
    expect(validateText(text)).toEqual([
      {
        rule: "UNKNOWN_FIELD",
        severity: "error",
        message: 'There is no field "Typ" here.',
        path: "$.Steps[0].Typ",
        step: "A",
        line: 4,
        column: 20,
        help: 'Did you mean "Type"?',
      },
    ]);
  });

  it("of something missing has the place of what it is missing from", () => {
    const text = '{\n  "Version": "2020-12-01",\n  "Steps": [\n    { "Name": "A" }\n  ]\n}';
    expect(validateText(text)).toMatchObject([
      { rule: "MISSING_FIELD", path: "$.Steps[0].Type", line: 4, column: 5 },
    ]);
  });

  it("comes in the order of the text, whatever rule it is of", () => {
    const text = abalone
      .replace('"VolumeSizeInGB": 30', '"VolumeSizeInGB": 0')
      .replace("Steps.AbaloneTrain.ModelArtifacts", "Steps.AbaloneTrian.ModelArtifacts")
      .replace('"Version": "2020-12-01"', '"Version": "2020"');
    const lines = validateText(text).map(({ line }) => line ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(lines).toHaveLength(3);
  });

  it("of an ignored rule is left out", () => {
    const text = abalone.replace('"File"', '"file"');
    expect(validateText(text, { ignore: ["VALUE_NOT_ALLOWED"] })).toEqual([]);
  });
});
