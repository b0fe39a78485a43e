import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { killLeftOver } from "../../src/jobs/left-over.ts";
import { processIdentity } from "../../src/jobs/process-identity.ts";
import { processesNaming, systemPython, temporaryFolder, textFile } from "../machine.ts";
import { sandboxesHere } from "./sandboxes-here.ts";

const here = await sandboxesHere();
const last = here.length - 1; // without a sandbox, where least is done by the kernel
const isLinux = process.platform === "linux";
const program = fileURLToPath(new URL("engine-program.ts", import.meta.url));

/** A job with a child in its group and one that left it; all of them name the folder. */
const family = `
import subprocess, sys, time
sleep = ["sh", "-c", "sleep 60; true", sys.argv[1]]
subprocess.Popen(sleep)
if sys.argv[2] == "leaves": subprocess.Popen(sleep, start_new_session=True)
print("ready", flush=True)
time.sleep(60)
`;

interface Running {
  readonly engine: ChildProcess;
  readonly pid: number;
  readonly pidStart: string;
}

/** An engine whose job has said that it is ready. */
async function start(
  folder: string,
  sandbox: number,
  kind: "leaves" | "stays",
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const script = textFile(folder, "job.py", family);
  const args = ["--conditions=@nacre/source", "--no-warnings", program, folder, String(sandbox)];
  const engine = spawn(process.execPath, [...args, systemPython, script, folder, kind], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void engine.kill("SIGKILL"));
  const lines: string[] = [];
  for await (const line of createInterface({ input: engine.stdout })) {
    lines.push(line);
    if (line === "ready") break;
  }
  // The program writes exactly this.
  return { engine, ...(JSON.parse(lines[0] ?? "") as { pid: number; pidStart: string }) };
}

async function kill(engine: ChildProcess): Promise<void> {
  engine.kill("SIGKILL");
  await once(engine, "exit");
}

describe("a job whose engine is killed", () => {
  test.each(here.map((row, index) => ({ ...row, index })))(
    "ends with it, all of its group: $name",
    async ({ index, isHere, sandbox }) => {
      if (!isHere || !isLinux) return;
      const folder = temporaryFolder();
      // A process namespace takes even those who left the group.
      const { engine } = await start(folder, index, sandbox.depth === 2 ? "leaves" : "stays");
      expect(processesNaming(folder)).toBeGreaterThan(2);
      await kill(engine);
      await vi.waitFor(() => expect(processesNaming(folder)).toBe(0), 10_000);
    },
  );

  test.skipIf(!isLinux)("and what it has started elsewhere is ended", async () => {
    const folder = temporaryFolder();
    const { engine } = await start(folder, last, "stays");
    await kill(engine);
    await vi.waitFor(() => expect(existsSync(join(folder, "it's ended"))).toBe(true), 10_000);
  });
});

describe.skipIf(!isLinux)("killLeftOver", () => {
  test("kills the process, its group and what left the group, by the job's name", async () => {
    const folder = temporaryFolder();
    const jobName = "pipelines-abcdefghijkl-Train-0123456789";
    const { engine, pid, pidStart } = await start(folder, last, "leaves", { JOB_NAME: jobName });
    await kill(engine);
    await vi.waitFor(() => expect(processesNaming(folder)).toBe(1), 10_000);
    expect(await killLeftOver({ pid, pidStart, jobName })).toBe(true);
    expect(processesNaming(folder)).toBe(0);
  });

  test("kills a job that still has its engine, too", async () => {
    const folder = temporaryFolder();
    const { engine, pid, pidStart } = await start(folder, last, "leaves");
    expect(await killLeftOver({ pid, pidStart })).toBe(true);
    // The one that left the group was below it, and is found without a name.
    await vi.waitFor(() => expect(processesNaming(folder)).toBe(0), 10_000);
    expect(engine.signalCode).toBeNull();
  });

  test.each([
    ["that has another start", { pidStart: "0/1" }],
    ["whose start was not noted", { pidStart: undefined }],
    ["that was not noted at all", { pid: undefined }],
  ])("leaves a process alone %s", async (_, change) => {
    const stranger = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    onTestFinished(() => void stranger.kill("SIGKILL"));
    const noted = processIdentity(stranger.pid ?? 0);
    expect(await killLeftOver({ ...noted, ...change, jobName: "a-job-of-no-one" })).toBe(true);
    expect(processIdentity(stranger.pid ?? 0)).toEqual(noted);
  });

  test("is content when all of it is gone", async () => {
    const gone = spawn("true", { stdio: "ignore" });
    const noted = processIdentity(gone.pid ?? 0);
    await once(gone, "exit");
    expect(await killLeftOver({ ...noted, jobName: "a-job-of-no-one" })).toBe(true);
  });
});
