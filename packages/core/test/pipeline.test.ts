import {
  condition,
  equals,
  expr,
  isPipeline,
  jsonGet,
  lessThan,
  NacreError,
  Pipeline,
  ProcessingStep,
  stringParameter,
} from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf, wrong } from "./support/errors.ts";
import { failing, processing } from "./support/steps.ts";

const stage = stringParameter("Stage", { defaultValue: "dev" });

const smallText = (): string =>
  new Pipeline("P", { parameters: [stage], steps: [processing("A", stage)] }).definitionText();

describe("a pipeline", () => {
  it("gives the same bytes every time", () => {
    expect(smallText()).toBe(smallText());
  });

  it("has an envelope with the members of AWS's SDK, in its order", () => {
    const definition = new Pipeline("P", { steps: [] }).definition();
    expect(JSON.stringify(definition)).toBe(
      '{"Version":"2020-12-01","Metadata":{},"Parameters":[],"PipelineExperimentConfig":' +
        '{"ExperimentName":{"Get":"Execution.PipelineName"},' +
        '"TrialName":{"Get":"Execution.PipelineExecutionId"}},"Steps":[]}',
    );
  });

  it("belongs to the experiment it is told, or to none", () => {
    const experimentConfig = { ExperimentName: expr`exp-${stage}`, TrialName: "trial" };
    const told = new Pipeline("P", { parameters: [stage], steps: [], experimentConfig });
    expect(told.definition().PipelineExperimentConfig).toEqual({
      ExperimentName: { "Std:Join": { On: "", Values: ["exp-", { Get: "Parameters.Stage" }] } },
      TrialName: "trial",
    });
    const none = new Pipeline("P", { steps: [], experimentConfig: null });
    expect(none.definition().PipelineExperimentConfig).toBeNull();
  });

  it("has metadata and an MLflow config where it is told to, in the order of AWS's SDK", () => {
    const mlflowConfig = { MlflowResourceArn: stage, MlflowExperimentName: "trial" };
    const told = new Pipeline("P", {
      parameters: [stage],
      steps: [],
      experimentConfig: null,
      metadata: { team: "a" },
      mlflowConfig,
    });
    expect(JSON.stringify(told.definition())).toBe(
      '{"Version":"2020-12-01","Metadata":{"team":"a"},"Parameters":[{"Name":"Stage","Type":"String","DefaultValue":"dev"}],' +
        '"PipelineExperimentConfig":null,"MlflowConfig":{"MlflowResourceArn":{"Get":"Parameters.Stage"},' +
        '"MlflowExperimentName":"trial"},"Steps":[]}',
    );
    const none = new Pipeline("P", { steps: [], mlflowConfig: null });
    expect(none.definition().MlflowConfig).toBeNull();
    expect(
      faultOf(() => new Pipeline("P", { steps: [], mlflowConfig: { MlflowResourceArn: stage } })),
    ).toMatchObject({
      code: "UNKNOWN_PARAMETER",
      message: expect.stringMatching(/^The MLflow config /),
    });
  });

  it("writes the members of a step in the order of AWS's SDK, whatever order they were given in", () => {
    const first = processing("First");
    const step = new ProcessingStep("Step", {
      propertyFiles: [{ PropertyFileName: "R", OutputName: "out", FilePath: "r.json" }],
      cacheConfig: { Enabled: true, ExpireAfter: "P30D" },
      retryPolicies: [{ ExceptionType: ["Step.THROTTLING"], MaxAttempts: 3 }],
      description: "what it is for",
      displayName: "A step",
      dependsOn: [first, "Second"],
      arguments: first.arguments,
    });
    const definition = new Pipeline("P", {
      steps: [step, first, processing("Second")],
    }).definition();
    const written = definition.Steps[0] ?? {};
    expect(Object.keys(written)).toEqual([
      "Name",
      "Type",
      "Arguments",
      "DependsOn",
      "DisplayName",
      "Description",
      "RetryPolicies",
      "CacheConfig",
      "PropertyFiles",
    ]);
    expect(written).toMatchObject({
      DependsOn: ["First", "Second"],
      CacheConfig: { Enabled: true, ExpireAfter: "P30D" },
      RetryPolicies: [{ ExceptionType: ["Step.THROTTLING"], MaxAttempts: 3 }],
    });
  });

  it("leaves out empty lists of dependencies, retry policies and property files", () => {
    const { arguments: given } = processing("A");
    const step = new ProcessingStep("A", {
      arguments: given,
      dependsOn: [],
      retryPolicies: [],
      propertyFiles: [],
    });
    const written = new Pipeline("P", { steps: [step] }).definition().Steps[0] ?? {};
    expect(Object.keys(written)).toEqual(["Name", "Type", "Arguments"]);
  });

  it("is recognised by another copy of the library", () => {
    expect(isPipeline({ [Symbol.for("nacre.pipeline")]: true })).toBe(true);
    expect(isPipeline({ name: "P" })).toBe(false);
  });
});

describe("a pipeline is refused", () => {
  const a = processing("A");
  const output = a.properties.ProcessingOutputConfig.Outputs.out.S3Output.S3Uri;
  const branches = (ifSteps: (typeof a)[], elseSteps: (typeof a)[] = []) =>
    condition("C", { conditions: [equals(stage, "dev")], ifSteps, elseSteps });

  it.each<[string, string, () => Pipeline, RegExp]>([
    [
      "a bad name",
      "PIPELINE_NAME_INVALID",
      () => new Pipeline("my pipeline", { steps: [] }),
      /"my pipeline"/,
    ],
    [
      "what is no step",
      "STEP_INVALID",
      () => new Pipeline("P", { steps: [a, wrong(undefined)] }),
      /Item 1 of the top level is undefined/,
    ],
    [
      "what is no step, in a branch",
      "STEP_INVALID",
      () => new Pipeline("P", { parameters: [stage], steps: [branches([wrong("A")])] }),
      /Item 0 of the if branch of "C" is a value of type string/,
    ],
    [
      "what is no parameter",
      "PARAMETER_INVALID",
      () => new Pipeline("P", { parameters: [wrong("Stage")], steps: [a] }),
      /Item 0 of the parameters/,
    ],
    [
      "two steps of one name",
      "DUPLICATE_STEP_NAME",
      () => new Pipeline("P", { steps: [a, processing("A")] }),
      /"A".*Steps\[0\].*Steps\[1\]/,
    ],
    [
      "a step at the top level and in a branch",
      "STEP_PLACED_TWICE",
      () => new Pipeline("P", { parameters: [stage], steps: [a, branches([a])] }),
      /"A".*the top level, and the if branch of "C"/,
    ],
    [
      "a step in both branches",
      "STEP_PLACED_TWICE",
      () => new Pipeline("P", { parameters: [stage], steps: [branches([a], [a])] }),
      /if branch of "C", and the else branch of "C"/,
    ],
    [
      "a step listed twice",
      "STEP_PLACED_TWICE",
      () => new Pipeline("P", { steps: [a, a] }),
      /"A" stands in 2 places/,
    ],
    [
      "a property of a step that is not in the pipeline",
      "UNKNOWN_STEP",
      () => new Pipeline("P", { steps: [processing("B", output)] }),
      /Step "B" refers to the step "A"/,
    ],
    [
      "a dependency on a step that is not in the pipeline",
      "UNKNOWN_STEP",
      () => {
        const b = new ProcessingStep("B", { arguments: a.arguments, dependsOn: ["Nowhere"] });
        return new Pipeline("P", { steps: [b] });
      },
      /"B" depends on the step "Nowhere"/,
    ],
    [
      "a parameter that is not declared",
      "UNKNOWN_PARAMETER",
      () => new Pipeline("P", { parameters: [], steps: [processing("B", stage)] }),
      /the parameter "Stage"/,
    ],
    [
      "a property file that its step does not declare",
      "UNKNOWN_PROPERTY_FILE",
      () => {
        const withoutFile = new ProcessingStep("A", { arguments: a.arguments });
        const value = jsonGet<string>(a.propertyFiles.Report, "x");
        return new Pipeline("P", { steps: [withoutFile, processing("B", value)] });
      },
      /the property file "Report", which step "A" does not declare/,
    ],
    [
      "steps that wait for each other",
      "CYCLE",
      () => {
        const c = new ProcessingStep("C", { arguments: a.arguments, dependsOn: ["B"] });
        const first = new ProcessingStep("A", { arguments: a.arguments, dependsOn: [c] });
        return new Pipeline("P", { steps: [processing("B", output), c, first] });
      },
      /B → C → A → B/,
    ],
    [
      "a condition that waits for a step in its own branch",
      "CYCLE",
      () => {
        const value = jsonGet<number>(a.propertyFiles.Report, "x");
        const c = condition("C", { conditions: [lessThan(value, 1)], ifSteps: [a] });
        return new Pipeline("P", { steps: [c] });
      },
      /C → A → C/,
    ],
    [
      "a value that JSON cannot hold",
      "VALUE_NOT_JSON",
      () => new Pipeline("P", { steps: [failing("F", wrong(new Date(0)))] }),
      /Arguments\.ErrorMessage of step "F" holds an object of class Date/,
    ],
  ])("%s: %s", (_, code, make, message) => {
    const fault = faultOf(make);
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
    expect(fault.problems).toHaveLength(1);
  });

  it("with every fault named at once, and what was probably meant", () => {
    const near = stringParameter("Stgae");
    const fault = faultOf(
      () =>
        new Pipeline("P", {
          parameters: [stage],
          steps: [
            a,
            processing("A"),
            processing("B", near),
            failing("F", a.properties.ProcessingJobArn),
          ],
        }),
    );
    expect(fault.problems.map((problem) => problem.code)).toEqual([
      "DUPLICATE_STEP_NAME",
      "UNKNOWN_PARAMETER",
    ]);
    expect(fault.message).toContain("2 problems");
    expect(fault.problems[1]?.help).toContain('Did you mean "Stage"?');
    expect(fault.problems[1]?.at).toMatchObject({ step: "B" });
  });

  it("with an error that is a NacreError, whichever copy of the library made it", () => {
    expect(faultOf(() => new Pipeline("-", { steps: [] }))).toBeInstanceOf(NacreError);
    expect(new Error("x")).not.toBeInstanceOf(NacreError);
  });
});

describe("the name of a step", () => {
  it.each(["", "a b", "a.b", "a".repeat(65)])("cannot be %j", (name) => {
    expect(faultOf(() => failing(name)).code).toBe("STEP_NAME_INVALID");
  });

  it("may have 64 letters, digits, hyphens and underscores", () => {
    expect(failing("a-B_9".padEnd(64, "x")).name).toHaveLength(64);
  });
});
