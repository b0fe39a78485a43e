import { expect, test } from "vitest";
import type { PipelineDefinition } from "@nacre/core";
import { EngineProcess, Home } from "../engine/homes.ts";
import { bucket, definition, script, textFile, temporaryFolder } from "../pipelines.ts";
import { putObjects } from "../../src/prepare.ts";
import { openObjects } from "../../src/objects/open-objects.ts";

const killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)";

/** A step whose job is killed from outside unless the object `go` is there. */
function pipeline(text: string, policy: object): PipelineDefinition {
  return definition([
    script({
      Name: "Work",
      script: text,
      inputs: { flags: `${bucket}/flags/` },
      more: {
        RetryPolicies: [{ ExceptionType: ["SageMaker.JOB_INTERNAL_ERROR"], ...policy }],
      },
    }),
  ]);
}

async function homeWithFlags(): Promise<Home> {
  const home = new Home();
  await putFlag(home, "seed");
  return home;
}

async function putFlag(home: Home, name: string): Promise<void> {
  const objects = openObjects({ home: home.folder, kind: "folder", region: "us-east-1" });
  const file = textFile(temporaryFolder(), name, "");
  await putObjects(objects, [{ uri: `${bucket}/flags/${name}`, file }]);
}

function attemptsOf(home: Home, id: string): (string | undefined)[] {
  return home.attempts.ofStep(id, "Work").map(({ failureReason }) => failureReason);
}

const reason =
  "InternalServerError: The job was killed from outside, by the system for want of memory or by " +
  "somebody, exit code: 137";

test("a step whose job was killed is run again, with a job and a log of its own each time, and then fails", async () => {
  const home = await homeWithFlags();
  await home.engine();
  const id = await home.start(pipeline(killed, { MaxAttempts: 1, IntervalSeconds: 1 }));
  expect(await home.end(id)).toBe("Failed");
  expect(attemptsOf(home, id)).toEqual([reason, reason]);
  const [one, two] = home.attempts.ofStep(id, "Work");
  expect(one?.jobName).not.toBe(two?.jobName);
  expect(one?.logFile).not.toBe(two?.logFile);
  expect(Number(two?.startTime) - Number(one?.endTime)).toBeGreaterThan(900);
  const step = home.steps.get(id, "Work");
  expect(step).toMatchObject({ attempts: 2, failureReason: reason, retryTime: undefined });
});

test("a step that succeeds when it is run again has succeeded", async () => {
  const home = await homeWithFlags();
  await home.engine();
  const waits = `import os\nif not os.path.exists("/opt/ml/processing/flags/go"):\n    ${killed}`;
  const id = await home.start(pipeline(waits, { MaxAttempts: 5, IntervalSeconds: 1 }));
  await home.until(() => home.steps.get(id, "Work")?.retryTime !== undefined, "the retry");
  expect(home.steps.get(id, "Work")?.status).not.toBe("Failed");
  await putFlag(home, "go");
  expect(await home.end(id)).toBe("Succeeded");
  expect(home.steps.get(id, "Work")).toMatchObject({
    status: "Succeeded",
    failureReason: undefined,
    retryTime: undefined,
  });
  expect(attemptsOf(home, id).slice(0, 1)).toEqual([reason]);
  expect(attemptsOf(home, id).at(-1)).toBeUndefined();
});

test("what the user's program did is not tried again", async () => {
  const home = await homeWithFlags();
  await home.engine();
  const id = await home.start(pipeline("raise SystemExit(3)", { MaxAttempts: 5 }));
  expect(await home.end(id)).toBe("Failed");
  expect(attemptsOf(home, id)).toEqual([
    expect.stringMatching(/^AlgorithmError: .* exit code: 3$/),
  ]);
});

test.each([
  ["bwrap: setting up uid map: Permission denied", 2],
  ["unshare: unshare failed: Operation not permitted", 2],
  ["bwrap: execvp no-such-program: No such file or directory", 1],
])("a job whose sandbox says %s has %d attempts", async (line, attempts) => {
  const home = await homeWithFlags();
  await home.engine();
  const text = `import sys; sys.exit("${line}")`;
  const id = await home.start(pipeline(text, { MaxAttempts: 1, IntervalSeconds: 0.1 }));
  expect(await home.end(id)).toBe("Failed");
  expect(attemptsOf(home, id)).toHaveLength(attempts);
  expect(home.steps.get(id, "Work")?.failureReason).toContain(line);
});

test("a retry that is due outlives the engine, neither sooner nor once more", async () => {
  const home = await homeWithFlags();
  const id = await home.start(pipeline(killed, { MaxAttempts: 1, IntervalSeconds: 3 }));
  const engine = new EngineProcess(home.folder);
  await home.until(() => home.steps.get(id, "Work")?.retryTime !== undefined, "the retry");
  await engine.kill();
  const due = home.steps.get(id, "Work")?.retryTime;
  await home.engine();
  expect(await home.end(id)).toBe("Failed");
  expect(attemptsOf(home, id)).toEqual([reason, reason]);
  const [, second] = home.attempts.ofStep(id, "Work");
  expect(Number(second?.startTime)).toBeGreaterThanOrEqual(Number(due));
});

test("an execution that is stopped does not wait for a retry", async () => {
  const home = await homeWithFlags();
  const engine = await home.engine();
  const id = await home.start(pipeline(killed, { MaxAttempts: 1, IntervalSeconds: 3600 }));
  await home.until(() => home.steps.get(id, "Work")?.retryTime !== undefined, "the retry");
  engine.stop(id);
  expect(await home.end(id)).toBe("Stopped");
  expect(home.statuses(id)).toEqual({ Work: "Stopped" });
});
