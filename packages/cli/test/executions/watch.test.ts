import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChildServer } from "../../../local/test/clients/child-server.ts";
import { awsEnvironment } from "../support/aws.ts";
import { type Fault, htmlPage, jsonError, startFaultServer } from "../support/fault-server.ts";
import { checking } from "../support/local.ts";
import { type Ended, nacre, nacreProgram } from "../support/nacre.ts";
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

const folder = mkdtempSync(join(tmpdir(), "nacre-watch-"));
let serve: ChildServer;

beforeAll(async () => {
  serve = await startServe(join(folder, "home"), { ...process.env, AWS_ENDPOINT_URL: undefined });
  for (const [name, definition] of Object.entries({ P: checking, W: waiting })) {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(definition));
    const role = "arn:aws:iam::000000000000:role/Jobs";
    const args = ["deploy", file, "--name", name, "--role", role, "--local", "--yes"];
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const ended = await nacre([...args, "--home", join(folder, "home")], { cwd: folder });
    if (ended.code !== 0) throw new Error(ended.stderr);
  }
}, 240_000);
afterAll(async () => {
  await serve.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
});

/** Variables with which SageMaker is at a URL, and nothing else of AWS is anywhere. */
function at(url: string): NodeJS.ProcessEnv {
  return awsEnvironment("http://127.0.0.1:1", "us-east-1", {
    AWS_ENDPOINT_URL_SAGEMAKER: url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: url,
  });
}

function run(url: string, command: string, ...args: readonly string[]): Promise<Ended> {
  return nacre([command, ...args], { cwd: folder, env: at(url) });
}

async function start(pipeline: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(serve.url, "start", "--pipeline", pipeline, ...args);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function executions(pipeline: string): Promise<unknown[]> {
  const { stdout } = await run(serve.url, "list", "--pipeline", pipeline, "--json");
  const list: unknown[] = JSON.parse(stdout);
  return list;
}

describe("a start that the network spoils", () => {
  it.each<[string, Fault]>([
    ["the answer is lost", "drop the answer"],
    ["the service fails", jsonError("InternalFailure", 500)],
    ["the service asks for patience", jsonError("ThrottlingException")],
  ])("starts one execution when %s", async (_, fault) => {
    const before = (await executions("P")).length;
    let isFirst = true;
    const server = await startFaultServer(({ operation }) => {
      if (operation !== "StartPipelineExecution" || !isFirst) return undefined;
      isFirst = false;
      return fault;
    }, serve.url);
    const { code, stdout } = await run(server.url, "start", "--pipeline", "P");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^arn:.*\n$/)]);
    const tokens = server.calls
      .filter(({ operation }) => operation === "StartPipelineExecution")
      .map(({ body }) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken);
    expect(tokens).toEqual([tokens[0], tokens[0]]);
    expect(tokens[0]).toMatch(/^[\w-]{32,128}$/);
    expect(await executions("P")).toHaveLength(before + 1);
  });
});

describe("nacre watch", () => {
  it("goes on while AWS throttles, fails or cannot be reached", async () => {
    const faults: Fault[] = [jsonError("ThrottlingException"), htmlPage, "drop"];
    // Each fault meets all three tries of a call, after a first look that has gone well.
    let looks = 0;
    const left = faults.flatMap((fault) => [fault, fault, fault]);
    const server = await startFaultServer(({ operation }) => {
      if (operation !== "DescribePipelineExecution") return undefined;
      looks += 1;
      return looks === 1 ? undefined : left.shift();
    }, serve.url);
    const arn = await start("W");
    const watching = run(server.url, "watch", arn, "--interval", "0.05");
    await until(watching, () => left.length === 0);
    await run(serve.url, "stop", arn);
    const { code, stderr, stdout } = await watching;
    expect(stderr.match(/^still watching: .*$/gm)).toEqual([
      expect.stringContaining("AWS asks for fewer requests"),
      expect.stringContaining("what answers at the endpoint of sagemaker is not AWS"),
      expect.stringContaining("cannot reach sagemaker"),
    ]);
    expect(stdout).toMatch(/^w: Stopped in /);
    expect(code).toBe(0);
  });

  it("says at once when nothing answers", async () => {
    const arn = await start("P");
    const server = await startFaultServer(() => htmlPage);
    const { code, stderr } = await run(server.url, "watch", arn);
    expect([code, stderr]).toEqual([75, expect.stringContaining("error AWS_ANSWER_UNREADABLE: ")]);
  });

  it("leaves on Ctrl-C, and the execution goes on", async () => {
    const arn = await start("W");
    const child = spawn(process.execPath, [...nacreProgram, "watch", arn, "--interval", "0.05"], {
      env: at(serve.url),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      if (text.includes("Wait  Executing")) child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toContain(`the execution goes on: nacre watch ${arn}\n`);
    expect(code).toBe(130);
    const { stdout } = await run(serve.url, "describe", arn, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ status: "Executing" });
    await run(serve.url, "stop", arn);
  });
});

/** Runs nacre with a terminal as its stdin, stdout and stderr, and types into it. */
async function onTerminal(typed: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const program = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
  const command = [process.execPath, ...nacreProgram, ...args];
  const child = spawn("python3", ["-c", program, ...command], {
    env: { ...at(serve.url), TERM: "xterm", NO_COLOR: "1", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    if (typed !== "" && text.includes("Which execution?")) child.stdin.write(typed);
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, screen };
}

describe("on a terminal", { skip: process.platform === "win32" }, () => {
  it("watch redraws a table in place", async () => {
    const arn = await start("P");
    const { code, screen } = await onTerminal("", {}, "watch", arn);
    expect(screen).toMatch(/✓ Check {3}Succeeded \d+\.\d s: took if\r\n· TooBig/);
    // Back over the two rows, to write them anew.
    expect(screen).toContain("\u001B[2A\r\u001B[J");
    // What stands below the table at the end stays.
    expect(screen.split(": Succeeded in ")[1]).not.toContain("\u001B");
    expect(code).toBe(0);
  });

  it("watch prints lines where the terminal is dumb", async () => {
    const arn = await start("P");
    const { screen } = await onTerminal("", { TERM: "dumb" }, "watch", arn);
    expect(screen).toMatch(/ s {2}Check {2}Succeeded/);
    expect(screen).not.toContain("\u001B[2A");
  });

  it("watch asks which execution, and takes the one that is chosen", async () => {
    await start("P", "--display-name", "older");
    await start("P", "--display-name", "newer");
    const { screen, code } = await onTerminal("2\n", {}, "watch", "--pipeline", "P");
    expect(screen).toMatch(/ 1 {2}\d{4}-\d\d-\d\d .* newer\r\n.* 2 .* older\r\n/);
    expect(screen).toMatch(/: Succeeded in /);
    const { stdout } = await run(serve.url, "list", "--pipeline", "P", "--json", "--limit", "2");
    const [, older] = JSON.parse(stdout) as { executionArn: string }[];
    expect(screen).toContain(`execution ${older?.executionArn}`);
    expect(code).toBe(0);
  });
});

/** Waits until something holds; gives up when the process that should bring it about has ended. */
async function until(running: Promise<Ended>, holds: () => boolean): Promise<void> {
  if (holds()) return;
  const ended = await Promise.race([running, sleep(50)]);
  if (ended !== undefined) throw new Error(`it has ended: ${JSON.stringify(ended)}`);
  await until(running, holds);
}
