import { describe, expect, test } from "vitest";
import { Attempts } from "../../src/state/attempts.ts";
import { Callbacks } from "../../src/state/callbacks.ts";
import { Database } from "../../src/state/database.ts";
import { Executions, type NewExecution } from "../../src/state/executions.ts";
import { Steps } from "../../src/state/steps.ts";
import { temporaryFolder } from "../pipelines.ts";

interface State {
  readonly database: Database;
  readonly executions: Executions;
  readonly steps: Steps;
}

function stateWithPipeline(...names: readonly string[]): State {
  const database = new Database(temporaryFolder());
  for (const name of names) {
    database.run(
      `INSERT INTO pipelines (name, arn, display_name, role_arn, created_time, last_modified_time, version)
       VALUES (?, ?, ?, '', 0, 0, 1)`,
      name,
      name,
      name,
    );
  }
  return { database, executions: new Executions(database), steps: new Steps(database) };
}

function newExecution(id: string, more: Partial<NewExecution> = {}): NewExecution {
  return {
    id,
    arn: `arn:${id}`,
    pipeline: "P",
    version: 1,
    definition: "{}",
    parameters: {},
    options: { region: "us-east-1" },
    startTime: new Date(1000),
    steps: [
      { name: "A", type: "Processing" },
      { name: "B", type: "Fail" },
    ],
    ...more,
  };
}

describe("executions", () => {
  test("are kept with their steps, and read as they were given", () => {
    const { executions, steps, database } = stateWithPipeline("P");
    executions.create(
      newExecution("one", {
        parameters: { Count: "3" },
        selective: { SelectedSteps: [{ StepName: "A" }] },
        maxParallel: 7,
        description: "why",
        options: { region: "eu-west-1", libsvmIndexBase: 1 },
      }),
    );
    expect(executions.get("one")).toMatchObject({
      status: "Executing",
      parameters: { Count: "3" },
      selective: { SelectedSteps: [{ StepName: "A" }] },
      maxParallel: 7,
      description: "why",
      displayName: undefined,
      options: { region: "eu-west-1", libsvmIndexBase: 1 },
      startTime: new Date(1000),
      endTime: undefined,
      stopRequested: false,
    });
    expect(executions.definition("one")).toBe("{}");
    expect(steps.ofExecution("one").map(({ name, status }) => [name, status])).toEqual([
      ["A", "NotRun"],
      ["B", "NotRun"],
    ]);
    expect(database.get("SELECT last_run_time FROM pipelines")).toEqual({ last_run_time: 1000 });
  });

  test("all or nothing is kept when two steps share a name", () => {
    const { executions } = stateWithPipeline("P");
    const twice = { name: "A", type: "Fail" };
    expect(() => executions.create(newExecution("one", { steps: [twice, twice] }))).toThrow(
      "UNIQUE",
    );
    expect(executions.get("one")).toBeUndefined();
  });

  test("a step that takes a result over has it from the start", () => {
    const { executions, steps } = stateWithPipeline("P");
    const reused = { source: "arn:before", properties: { x: 1 }, outputs: [] };
    executions.create(newExecution("one", { steps: [{ name: "A", type: "Fail", reused }] }));
    expect(steps.get("one", "A")).toMatchObject({
      status: "Succeeded",
      selectiveSource: "arn:before",
      properties: { x: 1 },
    });
  });

  const three = [
    newExecution("a", { startTime: new Date(2000) }),
    newExecution("b", { startTime: new Date(1000) }),
    newExecution("c", { startTime: new Date(2000) }),
    newExecution("d", { startTime: new Date(3000), pipeline: "Q" }),
  ];
  test.each([
    [{}, "d c a b"],
    [{ pipeline: "P" }, "c a b"],
    [{ order: "Ascending" }, "b a c d"],
    [{ sortBy: "PipelineExecutionArn" }, "d c b a"],
    [{ sortBy: "PipelineExecutionArn", order: "Ascending" }, "a b c d"],
    [{ limit: 2 }, "d c"],
    [{ after: { startTime: new Date(2000), id: "c" } }, "a b"],
    [{ order: "Ascending", after: { startTime: new Date(2000), id: "a" } }, "c d"],
    [{ sortBy: "PipelineExecutionArn", after: { startTime: new Date(0), id: "c" } }, "b a"],
    [{ createdAfter: new Date(1000), createdBefore: new Date(3000) }, "c a"],
  ] as const)("listed by %j are %s", (listing, wanted) => {
    const { executions } = stateWithPipeline("P", "Q");
    for (const execution of three) executions.create(execution);
    expect(
      executions
        .list(listing)
        .map(({ id }) => id)
        .join(" "),
    ).toBe(wanted);
  });

  test("one is asked to stop once, and not after its end", () => {
    const { executions } = stateWithPipeline("P");
    executions.create(newExecution("one"));
    expect(executions.requestStop("none")).toBe("unknown");
    expect(executions.requestStop("one")).toBe("accepted");
    expect(executions.get("one")).toMatchObject({ status: "Stopping", stopRequested: true });
    const { sequence } = executions.get("one") ?? {};
    expect(executions.requestStop("one")).toBe("accepted");
    expect(executions.get("one")?.sequence).toBe(sequence);
    executions.end("one", "Stopped", undefined, new Date());
    expect(executions.requestStop("one")).toBe("ended");
  });

  test.each([
    ["Failed", "Processing", "accepted"],
    ["Stopped", "Processing", "accepted"],
    ["Failed", "Fail", "fail-step"],
    ["Succeeded", "Processing", "succeeded"],
  ] as const)("a retry of one that %s by a %s step is %s", (status, type, wanted) => {
    const { executions, steps } = stateWithPipeline("P");
    const done = { name: "Done", type: "Processing" };
    executions.create(newExecution("one", { steps: [done, { name: "Last", type }] }));
    expect(executions.requestRetry("one")).toBe("running");
    const times = { startTime: new Date(1), endTime: new Date(2) };
    steps.update("one", 0, { status: "Succeeded", properties: { x: 1 }, ...times });
    steps.update("one", 1, { status, failureReason: "why", attempts: 2, ...times });
    executions.end("one", status, "why", new Date());
    expect(executions.requestRetry("one", { maxParallel: 3 })).toBe(wanted);
    if (wanted !== "accepted") return;
    expect(executions.get("one")).toMatchObject({
      status: "Executing",
      failureReason: undefined,
      endTime: undefined,
      maxParallel: 3,
    });
    expect(steps.get("one", "Done")).toMatchObject({ status: "Succeeded", properties: { x: 1 } });
    expect(steps.get("one", "Last")).toMatchObject({
      status: "NotRun",
      failureReason: undefined,
      startTime: undefined,
      attempts: 2,
    });
  });

  test("one goes to the first engine that claims it", () => {
    const { executions } = stateWithPipeline("P");
    executions.create(newExecution("one"));
    expect(executions.claim("one", "e1", undefined)).toBe(true);
    expect(executions.claim("one", "e2", undefined)).toBe(false);
    expect(executions.claim("one", "e2", "e1")).toBe(true);
    expect(executions.notEnded("e2").map(({ id }) => id)).toEqual(["one"]);
    executions.release("one", "e1");
    expect(executions.get("one")?.engine).toBe("e2");
    executions.end("one", "Succeeded", undefined, new Date());
    expect(executions.claim("one", "e1", undefined)).toBe(false);
    expect(executions.notEnded()).toEqual([]);
  });
});

describe("steps", () => {
  test("that have started are listed by their start, in pages; those that changed by their change", () => {
    const { executions, steps } = stateWithPipeline("P");
    const names = ["A", "B", "C", "D"];
    executions.create(
      newExecution("one", { steps: names.map((name) => ({ name, type: "Fail" })) }),
    );
    const begin = executions.get("one")?.sequence ?? 0;
    steps.update("one", 2, { startTime: new Date(10), status: "Executing" });
    steps.update("one", 0, { startTime: new Date(20), status: "Executing" });
    steps.update("one", 1, { startTime: new Date(20), status: "Executing" });
    const started = (listing: Parameters<Steps["started"]>[1]): string =>
      steps
        .started("one", listing)
        .map(({ name }) => name)
        .join("");
    expect(started({})).toBe("CAB");
    expect(started({ order: "Descending" })).toBe("BAC");
    expect(started({ limit: 2 })).toBe("CA");
    expect(started({ after: { startTime: new Date(20), position: 0 } })).toBe("B");
    expect(started({ order: "Descending", after: { startTime: new Date(20), position: 1 } })).toBe(
      "AC",
    );
    const changed = steps.changedSince("one", begin);
    expect(changed.map(({ name }) => name).join("")).toBe("CAB");
    expect(steps.changedSince("one", changed.at(-1)?.sequence ?? 0)).toEqual([]);
  });
});

test("attempts are kept phase by phase", () => {
  const { executions, database } = stateWithPipeline("P");
  executions.create(newExecution("one"));
  const attempts = new Attempts(database);
  const first = { execution: "one", step: "A", attempt: 1, startTime: new Date(5) };
  attempts.begin({ ...first, jobName: "j", jobArn: "arn:j", logFile: "l" });
  attempts.update("one", "A", 1, { phase: "running", pid: 12, pidStart: "99" });
  expect(attempts.notEnded("one")).toMatchObject([{ phase: "running", pid: 12, pidStart: "99" }]);
  attempts.update("one", "A", 1, { phase: "ended", exitCode: 137, stopped: "lost" });
  expect(attempts.notEnded("one")).toEqual([]);
  expect(attempts.ofStep("one", "A")).toMatchObject([{ exitCode: 137, stopped: "lost" }]);
});

test.each([
  [{ outputs: { a: "1" } }, { outputs: { a: "1" } }],
  [{ failureReason: "no" }, { failureReason: "no" }],
])("a callback is answered once, by %j", (answer, wanted) => {
  const { executions, steps, database } = stateWithPipeline("P");
  executions.create(newExecution("one"));
  const callbacks = new Callbacks(database);
  expect(callbacks.answer("abcdefghij", answer)).toBe("unknown");
  steps.update("one", 0, { status: "Executing", callbackToken: "abcdefghij" });
  expect(callbacks.get("abcdefghij")).toBeUndefined();
  expect(callbacks.answer("abcdefghij", answer)).toBe("accepted");
  expect(callbacks.get("abcdefghij")).toEqual(wanted);
  expect(callbacks.answer("abcdefghij", { outputs: {} })).toBe("late");
});
