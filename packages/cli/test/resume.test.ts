import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, nacre, nacreProgram } from "./support/nacre.ts";

/** A job that sleeps for some seconds. */
const sleeping = (Name: string, seconds: number, DependsOn: readonly string[]): object => ({
  Name,
  Type: "Processing",
  DependsOn,
  Arguments: {
    AppSpecification: {
      ImageUri: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3",
      ContainerEntrypoint: ["python3", "-c", `import time; time.sleep(${seconds})`],
    },
  },
});

const twoSteps = JSON.stringify({
  Version: "2020-12-01",
  Steps: [sleeping("Short", 0, []), sleeping("Long", 5, ["Short"])],
});

/** Runs d.json in a folder until its second step runs, and kills it there with SIGKILL. */
async function killedRun(
  cwd: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const child = spawn(process.execPath, [...nacreProgram, "run", "d.json", ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (stderr.includes("Long  Executing")) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.on("close", resolve));
  const [, id = ""] = /execution ([a-z0-9]{12}) in /.exec(stderr) ?? [];
  expect(stderr).toContain("Short  Succeeded");
  return id;
}

describe("nacre run --resume", () => {
  it("goes on with the execution of a process that was killed, and runs nothing finished again", async () => {
    const cwd = folderWith({ "d.json": twoSteps });
    const id = await killedRun(cwd);
    const killed = new Date().toISOString();

    const another = await nacre(["run", "d.json", "--param", "None=1"], { cwd });
    expect(another.stderr).toContain(
      `note: execution ${id} of d was interrupted; to go on with it: nacre run --resume ${id}\n`,
    );
    const elsewhere = await nacre(["run", join(cwd, "d.json"), "--param", "None=1"]);
    expect(elsewhere.stderr).toContain(`--resume ${id} --home ${join(cwd, ".nacre")}\n`);

    const { code, stdout, stderr } = await nacre(["run", "--resume", "--json"], { cwd });
    expect(stderr).toContain(`going on with execution ${id} of d\n`);
    expect(code).toBe(0);
    const result: unknown = JSON.parse(stdout);
    expect(result).toMatchObject({
      executionId: id,
      status: "Succeeded",
      steps: [
        { name: "Short", status: "Succeeded" },
        { name: "Long", status: "Succeeded" },
      ],
    });
    // Only checked for its shape above.
    const { steps } = result as { steps: { endTime: string }[] };
    expect(steps.map(({ endTime }) => endTime < killed)).toEqual([true, false]);
    // Each attempt has a log; the one that was killed may not have come to its own.
    const logs = readdirSync(join(cwd, ".nacre", "executions", id, "logs"));
    expect(logs.filter((name) => name.startsWith("Short"))).toEqual(["Short-1.log"]);
    expect(logs).toContain("Long-2.log");

    const twice = await nacre(["run", "--resume", id], { cwd });
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("EXECUTION_ENDED")]);
  }, 600_000);

  it("goes on with the objects where they were, and says where", async () => {
    const cwd = folderWith({ "d.json": twoSteps });
    // Without the option of the run objects would be there, where nobody answers.
    const env = { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9" };
    const id = await killedRun(cwd, ["--objects", "folder"], env);
    const { code, stderr } = await nacre(["run", "--resume", id], { cwd, env });
    expect(stderr).toContain("objects: folder, as it was started with (--objects)\n");
    expect(code).toBe(0);
  }, 600_000);

  it.each([
    { args: [], code: "NOTHING_TO_RESUME" },
    { args: ["abcdefghijkl"], code: "EXECUTION_UNKNOWN" },
    { args: ["--param", "A=1"], code: "BAD_OPTION" },
    { args: ["--no-warm"], code: "BAD_OPTION" },
  ])("refuses $args: $code, exit 2, and makes no home", async ({ args, code }) => {
    const cwd = folderWith({});
    const ended = await nacre(["run", "--resume", "--json", ...args], { cwd });
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: "Refused", error: { code } });
    expect(existsSync(join(cwd, ".nacre"))).toBe(false);
  });
});
