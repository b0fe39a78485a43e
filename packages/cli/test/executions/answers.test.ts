import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreatePipelineCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awsEnvironment, role } from "../support/aws.ts";
import { registerStep } from "../support/local.ts";
import { type Ended, nacre } from "../support/nacre.ts";
import { startServe } from "../support/serve.ts";

/** A Callback step with these output parameters. */
const callback = (Name: string, ...outputs: readonly string[]): object => ({
  Name,
  Type: "Callback",
  SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/queue",
  OutputParameters: outputs.map((OutputName) => ({ OutputName, OutputType: "String" })),
  Arguments: {},
});

const definitions = {
  One: [callback("Review", "Score", "Who")],
  Two: [callback("Left"), callback("Right")],
  Register: [registerStep],
};

let home: string;
let server: Awaited<ReturnType<typeof startServe>>;

// The service speaks as SageMaker does; nothing here knows that it is local.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "nacre-answers-"));
  mkdirSync(join(home, "s3", "bucket"), { recursive: true });
  writeFileSync(join(home, "s3", "bucket", "model.tar.gz"), "model");
  server = await startServe(home, awsEnvironment("", "us-east-1"));
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new SageMakerClient({ region: "us-east-1", endpoint: server.url, credentials });
  for (const [PipelineName, Steps] of Object.entries(definitions)) {
    // oxlint-disable-next-line no-await-in-loop -- three
    await client.send(
      new CreatePipelineCommand({
        PipelineName,
        PipelineDefinition: JSON.stringify({ Version: "2020-12-01", Parameters: [], Steps }),
        RoleArn: role,
        ClientRequestToken: PipelineName.padEnd(32, "x"),
      }),
    );
  }
  client.destroy();
}, 120_000);

afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 9 });
});

function run(...args: readonly string[]): Promise<Ended> {
  return nacre(args, { env: awsEnvironment(server.url, "us-east-1") });
}

/** What a command prints as JSON. */
async function json(...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await run(...args, "--json");
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

interface Described {
  readonly executionId: string;
  readonly status: string;
  readonly steps: readonly { name: string; status: string; callbackToken?: string }[];
}

/** Starts an execution and waits until so many of its steps wait for an answer. */
async function started(pipeline: string, waiting: number): Promise<Described> {
  // Of another command's kind: only what is read here is named.
  const { executionId } = (await json("start", "--pipeline", pipeline)) as Described;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const found = (await json("describe", executionId, "--pipeline", pipeline)) as Described;
    const tokens = found.steps.filter(({ callbackToken }) => callbackToken !== undefined);
    if (tokens.length >= waiting) return found;
  }
}

describe("nacre callback", { timeout: 240_000 }, () => {
  it("answers the step that waits, with its output parameters", async () => {
    const { executionId } = await started("One", 1);
    const args = ["--output-parameter", "Score=0.9", "--output-parameter", "Who=me"];
    expect(await json("callback", "--pipeline", "One", ...args)).toEqual({
      executionArn: expect.stringMatching(new RegExp(`/execution/${executionId}$`)),
      executionId,
      step: "Review",
      status: "Succeeded",
    });
    const watched = await json("watch", executionId, "--pipeline", "One");
    expect(watched).toMatchObject({ status: "Succeeded" });
    const again = await run("callback", executionId, "--pipeline", "One", ...args);
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringMatching(/^error STEP_NOT_WAITING: no step of execution .* waits for an answer/),
    ]);
  });

  it("says that the step has failed, and why", async () => {
    const { executionId } = await started("One", 1);
    const { code, stdout, stderr } = await run(
      "callback",
      executionId,
      "--pipeline",
      "One",
      "--failure",
      "labels are wrong",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe(`Review of execution ${executionId}: Failed\n`);
    expect(await json("watch", executionId, "--pipeline", "One")).toMatchObject({
      status: "Failed",
      steps: [{ failureReason: expect.stringContaining("labels are wrong") }],
    });
  });

  it("answers one of several, by its name or by its token", async () => {
    const { executionId, steps } = await started("Two", 2);
    const place = ["--pipeline", "Two"];
    const none = await run("callback", ...place);
    expect(none.stderr).toMatch(/^error BAD_OPTION: several steps wait for an answer: /);
    const other = await run("callback", ...place, "--step", "Middle");
    expect(other.stderr).toMatch(/^error STEP_NOT_WAITING: step Middle .*\n {2}help: these wait: /);
    expect(await json("callback", ...place, "--step", "Left")).toMatchObject({ step: "Left" });
    const token = steps.find(({ name }) => name === "Right")?.callbackToken ?? "";
    expect(await json("callback", "--token", token)).toMatchObject({
      executionId,
      status: "Succeeded",
    });
    expect(await json("watch", executionId, ...place)).toMatchObject({ status: "Succeeded" });
  });

  it.each([
    [["--output-parameter", "Skore=1"], "Review has no output parameter `Skore`", "`Score`?"],
    [["--output-parameter", "Score=1"], "Review needs output parameters: Who", "Who=VALUE"],
    [[], "needs output parameters: Score, Who", "--output-parameter Score=VALUE"],
    [["--failure", "no", "--output-parameter", "Score=1"], "--failure does not go with", "leave"],
    [["--token", "abcdefghij", "--step", "Review"], "--token says already", "leave out"],
  ])("%j is refused before anything is sent", async (args, message, help) => {
    const { executionId } = await started("One", 1);
    const { code, stderr } = await run("callback", "--pipeline", "One", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error BAD_OPTION: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
    await run("stop", executionId, "--pipeline", "One");
  });
});

describe("nacre approve and reject", { timeout: 240_000 }, () => {
  it("decide on the version that an execution registered, or on one that is named", async () => {
    const place = ["--pipeline", "Register"];
    await run("start", ...place, "--watch");
    const first = await json("approve", ...place, "--comment", "as agreed");
    expect(first).toEqual({
      modelPackageArn: "arn:aws:sagemaker:us-east-1:000000000000:model-package/rings/1",
      modelPackageGroupName: "Rings",
      modelPackageVersion: 1,
      previousApprovalStatus: "PendingManualApproval",
      modelApprovalStatus: "Approved",
      approvalDescription: "as agreed",
    });
    await run("start", ...place, "--watch");
    expect(await json("reject", "Rings")).toMatchObject({
      modelPackageVersion: 2,
      previousApprovalStatus: "PendingManualApproval",
    });
    const { code, stdout, stderr } = await run("reject", "Rings/1");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe("Rings version 1: Approved -> Rejected\n");
  });

  it.each([
    [
      ["approve", "Wings"],
      /^error MODEL_VERSION_NOT_FOUND: ModelPackageGroup .*wings does not exist\n/,
    ],
    [["approve", "Rings/1/2"], /^error BAD_OPTION: Rings\/1\/2 is no version/],
    [["approve", "Rings", "--execution", "latest"], /^error BAD_OPTION: --execution does not go/],
    [
      ["reject", "Rings/99"],
      /^error MODEL_VERSION_NOT_FOUND: ModelPackage .*rings\/99 does not exist\n/,
    ],
  ])("%j is refused", async (args, says) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it("say that an execution has registered nothing", async () => {
    const { executionId } = await started("One", 1);
    await run("stop", executionId, "--pipeline", "One", "--watch");
    const { stderr } = await run("approve", "--execution", executionId, "--pipeline", "One");
    expect(stderr).toMatch(
      /^error MODEL_VERSION_NOT_FOUND: execution .* has registered no version/,
    );
  });
});
