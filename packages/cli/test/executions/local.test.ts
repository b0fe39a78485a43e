import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type LocalPipeline, localPipeline } from "../support/local.ts";
import { nacreProgram } from "../support/nacre.ts";
import { startServe } from "../support/serve.ts";

/** A step that waits until it is answered or stopped: no Python is needed for it. */
const waiting = {
  Version: "2020-12-01",
  Steps: [
    {
      Name: "Wait",
      Type: "Callback",
      SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/queue",
      OutputParameters: [],
      Arguments: {},
    },
  ],
};

interface Running {
  readonly child: ChildProcess;
  /** The exit code; null after a signal that it did not survive. */
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
}

/** Starts `nacre start --local`, or `watch`, and waits until the step is under way. */
async function startHere({ home }: LocalPipeline, command = "start"): Promise<Running> {
  const args = [command, "--local", "--home", home, "--pipeline", "P"];
  const child = spawn(process.execPath, [...nacreProgram, ...args], {
    cwd: join(home, ".."),
    env: { ...process.env, NO_COLOR: "1", AWS_REGION: "us-east-1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const running = { child, ended, stderr: () => stderr };
  await until(running, () => stderr.includes("Wait  Executing"));
  return running;
}

async function until(running: Running, holds: () => boolean): Promise<void> {
  if (holds()) return;
  const code = await Promise.race([running.ended, sleep(50)]);
  if (code !== undefined) throw new Error(`it has ended: ${code}\n${running.stderr()}`);
  await until(running, holds);
}

describe(
  "an execution that runs in the process of nacre start --local",
  { timeout: 120_000 },
  () => {
    it("is stopped with Ctrl-C", async () => {
      const pipeline = await localPipeline(waiting);
      const running = await startHere(pipeline);
      running.child.kill("SIGINT");
      expect(await running.ended).toBe(130);
      expect(running.stderr()).toContain("stopping it; once more leaves without waiting\n");
      expect(await pipeline.json("list")).toMatchObject([{ status: "Stopped" }]);
    });

    it("outlives its process: another one goes on with it, or stops it", async () => {
      const pipeline = await localPipeline(waiting);
      const running = await startHere(pipeline);
      running.child.kill("SIGKILL");
      await running.ended;
      expect(await pipeline.json("list")).toMatchObject([{ status: "Executing" }]);
      const again = await startHere(pipeline, "watch");
      again.child.kill("SIGKILL");
      await again.ended;
      // Somebody has to do what a stop asks for: the process that stops it, when there is no other.
      expect((await pipeline.nacre("stop")).code).toBe(0);
      expect(await pipeline.json("list")).toMatchObject([{ status: "Stopped" }]);
    });

    it("may be watched from another process, which leaves on Ctrl-C", async () => {
      const pipeline = await localPipeline(waiting);
      const running = await startHere(pipeline);
      const args = ["watch", "--local", "--home", pipeline.home, "--pipeline", "P"];
      const child = spawn(process.execPath, [...nacreProgram, ...args], {
        env: { ...process.env, AWS_REGION: "us-east-1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        if (text.includes("Wait  Executing")) child.kill("SIGINT");
      });
      expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
      expect(stderr).toContain("the execution goes on: ");
      expect(await pipeline.json("list")).toMatchObject([{ status: "Executing" }]);
      await pipeline.nacre("stop");
      expect(await running.ended).toBe(0);
    });

    it("is left to a server of the same folder, where there is one", async () => {
      const pipeline = await localPipeline(waiting);
      const serve = await startServe(pipeline.home, { ...process.env, AWS_REGION: "us-east-1" });
      try {
        const { code, stdout, stderr } = await pipeline.nacre("start");
        expect([code, stdout]).toEqual([0, expect.stringMatching(/^arn:.*\n$/)]);
        expect(stderr).toContain("started; nacre watch arn:");
        expect(await pipeline.json("list")).toMatchObject([{ status: "Executing" }]);
        await pipeline.nacre("stop", "--watch");
        expect((await pipeline.nacre("retry")).stdout).toBe(stdout);
        await pipeline.nacre("stop", "--watch");
      } finally {
        await serve.stop();
      }
    });

    it("goes on in a server that starts after its process died", async () => {
      const pipeline = await localPipeline(waiting);
      const running = await startHere(pipeline);
      running.child.kill("SIGKILL");
      await running.ended;
      const serve = await startServe(pipeline.home, { ...process.env, AWS_REGION: "us-east-1" });
      try {
        expect((await pipeline.nacre("stop", "--watch")).stdout).toMatch(/^p: Stopped in /);
      } finally {
        await serve.stop();
      }
    });
  },
);
