import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDefinition, readDefinition } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf } from "../support/errors.ts";
import { corpus, corpusFiles, hasCorpus } from "../support/shared.ts";

interface Step {
  readonly Name: string;
  readonly Type?: string;
  readonly Arguments?: object;
  readonly [member: string]: unknown;
}

function check(steps: readonly Step[], others: object = {}): void {
  const definition = {
    Version: "2020-12-01",
    ...others,
    Steps: steps.map((step) => ({ Type: "Lambda", Arguments: {}, ...step })),
  };
  checkDefinition(readDefinition(JSON.stringify(definition)));
}

const get = (text: string) => ({ x: { Get: text } });
const processing = (name: string, files: readonly string[] = []) => ({
  Name: name,
  Type: "Processing",
  Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: "out" }] } },
  PropertyFiles: files.map((file) => ({
    PropertyFileName: file,
    OutputName: "out",
    FilePath: "r.json",
  })),
});
const parameter = (type: string, value?: unknown, more: object = {}) => ({
  Parameters: [
    { Name: "P", Type: type, ...(value === undefined ? {} : { DefaultValue: value }), ...more },
  ],
});

describe("a definition with one fault", () => {
  it.each<[string, string, () => void]>([
    ["DUPLICATE_STEP_NAME", "$.Steps[1].Name", () => check([{ Name: "A" }, { Name: "A" }])],
    [
      "DUPLICATE_STEP_NAME",
      "$.Steps[1].Arguments.IfSteps[0].Name",
      () =>
        check([
          { Name: "A" },
          {
            Name: "C",
            Type: "Condition",
            Arguments: { IfSteps: [{ Name: "A", Type: "Lambda", Arguments: {} }] },
          },
        ]),
    ],
    ["STEP_NAME_INVALID", "$.Steps[0].Name", () => check([{ Name: "a".repeat(65) }])],
    [
      "UNKNOWN_STEP",
      "$.Steps[0].Arguments.x.Get",
      () => check([{ Name: "A", Arguments: get("Steps.B.X") }]),
    ],
    ["UNKNOWN_STEP", "$.Steps[0].DependsOn[0]", () => check([{ Name: "A", DependsOn: ["B"] }])],
    [
      "UNKNOWN_PARAMETER",
      "$.Steps[0].Arguments.x.Get",
      () => check([{ Name: "A", Arguments: get("Parameters.P") }]),
    ],
    [
      "UNKNOWN_PARAMETER",
      "$.PipelineExperimentConfig.TrialName.Get",
      () => check([], { PipelineExperimentConfig: { TrialName: { Get: "Parameters.P" } } }),
    ],
    [
      "UNKNOWN_EXECUTION_VARIABLE",
      "$.Steps[0].Arguments.x.Get",
      () => check([{ Name: "A", Arguments: get("Execution.PipelineId") }]),
    ],
    [
      "REFERENCE_INVALID",
      "$.Steps[0].Arguments.x.Get",
      () => check([{ Name: "A", Arguments: get("Nonsense") }]),
    ],
    [
      "REFERENCE_INVALID",
      "$.Steps[0].Arguments.x.Get",
      () => check([{ Name: "A", Arguments: get("Steps.A['x") }]),
    ],
    [
      "UNKNOWN_PROPERTY_FILE",
      "$.Steps[1].Arguments.x.Get",
      () =>
        check([
          processing("A", ["Report"]),
          { Name: "B", Arguments: get("Steps.A.PropertyFiles.Reprot") },
        ]),
    ],
    [
      "UNKNOWN_PROPERTY_FILE",
      "$.Steps[1].Arguments.x.Get",
      () => check([{ Name: "A" }, { Name: "B", Arguments: get("Steps.A.PropertyFiles.Report") }]),
    ],
    [
      "UNKNOWN_OUTPUT",
      "$.Steps[1].Arguments.x.Get",
      () =>
        check([
          processing("A"),
          {
            Name: "B",
            Arguments: get("Steps.A.ProcessingOutputConfig.Outputs['otu'].S3Output.S3Uri"),
          },
        ]),
    ],
    [
      "UNKNOWN_OUTPUT",
      "$.Steps[0].PropertyFiles[0].OutputName",
      () =>
        check([
          {
            ...processing("A"),
            PropertyFiles: [{ PropertyFileName: "R", OutputName: "otu", FilePath: "r.json" }],
          },
        ]),
    ],
    [
      "DUPLICATE_PROPERTY_FILE",
      "$.Steps[0].PropertyFiles[1].PropertyFileName",
      () => check([processing("A", ["R", "R"])]),
    ],
    [
      "FAIL_STEP_REFERENCED",
      "$.Steps[1].DependsOn[0]",
      () =>
        check([
          { Name: "F", Type: "Fail" },
          { Name: "A", DependsOn: ["F"] },
        ]),
    ],
    [
      "FAIL_STEP_REFERENCED",
      "$.Steps[1].Arguments.x.Get",
      () =>
        check([
          { Name: "F", Type: "Fail" },
          { Name: "A", Arguments: get("Steps.F.X") },
        ]),
    ],
    [
      "DUPLICATE_PARAMETER",
      "$.Parameters[1].Name",
      () =>
        check([], {
          Parameters: [
            { Name: "P", Type: "String" },
            { Name: "P", Type: "Float" },
          ],
        }),
    ],
    ["PARAMETER_TYPE_INVALID", "$.Parameters[0].Type", () => check([], parameter("Text"))],
    [
      "DEFAULT_WRONG_TYPE",
      "$.Parameters[0].DefaultValue",
      () => check([], parameter("Integer", 1.5)),
    ],
    [
      "DEFAULT_WRONG_TYPE",
      "$.Parameters[0].DefaultValue",
      () => check([], parameter("Boolean", "true")),
    ],
    ["DEFAULT_WRONG_TYPE", "$.Parameters[0].DefaultValue", () => check([], parameter("String", 1))],
    [
      "PARAMETER_ENUM_WRONG_TYPE",
      "$.Parameters[0].EnumValues[1]",
      () => check([], parameter("String", "a", { EnumValues: ["a", 1] })),
    ],
    [
      "DEFAULT_NOT_IN_ENUM",
      "$.Parameters[0].DefaultValue",
      () => check([], parameter("String", "c", { EnumValues: ["a"] })),
    ],
  ])("%s at %s", (code, path, action) => {
    const fault = faultOf(action);
    expect(fault.problems).toHaveLength(1);
    expect(fault.code).toBe(code);
    expect(fault.at.path).toBe(path);
    expect(fault.help).not.toBe("");
  });

  it.each<[string, () => void]>([
    ["A → A", () => check([{ Name: "A", Arguments: get("Steps.A.X") }])],
    [
      "A → B → A",
      () =>
        check([
          { Name: "A", DependsOn: ["B"] },
          { Name: "B", Arguments: get("Steps.A.X") },
        ]),
    ],
    [
      "A → B → C → A",
      () =>
        check([
          { Name: "Before" },
          { Name: "A", DependsOn: ["C", "Before"] },
          { Name: "B", DependsOn: ["A"] },
          { Name: "C", DependsOn: ["B"] },
          { Name: "After", DependsOn: ["C"] },
        ]),
    ],
  ])("CYCLE, naming its path: %s", (path, action) => {
    const fault = faultOf(action);
    expect(fault.code).toBe("CYCLE");
    expect(fault.message).toContain(`: ${path}.`);
    expect(fault.problems).toHaveLength(1);
  });

  it("names both of two cycles", () => {
    const fault = faultOf(() =>
      check([
        { Name: "A", DependsOn: ["B"] },
        { Name: "B", DependsOn: ["A"] },
        { Name: "C", DependsOn: ["D"] },
        { Name: "D", DependsOn: ["C"] },
      ]),
    );
    expect(fault.message).toContain("A → B → A");
    expect(fault.message).toContain("C → D → C");
  });
});

describe("a definition without a fault", () => {
  it.each<[string, () => void]>([
    [
      "functions on properties of any step type",
      () => check([{ Name: "A" }, { Name: "B", Arguments: get("Steps.A.OutputParameters['x']") }]),
    ],
    [
      "an output addressed by its position",
      () =>
        check([
          processing("A"),
          { Name: "B", Arguments: get("Steps.A.ProcessingOutputConfig.Outputs[0].S3Output.S3Uri") },
        ]),
    ],
    [
      "the settings of the experiment",
      () => check([{ Name: "A", Arguments: get("PipelineExperimentConfig.TrialName") }]),
    ],
    ["a whole number as a default of type Float", () => check([], parameter("Float", 6))],
    ["a default of null", () => check([], parameter("String", null))],
    [
      "a member named Get among others",
      () => check([{ Name: "A", Arguments: { Get: "x", Set: "y" } }]),
    ],
    [
      "a diamond, listed back to front",
      () =>
        check([
          { Name: "End", DependsOn: ["Left", "Right"] },
          { Name: "Right", DependsOn: ["Start"] },
          { Name: "Left", Arguments: get("Steps.Start.X") },
          { Name: "Start" },
        ]),
    ],
    [
      "a condition inside a branch",
      () =>
        check([
          {
            Name: "C",
            Type: "Condition",
            Arguments: {
              Conditions: [],
              IfSteps: [{ Name: "D", Type: "Condition", Arguments: { ElseSteps: [] } }],
            },
          },
        ]),
    ],
    [
      "a chain of 2,000 steps",
      () =>
        check(
          Array.from({ length: 2000 }, (_, index) => ({
            Name: `s${index}`,
            DependsOn: index === 1999 ? [] : [`s${index + 1}`],
          })),
        ),
    ],
  ])("%s", (_, action) => {
    expect(action).not.toThrow();
  });
});

describe.skipIf(!hasCorpus)("a definition of the corpus with one edit", () => {
  // Where a fault is of another kind (limits, argument types), the definition passes these checks.
  const wanted: Readonly<Record<string, string>> = {
    "01-duplicate-step-name.json": "DUPLICATE_STEP_NAME $.Steps[4].Name",
    "03-unknown-get-step.json":
      "UNKNOWN_STEP $.Steps[2].Arguments.ProcessingInputs[0].S3Input.S3Uri.Get",
    "07-step-name-65.json": "STEP_NAME_INVALID $.Steps[3].Arguments.IfSteps[2].Name",
    "15-fail-referenced.json": "FAIL_STEP_REFERENCED $.Steps[4].DependsOn[0]",
    "17-property-file-missing-output.json": "UNKNOWN_OUTPUT $.Steps[2].PropertyFiles[0].OutputName",
    "21-depends-on-unknown.json": "UNKNOWN_STEP $.Steps[4].DependsOn[2]",
    "23-not-an-object.json": "DEFINITION_INVALID $",
    "25-duplicate-parameter.json": "DUPLICATE_PARAMETER $.Parameters[5].Name",
    "27-enum-default-outside.json": "DEFAULT_NOT_IN_ENUM $.Parameters[1].DefaultValue",
    "31-truncated.json": "DEFINITION_NOT_JSON line 276",
  };

  it.each(corpusFiles("broken"))("%s", (file) => {
    const text = readFileSync(join(corpus, "broken", file), "utf8");
    expect(outcome(text)).toBe(wanted[file] ?? "passes");
  });
});

/** The code and place of the one fault of a text. */
function outcome(text: string): string {
  try {
    checkDefinition(readDefinition(text));
    return "passes";
  } catch (error) {
    const { code, at, problems } = faultOf(() => {
      throw error;
    });
    return problems.length === 1 ? `${code} ${at.path ?? `line ${at.line}`}` : "several faults";
  }
}
