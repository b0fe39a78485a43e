import {
  checkDefinition,
  condition,
  equals,
  fail,
  isPipeline,
  NumberText,
  Pipeline,
  RawPipeline,
  RawStep,
  readDefinition,
  stringParameter,
  writeDefinition,
} from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf } from "./support/errors.ts";

const stage = stringParameter("Stage");
const stop = fail("Stop", { message: "no" });

const ignore = [{ rule: "UNKNOWN_STEP_TYPE", reason: "newer than the rules" }];

/** The step as a pipeline of it alone writes it. */
function written(step: RawStep, ...others: RawStep[]): string {
  const pipeline = new Pipeline("P", { parameters: [stage], steps: [step, ...others], ignore });
  return JSON.stringify(pipeline.definition().Steps[0]);
}

describe("a raw step", () => {
  it("has the members that are given, in their order", () => {
    const step = new RawStep({
      Type: "New",
      Name: "A",
      Extra: [1, { of: stage }],
      Arguments: { Stage: stage, none: undefined },
      DependsOn: [],
    });
    expect(written(step)).toBe(
      '{"Type":"New","Name":"A","Extra":[1,{"of":{"Get":"Parameters.Stage"}}],' +
        '"Arguments":{"Stage":{"Get":"Parameters.Stage"}},"DependsOn":[]}',
    );
  });

  it("depends on steps and on names of steps", () => {
    const b = new RawStep({ Name: "B", Type: "New", Arguments: {} });
    const c = new RawStep({ Name: "C", Type: "New", Arguments: {} });
    const a = new RawStep({ Name: "A", Type: "New", Arguments: {}, DependsOn: [b, "C"] });
    expect(written(a, b, c)).toBe('{"Name":"A","Type":"New","Arguments":{},"DependsOn":["B","C"]}');
  });

  it("holds steps in its branches, which are in one place only", () => {
    const branching = {
      Type: "Condition",
      Arguments: { Conditions: [equals(stage, "a")], IfSteps: [stop] },
    };
    const step = new RawStep({ Name: "A", ...branching });
    expect(JSON.parse(written(step)).Arguments.IfSteps[0].Name).toBe("Stop");
    const fault = faultOf(() => written(step, new RawStep({ Name: "B", ...branching })));
    expect(fault.code).toBe("STEP_PLACED_TWICE");
  });

  it("is named like any step", () => {
    const fault = faultOf(() => new RawStep({ Name: "a b", Type: "New", Arguments: {} }));
    expect(fault.code).toBe("STEP_NAME_INVALID");
  });

  it("keeps the order of keys that look like numbers, and the text of numbers", () => {
    const step = new RawStep({
      Name: "A",
      Type: "New",
      Arguments: new Map<string, unknown>([
        ["10", new NumberText("1E5")],
        ["2", 2],
        ["x", undefined],
      ]),
    });
    const text = new Pipeline("P", { steps: [step], ignore }).definitionText();
    expect(text.replaceAll(/\s/g, "")).toContain('"Arguments":{"10":1E5,"2":2}');
  });
});

describe("a raw pipeline", () => {
  it("has the members that are given, in their order", () => {
    const text = `{
  "Steps": [
    {
      "Name": "Stop",
      "Type": "Fail",
      "Arguments": {
        "ErrorMessage": "no"
      }
    }
  ],
  "Unknown": {
    "of": {
      "Get": "Parameters.Stage"
    }
  },
  "Parameters": [
    {
      "Name": "Stage",
      "Type": "String"
    },
    {
      "Type": "Integer",
      "Name": "Count",
      "Owner": "me"
    }
  ],
  "Version": "2020-12-01"
}`;
    const pipeline = new RawPipeline("P", {
      Steps: [stop],
      Unknown: { of: stage },
      Parameters: [stage, { Type: "Integer", Name: "Count", Owner: "me" }],
      Version: "2020-12-01",
    });
    expect(isPipeline(pipeline)).toBe(true);
    expect(pipeline.definitionText()).toBe(text);
    expect(writeDefinition(pipeline.definition())).toBe(text);
    expect(() => checkDefinition(readDefinition(text))).not.toThrow();
  });

  it.each([
    {
      what: "a reference to nothing",
      code: "UNKNOWN_PARAMETER",
      members: { Steps: [condition("C", { conditions: [equals(stage, "a")] })] },
    },
    { what: "two steps of one name", code: "STEP_PLACED_TWICE", members: { Steps: [stop, stop] } },
    {
      what: "a parameter that is none",
      code: "DEFAULT_WRONG_TYPE",
      members: { Steps: [], Parameters: [{ Name: "A", Type: "String", DefaultValue: 1 } as const] },
    },
  ])("refuses $what: $code", ({ code, members }) => {
    const fault = faultOf(() => new RawPipeline("P", { Version: "2020-12-01", ...members }));
    expect(fault.code).toBe(code);
  });
});
