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

  it("is refused for an error, all of them at once, with step, path and what to do", () => {
    const second = processing("Second");
    const fault = faultOf(
      () =>
        new Pipeline("P", {
          steps: [failing("a".repeat(3), ""), second, rawLambda({ DependsOn: ["Secnod"] })],
          experimentConfig: null,
          metadata: { "not a key": "x" },
        }),
    );
    expect(fault.problems.map(({ code, at }) => `${code} ${at.path}`)).toContain(
      "UNKNOWN_STEP $.Steps[2].DependsOn[0]",
    );
    expect(fault.problems.length).toBeGreaterThan(1);
    expect(fault.message).toMatch(/^\d problems:\n- /);
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
