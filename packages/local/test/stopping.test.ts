import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Database } from "../src/state/database.ts";
import { Executions } from "../src/state/executions.ts";
import { Steps } from "../src/state/steps.ts";
import { canLimitMemory } from "../src/jobs/memory-limit.ts";
import {
  definition,
  logLines,
  processesNaming,
  runHere,
  script,
  temporaryFolder,
} from "./pipelines.ts";

describe("a run", () => {
  test("keeps its state in the database of its home, and tells each status of each step", async () => {
    const { execution, events } = await runHere(definition([script({ Name: "A", script: "" })]));
    const database = new Database(join(execution.directory, "../.."));
    expect(new Executions(database).get(execution.id)).toMatchObject({
      pipeline: "Test",
      version: 1,
      status: "Succeeded",
      engine: undefined,
    });
    expect(new Steps(database).ofExecution(execution.id)).toMatchObject([
      { name: "A", status: "Succeeded", attempts: 1, jobName: execution.steps[0]?.jobName },
    ]);
    database.close();
    const told = events.flatMap((event) => {
      if (event.type === "step") return [event.step.status];
      return event.type === "execution" ? [`run ${event.status}`] : [];
    });
    expect(told).toEqual(["run Executing", "Starting", "Executing", "Succeeded", "run Succeeded"]);
    expect(execution.id).toMatch(/^[a-z0-9]{12}$/);
  });

  test("is stopped at once also while a job is being started", async () => {
    const controller = new AbortController();
    const started = Date.now();
    const { execution } = await runHere(
      definition([script({ Name: "Long", script: "import time; time.sleep(60)" })]),
      {
        signal: controller.signal,
        // Told just before the sandbox is started: there is no job yet that could take a signal.
        onEvent: (event) => {
          if (event.type === "step" && event.step.status === "Executing") controller.abort();
        },
        stopGraceSeconds: 30,
      },
    );
    expect(execution.status).toBe("Stopped");
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  test("is stopped by its signal: the jobs end, their children too, and nothing more starts", async () => {
    const controller = new AbortController();
    const folder = temporaryFolder();
    const started = Date.now();
    let running = 0;
    const { execution, statuses, events } = await runHere(
      definition([
        script({
          Name: "Long",
          args: [folder],
          script: `
import os, subprocess, sys, time
subprocess.Popen(["sh", "-c", "sleep 60; true", sys.argv[1]], start_new_session=True)
print("ready"); time.sleep(60)
`,
        }),
        script({ Name: "Next", script: "", more: { DependsOn: ["Long"] } }),
      ]),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type !== "log" || event.line !== "ready") return;
          running = processesNaming(folder);
          controller.abort();
        },
      },
    );
    expect(running).toBeGreaterThan(process.platform === "linux" ? 1 : -1);
    expect(processesNaming(folder)).toBe(0);
    expect(statuses).toEqual({ Long: "Stopped", Next: "NotRun" });
    expect(execution.status).toBe("Stopped");
    expect(events).toContainEqual(
      expect.objectContaining({ type: "execution", status: "Stopping" }),
    );
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  test("that is stopped gives jobs time to end by themselves", async () => {
    const controller = new AbortController();
    const { execution } = await runHere(
      definition([
        script({
          Name: "Polite",
          script: `
import signal, sys, time
def leave(*_): print("saving", flush=True); sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("ready")
for _ in range(600): time.sleep(0.1)
`,
        }),
      ]),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === "log" && event.line === "ready") controller.abort();
        },
      },
    );
    expect(logLines(execution, "Polite")).toEqual(["ready", "saving"]);
    expect(execution.status).toBe("Stopped");
  });

  test("kills a job that does not listen when its grace is over", async () => {
    const controller = new AbortController();
    const started = Date.now();
    const { execution } = await runHere(
      definition([
        script({
          Name: "Deaf",
          script: `
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready"); time.sleep(60)
`,
        }),
      ]),
      {
        signal: controller.signal,
        stopGraceSeconds: 0.5,
        onEvent: (event) => {
          if (event.type === "log" && event.line === "ready") controller.abort();
        },
      },
    );
    expect(execution.status).toBe("Stopped");
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

/** A job that takes memory. */
function take(megabytes: number): object {
  return script({
    Name: "Take",
    script: `import time\nx = b"x" * (${megabytes} << 20)\ntime.sleep(1)\nprint("kept")`,
  });
}

describe.skipIf(!canLimitMemory())("a job with a memory limit", () => {
  test("is killed when it takes more, and fails in SageMaker's words", async () => {
    const given = definition([take(300)]);
    const { execution } = await runHere(given, { memoryLimitMb: 100 });
    expect(execution.failureReason).toBe(
      "Step Take failed: ClientError: Please use an instance type with more memory, " +
        "or reduce the size of job data processed on an instance.",
    );
    expect(execution.steps[0]?.warnings).toEqual([
      "The job took more memory than its limit of 100 MB.",
    ]);
  });

  test("runs as ever when it takes less", async () => {
    const { execution } = await runHere(definition([take(20)]), { memoryLimitMb: 100 });
    expect(logLines(execution, "Take")).toEqual(["kept"]);
  });

  test.each([0, -1, 1.5, Number.NaN])("is refused with a limit of %s", async (memoryLimitMb) => {
    await expect(runHere(definition([take(1)]), { memoryLimitMb })).rejects.toMatchObject({
      code: "LOCAL_OPTION_INVALID",
      message: expect.stringContaining("memoryLimitMb"),
    });
  });
});
