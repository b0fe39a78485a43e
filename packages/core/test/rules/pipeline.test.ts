import { Pipeline, RawStep, stringParameter, type Finding, type IgnoredRule } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf } from "../support/errors.ts";
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

  it("tells what else SageMaker would refuse as errors among its findings", () => {
    const pipeline = new Pipeline("P", {
      steps: [failing("Stop", "")],
      metadata: { "not a key": "x" },
    });
    expect(pipeline.findings.map(({ rule, severity }) => [rule, severity])).toContainEqual([
      "METADATA_KEY_INVALID",
      "error",
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

/** What is found in a pipeline with a parameter that nothing uses. */
function findingsWith(ignore: readonly IgnoredRule[]): readonly Finding[] {
  return new Pipeline("P", { parameters: [unused], steps: [failing("Stop")], ignore }).findings;
}

function rawQuantum(): RawStep {
  return new RawStep({ Name: "Quantum", Type: "Quantum", Arguments: {} });
}
