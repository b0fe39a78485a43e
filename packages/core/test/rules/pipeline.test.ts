import {
  Pipeline,
  RawPipeline,
  RawStep,
  stringParameter,
  type Finding,
  type IgnoredRule,
} from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf, wrong } from "../support/errors.ts";
import { failing, processing } from "../support/steps.ts";

const unused = stringParameter("Unused");

function rawLambda(more: object = {}): RawStep {
  return new RawStep({ Name: "Raw", Type: "Lambda", Arguments: {}, ...more });
}

describe("a pipeline", () => {
  it("tells what the rules only warn of", () => {
    const pipeline = new Pipeline("P", { parameters: [unused], steps: [failing("Stop")] });
    expect(pipeline.findings).toMatchObject([
      { rule: "UNUSED_PARAMETER", severity: "warning", path: "$.Parameters[0].Name" },
    ]);
  });

  it("is refused when it does not hold together, for all such faults at once", () => {
    const fault = faultOf(
      () =>
        new Pipeline("P", {
          steps: [
            rawLambda({ FunctionArn: "arn", DependsOn: ["Secnod"] }),
            processing("Second"),
            failing("Second"),
          ],
        }),
    );
    expect(fault.problems.map(({ code, at }) => `${code} ${at.path}`).toSorted()).toEqual([
      "DUPLICATE_STEP_NAME $.Steps[2].Name",
      "UNKNOWN_STEP $.Steps[0].DependsOn[0]",
    ]);
    expect(fault.message).toMatch(/^2 problems:\n- /);
  });

  it("gives no definition when a rule finds an error: all errors come as one", () => {
    const pipeline = new Pipeline("P", {
      steps: [failing("Stop"), rawLambda({ FunctionArn: "arn", Priority: 1 })],
      metadata: { "not a key": "x" },
    });
    expect(pipeline.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      "error METADATA_KEY_INVALID",
      "error UNKNOWN_FIELD",
    ]);
    for (const ask of [() => pipeline.definition(), () => pipeline.definitionText()]) {
      const fault = faultOf(ask);
      expect(fault.message).toMatch(/^2 problems:\n- /);
      expect(fault.problems.map(({ code, at }) => [code, at.path, at.step])).toEqual([
        ["METADATA_KEY_INVALID", "$.Metadata['not a key']", undefined],
        ["UNKNOWN_FIELD", "$.Steps[1].Priority", "Raw"],
      ]);
    }
  });

  it("gives it when these errors are ignored, by the pipeline or by who asks", () => {
    const steps = [rawLambda({ FunctionArn: "arn", Priority: 1 })];
    const ignore = [{ rule: "UNKNOWN_FIELD", step: "Raw", reason: "a field of next year" }];
    const pipeline = new Pipeline("P", { steps, ignore });
    expect(pipeline.findings).toEqual([]);
    expect(pipeline.definition().Steps).toMatchObject([{ Priority: 1 }]);
    const strict = new Pipeline("P", { steps });
    expect(faultOf(() => strict.definition()).code).toBe("UNKNOWN_FIELD");
    expect(strict.definition({ ignore }).Steps).toMatchObject([{ Priority: 1 }]);
    expect(strict.findings).toHaveLength(1);
  });

  it("warns of a name that the service was seen to refuse, and refuses what no name can be", () => {
    expect(named("a".repeat(82)).findings).toEqual([]);
    expect(named("a".repeat(83)).findings).toMatchObject([
      { rule: "PIPELINE_NAME_LONG", severity: "warning", path: "$.PipelineName" },
    ]);
    expect(faultOf(() => named("a".repeat(257))).code).toBe("PIPELINE_NAME_INVALID");
    expect(faultOf(() => named("a b")).code).toBe("PIPELINE_NAME_INVALID");
    expect(faultOf(() => named(wrong(undefined))).code).toBe("PIPELINE_NAME_INVALID");
  });

  it("that is raw stays as it is; what the rules say is in its findings", () => {
    const pipeline = new RawPipeline("P", {
      Version: "2020-12-01",
      Comment: "from elsewhere",
      Steps: [failing("Stop")],
    });
    expect(pipeline.definition()).toMatchObject({ Comment: "from elsewhere" });
    expect(pipeline.findings).toMatchObject([
      { rule: "UNKNOWN_FIELD", severity: "error", path: "$.Comment" },
    ]);
  });

  it("takes a rule that is broken on purpose, in the step that is named or anywhere", () => {
    const reason = "kept for a caller that still sends it";
    expect(findingsWith([{ rule: "UNUSED_PARAMETER", reason }])).toEqual([]);
    expect(findingsWith([{ rule: "UNUSED_PARAMETER", step: "Other", reason }])).toHaveLength(1);
  });

  it("takes a raw step of a shape that Nacre does not know, and says so", () => {
    const pipeline = new Pipeline("P", {
      steps: [rawLambda({ FunctionArn: "arn", Priority: 1 }), rawQuantum()],
    });
    expect(
      pipeline.findings.map(({ rule, severity, step }) => [rule, severity, step]),
    ).toMatchObject([
      ["UNKNOWN_FIELD", "error", "Raw"],
      ["UNKNOWN_STEP_TYPE", "error", "Quantum"],
    ]);
  });
});

function named(name: string): Pipeline {
  return new Pipeline(name, { steps: [failing("Stop")] });
}

/** What is found in a pipeline with a parameter that nothing uses. */
function findingsWith(ignore: readonly IgnoredRule[]): readonly Finding[] {
  return new Pipeline("P", { parameters: [unused], steps: [failing("Stop")], ignore }).findings;
}

function rawQuantum(): RawStep {
  return new RawStep({ Name: "Quantum", Type: "Quantum", Arguments: {} });
}
