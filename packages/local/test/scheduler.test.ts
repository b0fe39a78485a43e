import { describe, expect, test } from "vitest";
import type { StepExecution } from "../src/execution.ts";
import { bucket, definition, runHere, script } from "./pipelines.ts";

function stepOf(steps: readonly StepExecution[], name: string): StepExecution {
  const found = steps.find((step) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

const sleepScript = (seconds: number): string => `import time; time.sleep(${seconds})`;

const condition = (Name: string, left: unknown, inner: object[]): object => ({
  Name,
  Type: "Condition",
  Arguments: {
    Conditions: [{ Type: "Equals", LeftValue: left, RightValue: true }],
    IfSteps: inner,
    ElseSteps: [],
  },
});
const branching = (limit: number): object[] => [
  script({
    Name: "Measure",
    outputs: { report: `${bucket}/report` },
    script: `open("/opt/ml/processing/out/report/r.json", "w").write('{"mse": {"value": 4.5}}')`,
    more: {
      PropertyFiles: [{ PropertyFileName: "Report", OutputName: "report", FilePath: "r.json" }],
    },
  }),
  {
    Name: "Good",
    Type: "Condition",
    Arguments: {
      Conditions: [
        {
          Type: "LessThanOrEqualTo",
          LeftValue: {
            "Std:JsonGet": {
              PropertyFile: { Get: "Steps.Measure.PropertyFiles.Report" },
              Path: "mse.value",
            },
          },
          RightValue: limit,
        },
      ],
      IfSteps: [script({ Name: "Yes", script: "" })],
      ElseSteps: [{ Name: "No", Type: "Fail", Arguments: { ErrorMessage: "too bad" } }],
    },
  },
  script({ Name: "AfterYes", script: "", more: { DependsOn: ["Yes"] } }),
  script({ Name: "AfterAfterYes", script: "", more: { DependsOn: ["AfterYes"] } }),
];

describe("the order of steps", () => {
  test("steps that do not wait for each other run at once, others after what they read", async () => {
    const write = `open("/opt/ml/processing/out/o/x", "w").write("x")`;
    const { execution, statuses } = await runHere(
      definition([
        script({
          Name: "Last",
          script: "",
          inputs: { a: { Get: "Steps.A.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri" } },
        }),
        script({
          Name: "A",
          script: `${sleepScript(0.8)}\n${write}`,
          outputs: { o: `${bucket}/a` },
        }),
        script({ Name: "B", script: sleepScript(0.8) }),
      ]),
    );
    expect(statuses).toEqual({ Last: "Succeeded", A: "Succeeded", B: "Succeeded" });
    const [last, a, b] = ["Last", "A", "B"].map((name) => stepOf(execution.steps, name));
    expect(b?.startTime?.getTime()).toBeLessThan(a?.endTime?.getTime() ?? 0);
    expect(a?.startTime?.getTime()).toBeLessThan(b?.endTime?.getTime() ?? 0);
    expect(last?.startTime?.getTime()).toBeGreaterThanOrEqual(a?.endTime?.getTime() ?? Infinity);
  });

  test("no more steps run at once than allowed", async () => {
    const names = ["A", "B", "C"];
    const { execution } = await runHere(
      definition(names.map((Name) => script({ Name, script: sleepScript(0.2) }))),
      { maxParallelSteps: 1 },
    );
    const times = execution.steps.map(({ startTime, endTime }) => [startTime, endTime]);
    expect(times.flat().map(Number)).toEqual(
      times
        .flat()
        .map(Number)
        .toSorted((a, b) => a - b),
    );
  });

  test("a condition that holds runs its if branch", async () => {
    const { execution, statuses } = await runHere(definition(branching(6)));
    expect(statuses).toEqual({
      Measure: "Succeeded",
      Good: "Succeeded",
      Yes: "Succeeded",
      No: "NotRun",
      AfterYes: "Succeeded",
      AfterAfterYes: "Succeeded",
    });
    expect(execution.status).toBe("Succeeded");
    expect(stepOf(execution.steps, "Good").outcome?.result).toBe(true);
  });

  test("a condition that does not hold runs its else branch; what waits for the other is not run; Fail ends the run", async () => {
    const { execution, statuses } = await runHere(definition(branching(1.5)));
    expect(statuses).toEqual({
      Measure: "Succeeded",
      Good: "Succeeded",
      Yes: "NotRun",
      No: "Failed",
      AfterYes: "NotRun",
      AfterAfterYes: "NotRun",
    });
    expect(execution).toMatchObject({ status: "Failed", failureReason: "too bad" });
  });

  test("conditions inside conditions, each deciding about the next", async () => {
    const { statuses } = await runHere(
      definition([
        condition("Outer", true, [
          condition("Middle", { Get: "Steps.Outer.Outcome" }, [
            condition("Inner", false, [condition("Never", true, [])]),
          ]),
        ]),
      ]),
    );
    expect(statuses).toEqual({
      Outer: "Succeeded",
      Middle: "Succeeded",
      Inner: "Succeeded",
      Never: "NotRun",
    });
  });
});
