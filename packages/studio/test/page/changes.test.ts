import { describe, expect, test } from "vitest";
import type {
  ChangeEvent,
  ExecutionSummaryView,
  ExecutionView,
  PipelinesView,
  StepView,
} from "../../src/api.ts";
import {
  changeExecution,
  changePipelines,
  changeStep,
  putExecution,
} from "../../src/page/data/changes.ts";

function summary(id: string, startTime: number, status = "Executing"): ExecutionSummaryView {
  return { id, arn: `arn:${id}`, pipeline: "P", status, startTime, parameters: {}, metrics: {} };
}

function step(name: string, status: string): StepView {
  return { name, type: "Training", status, attempts: 1 };
}

const execution: ExecutionView = {
  ...summary("b", 2),
  failureReason: "of the try before",
  definition: {},
  steps: [step("one", "Succeeded"), step("two", "Executing")],
  criticalPath: ["one"],
};

describe("an execution is put in its place", () => {
  const known = [summary("c", 3), summary("a", 1)];
  test.each([
    ["a new one by its start", summary("b", 2), "cba"],
    ["the newest first", summary("d", 4), "dca"],
    ["the oldest last", summary("0", 0), "ca0"],
    ["a known one where it is", summary("a", 1, "Failed"), "ca"],
  ])("%s", (_, changed, wanted) => {
    const after = putExecution(known, changed);
    expect(after.map(({ id }) => id).join("")).toBe(wanted);
    expect(after).toContain(changed);
  });
});

describe("an execution that is shown", () => {
  test("takes the new status of a step by its name", () => {
    const event: ChangeEvent = {
      type: "step",
      pipeline: "P",
      id: "b",
      step: step("two", "Succeeded"),
    };
    const after = changeExecution(execution, event);
    expect(after).toMatchObject({ steps: [{ status: "Succeeded" }, { status: "Succeeded" }] });
  });

  test("loses what the change no longer has, such as the failure after a retry", () => {
    const event: ChangeEvent = { type: "execution", pipeline: "P", execution: summary("b", 2) };
    expect(changeExecution(execution, event)).not.toHaveProperty("failureReason");
    expect(changeExecution(execution, event)).toHaveProperty("steps", execution.steps);
  });

  test.each<[string, ChangeEvent]>([
    [
      "it ends",
      { type: "execution", pipeline: "P", execution: { ...summary("b", 2), endTime: 9 } },
    ],
    ["a step is new", { type: "step", pipeline: "P", id: "b", step: step("three", "Executing") }],
  ])("is read again when %s", (_, event) => {
    expect(changeExecution(execution, event)).toBe("reload");
  });

  test.each<[string, ChangeEvent]>([
    ["another execution", { type: "execution", pipeline: "P", execution: summary("a", 1) }],
    ["another pipeline", { type: "step", pipeline: "Q", id: "b", step: step("two", "Failed") }],
    ["the registry", { type: "registry" }],
  ])("stays as it is when %s changes", (_, event) => {
    expect(changeExecution(execution, event)).toBe(execution);
  });
});

describe("the list of pipelines", () => {
  const pipelines: PipelinesView = {
    items: [
      { name: "P", arn: "arn", createdTime: 0, lastModifiedTime: 0, recent: [summary("a", 1)] },
    ],
  };

  test("shows an execution that starts", () => {
    const event: ChangeEvent = { type: "execution", pipeline: "P", execution: summary("b", 2) };
    expect(changePipelines(pipelines, event)).toMatchObject({
      items: [{ lastExecutionTime: 2, recent: [{ id: "b" }, { id: "a" }] }],
    });
  });

  test.each<[string, ChangeEvent]>([
    ["pipelines change", { type: "pipelines" }],
    [
      "one is not known",
      { type: "execution", pipeline: "Q", execution: { ...summary("b", 2), pipeline: "Q" } },
    ],
  ])("is read again when %s", (_, event) => {
    expect(changePipelines(pipelines, event)).toBe("reload");
  });
});

test("a step's panel is read again when its step changes, and only then", () => {
  const detail = {
    ...step("two", "Executing"),
    declared: {},
    inputs: [],
    outputs: [],
    attemptList: [],
    warnings: [],
  };
  const change = changeStep({ pipeline: "P", id: "b" });
  const event = (name: string): ChangeEvent => ({
    type: "step",
    pipeline: "P",
    id: "b",
    step: step(name, "Failed"),
  });
  expect(change(detail, event("two"))).toBe("reload");
  expect(change(detail, event("one"))).toBe(detail);
});
