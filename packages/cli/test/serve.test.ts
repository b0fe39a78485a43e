import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CreatePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  SageMakerClient,
  SendPipelineExecutionStepSuccessCommand,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-sagemaker";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { folderWith, launcher, nacre } from "./support/nacre.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const program = process.env["NACRE_TEST_SOURCES"]
  ? ["--conditions=@nacre/source", main]
  : [launcher];

interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has printed. */
  readonly printed: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
}

/** Starts `nacre serve`, and waits until it says where it listens. */
async function serve(home: string, ...args: readonly string[]): Promise<Serving> {
  const child = spawn(
    process.execPath,
    [...program, "serve", "--port", "0", "--home", home, ...args],
    { cwd: home, env: { ...process.env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const url = await vi.waitFor(() => {
    const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.stdout) ?? [];
    if (found === undefined) throw new Error(`it does not listen: ${printed.stderr}`);
    return found;
  }, 20_000);
  return { url, child, printed, ended };
}

function client({ url }: Serving): SageMakerClient {
  const sagemaker = new SageMakerClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  onTestFinished(() => sagemaker.destroy());
  return sagemaker;
}

/** A pipeline that waits for an answer, then has succeeded. */
const waiting = JSON.stringify({
  Version: "2020-12-01",
  Steps: [
    {
      Name: "Approve",
      Type: "Callback",
      Arguments: {},
      SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/000000000000/approvals",
      OutputParameters: [],
    },
  ],
});

async function startWaiting(sagemaker: SageMakerClient): Promise<string> {
  await sagemaker.send(
    new CreatePipelineCommand({
      PipelineName: "Approval",
      PipelineDefinition: waiting,
      RoleArn: "arn:aws:iam::000000000000:role/any",
    }),
  );
  const { PipelineExecutionArn = "" } = await sagemaker.send(
    new StartPipelineExecutionCommand({ PipelineName: "Approval" }),
  );
  return PipelineExecutionArn;
}

function callbackToken(sagemaker: SageMakerClient, PipelineExecutionArn: string): Promise<string> {
  return vi.waitFor(async () => {
    const { PipelineExecutionSteps = [] } = await sagemaker.send(
      new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }),
    );
    const token = PipelineExecutionSteps[0]?.Metadata?.Callback?.CallbackToken;
    if (token === undefined) throw new Error("the step does not wait yet");
    return token;
  }, 20_000);
}

function untilSucceeded(sagemaker: SageMakerClient, PipelineExecutionArn: string) {
  return vi.waitFor(async () => {
    const { PipelineExecutionStatus } = await sagemaker.send(
      new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
    );
    if (PipelineExecutionStatus !== "Succeeded") throw new Error(PipelineExecutionStatus ?? "");
  }, 20_000);
}

describe("nacre serve", { timeout: 60_000 }, () => {
  it("says where it is, how to point clients at it, and that it is local", async () => {
    const serving = await serve(folderWith({}));
    const { stdout } = serving.printed;
    expect(stdout).toContain(`export AWS_ENDPOINT_URL_SAGEMAKER=${serving.url}`);
    expect(stdout).toContain(`new SageMakerClient({ endpoint: "${serving.url}"`);
    expect(stdout).toContain("no IAM, no quotas, signatures are not checked");
    serving.child.kill("SIGINT");
    expect(await serving.ended).toBe(0);
    expect(serving.printed.stderr).toBe("ended\n");
  });

  it("logs a line for each request and each change of a step, without what was signed", async () => {
    const serving = await serve(folderWith({}));
    const sagemaker = client(serving);
    const arn = await startWaiting(sagemaker);
    await sagemaker.send(
      new SendPipelineExecutionStepSuccessCommand({
        CallbackToken: await callbackToken(sagemaker, arn),
      }),
    );
    await untilSucceeded(sagemaker, arn);
    const id = arn.slice(-12);
    await vi.waitFor(() => {
      const { stderr } = serving.printed;
      expect(stderr).toMatch(/^\d\d:\d\d:\d\d {2}CreatePipeline 200 [\d.]+ ms$/m);
      expect(stderr).toMatch(new RegExp(`^[\\d:]+  ${id}  Approve Executing$`, "m"));
      expect(stderr).toMatch(new RegExp(`^[\\d:]+  ${id}  Approve Succeeded$`, "m"));
      expect(stderr).toMatch(new RegExp(`^[\\d:]+  ${id}  Succeeded$`, "m"));
    }, 20_000);
    expect(serving.printed.stderr).not.toContain("Credential");
  });

  it("shows what clients sent without letting it steer the terminal", async () => {
    const serving = await serve(folderWith({}));
    const answer = await fetch(serving.url, {
      method: "POST",
      headers: {
        "X-Amz-Target": "SageMaker.DescribePipeline",
        "Content-Type": "application/x-amz-json-1.1",
      },
      body: JSON.stringify({ PipelineName: "\u001B[2J" }),
    });
    expect(answer.status).toBe(400);
    await vi.waitFor(() => expect(serving.printed.stderr).toContain("'\uFFFD[2J'"), 20_000);
    expect(serving.printed.stderr).not.toContain("\u001B");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends at %s; what was running goes on at the next start",
    async (signal) => {
      const home = folderWith({});
      const first = await serve(home);
      const early = client(first);
      const arn = await startWaiting(early);
      const token = await callbackToken(early, arn);
      first.child.kill(signal);
      expect(await first.ended).toBe(0);
      expect(first.printed.stderr).toContain(
        "ended; 1 execution had not, and will go on at the next start",
      );
      const second = await serve(home);
      expect(second.printed.stdout).toContain("1 execution had not ended; they go on now");
      const later = client(second);
      await later.send(new SendPipelineExecutionStepSuccessCommand({ CallbackToken: token }));
      await untilSucceeded(later, arn);
    },
  );

  it("takes up what a process that was killed left", async () => {
    const home = folderWith({});
    const first = await serve(home, "--quiet");
    const early = client(first);
    const arn = await startWaiting(early);
    const token = await callbackToken(early, arn);
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await serve(home, "--quiet");
    const later = client(second);
    await later.send(new SendPipelineExecutionStepSuccessCommand({ CallbackToken: token }));
    await untilSucceeded(later, arn);
    expect(second.printed.stderr).toBe("");
  });

  it("prints JSON lines for programs", async () => {
    const home = folderWith({});
    const serving = await serve(home, "--json");
    const sagemaker = client(serving);
    await startWaiting(sagemaker);
    serving.child.kill("SIGTERM");
    await serving.ended;
    const lines = serving.printed.stdout.trim().split("\n");
    const objects = lines.map((line): { readonly type: string } => JSON.parse(line));
    expect(objects[0]).toEqual({
      type: "listening",
      url: serving.url,
      studio: `${serving.url}/studio/`,
      port: Number(new URL(serving.url).port),
      home,
      unfinished: 0,
      pid: serving.child.pid,
    });
    expect(objects).toContainEqual(
      expect.objectContaining({ type: "request", operation: "CreatePipeline", status: 200 }),
    );
    expect(objects.at(-1)).toEqual({ type: "ending", unfinished: 1 });
    expect(existsSync(join(home, "state/state.sqlite"))).toBe(true);
  });
});

describe("nacre serve refuses", { timeout: 60_000 }, () => {
  it("a port that is taken, with what to do", async () => {
    const home = folderWith({});
    const { url } = await serve(home);
    const { port } = new URL(url);
    const { code, stderr } = await nacre(["serve", "--port", port, "--home", home]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error PORT_TAKEN: Port ${port} is taken: something listens there.\n` +
        "  help: Choose another one with --port, or any that is free with --port 0.\n",
    );
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ["a port that is none", ["--port", "http"], "error BAD_OPTION: --port http"],
    ["a port that is too great", ["--port", "65536"], "error BAD_OPTION: --port 65536"],
    ["another host", ["--host", "0.0.0.0"], "error UNKNOWN_OPTION"],
    ["a store that is none", ["--objects", "disk"], "error"],
  ];
  it.each(wrong)("%s", async (_what, args, message) => {
    const { code, stderr } = await nacre(["serve", "--home", folderWith({}), ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
