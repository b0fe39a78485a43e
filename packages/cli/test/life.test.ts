import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSampleData } from "../../abalone/src/index.ts";
import type { ChildServer } from "../../local/test/clients/child-server.ts";
import { awsEnvironment, type FakeAws, role, startFakeAws } from "./support/aws.ts";
import { type Ended, nacre } from "./support/nacre.ts";
import { startServe } from "./support/serve.ts";

const region = "us-east-1";
const folder = mkdtempSync(join(tmpdir(), "nacre-life-"));
const project = join(folder, "abalone");

/** S3, STS, IAM and Scheduler are moto's; SageMaker and the logs of its jobs are `nacre serve`'s. */
let aws: FakeAws | undefined;
let serve: ChildServer | undefined;
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  aws = await startFakeAws(region);
  if (aws === undefined) return;
  const ofAws = awsEnvironment(aws.url, region);
  const home = join(folder, "home");
  serve = await startServe(home, { ...process.env, ...ofAws, AWS_ENDPOINT_URL_S3: aws.url });
  env = {
    ...ofAws,
    AWS_ENDPOINT_URL_SAGEMAKER: serve.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: serve.url,
  };
}, 240_000);
afterAll(async () => {
  await serve?.stop();
  await aws?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
});

/** Runs nacre in the project, as its user does. */
function run(...args: readonly string[]): Promise<Ended> {
  return nacre(args, { cwd: project, env });
}

/** The same, where all must go well; gives what was printed. */
async function ok(...args: readonly string[]): Promise<Ended> {
  const ended = await run(...args);
  if (ended.code !== 0) throw new Error(`nacre ${args.join(" ")}: ${ended.code}\n${ended.stderr}`);
  return ended;
}

async function json(...args: readonly string[]): Promise<unknown> {
  return JSON.parse((await ok(...args, "--json")).stdout);
}

describe("the whole life of Abalone, over HTTP", { timeout: 600_000 }, () => {
  it("goes from init to delete", async ({ skip }) => {
    if (aws === undefined) return skip("moto cannot be installed here");

    // init, validate
    mkdirSync(project);
    await ok("init", "--template", "abalone");
    const packages = join(import.meta.dirname, "../node_modules/@nacre");
    mkdirSync(join(project, "node_modules"));
    symlinkSync(packages, join(project, "node_modules/@nacre"));
    await ok("validate");

    // deploy: first as a dry run, then for good
    const shown = await ok("deploy", "--role", role, "--dry-run");
    expect(shown.stderr).toContain("Pipeline AbalonePipeline is new");
    await ok("deploy", "--role", role, "--create-bucket", "--yes");
    expect(await run("diff")).toMatchObject({ code: 0, stdout: "" });
    const sample = createSampleData();
    writeFileSync(join(project, "abalone.csv"), sample.csv);
    writeFileSync(join(project, "batch.libsvm"), sample.batch);
    await ok(
      "data",
      "--from",
      "InputData=abalone.csv",
      "--from",
      "BatchData=batch.libsvm",
      "--yes",
    );

    // change, diff, deploy
    const program = join(project, "src/pipeline.ts");
    const text = readFileSync(program, "utf8");
    expect(text).toContain("num_round: 50");
    writeFileSync(program, text.replace("num_round: 50", "num_round: 20"));
    const changed = await run("diff");
    expect(changed.code).toBe(2);
    expect(changed.stdout).toContain('~ Arguments.HyperParameters.num_round: "50" -> "20"');
    await ok("deploy", "--role", role, "--yes");
    expect((await run("diff")).code).toBe(0);
    expect((await run("diff", "1")).code).toBe(2);

    // start with parameters, watch, logs, outputs
    const started = await ok("start", "--param", "MseThreshold=20", "--display-name", "first");
    const arn = started.stdout.trim();
    expect(arn).toMatch(/^arn:aws:sagemaker:us-east-1:000000000000:pipeline\/abalonepipeline\//);
    const watched = await ok("watch", "--interval", "0.3", "--exit-status");
    expect(watched.stderr).toContain(`execution ${arn}\n`);
    expect(watched.stderr).toMatch(/ s {2}AbaloneMSECond {2}Succeeded .*: took if$/m);
    expect(watched.stdout).toMatch(/: Succeeded in /);
    expect((await ok("logs", "--step", "AbaloneTrain")).stdout).toMatch(
      /^AbaloneTrain \| \[19\]\ttrain-rmse/m,
    );
    const report = await ok("outputs", "--property-file", "EvaluationReport");
    expect(JSON.parse(report.stdout)).toMatchObject({
      regression_metrics: { mse: { value: expect.any(Number) } },
    });
    await ok("outputs", "--step", "AbaloneTransform", "--download", "out");
    expect(
      readFileSync(
        join(project, "out/AbaloneTransform/predictions/abalone-dataset-batch.out"),
        "utf8",
      ),
    ).toMatch(/^\d+\.\d+/);

    // stop while it runs, and go on from there
    const second = (await ok("start", "--param", "MseThreshold=20")).stdout.trim();
    await until(async () => {
      const { steps } = (await json("describe", second)) as { steps: { status: string }[] };
      return steps.some(({ status }) => status === "Executing");
    });
    await ok("stop", second, "--watch", "--interval", "0.3");
    expect(await json("describe", second)).toMatchObject({ status: "Stopped" });
    await ok("retry", second, "--watch", "--interval", "0.3", "--exit-status");

    // what the second execution wrote is not taken for the first one's
    expect((await ok("outputs", arn)).stderr).toContain("was overwritten by a later one");

    // one that fails says why; a part of it runs again with another parameter
    const failed = await run(
      "start",
      "--param",
      "MseThreshold=0",
      "--watch",
      "--exit-status",
      "--interval",
      "0.3",
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("error STEP_FAILED: Execution failed due to MSE > 0");
    await ok(
      "start",
      "--from",
      "AbaloneMSECond",
      "--reuse",
      second,
      "--param",
      "MseThreshold=20",
      "--watch",
      "--exit-status",
      "--interval",
      "0.3",
    );
    expect(await json("list")).toMatchObject([
      { status: "Succeeded", parameters: { MseThreshold: "20" } },
      { status: "Failed", parameters: { MseThreshold: "0" } },
      { status: "Succeeded", executionArn: second },
      { status: "Succeeded", displayName: "first", parameters: { MseThreshold: "20" } },
    ]);

    // versions, rollback
    expect(await json("versions")).toMatchObject([{ version: 2 }, { version: 1 }]);
    await ok("rollback", "1", "--yes");
    expect(await run("diff", "1", "deployed")).toMatchObject({ code: 0 });

    // schedule, delete
    const daily = await ok("schedule", "rate(1 day)", "--param", "MseThreshold=5", "--role", role);
    expect(daily.stderr).toContain("made schedule AbalonePipeline");
    expect(await json("schedule", "list")).toMatchObject([
      { name: "AbalonePipeline", parameters: { MseThreshold: "5" } },
    ]);
    await ok("delete", "--yes");
    expect((await run("describe")).stderr).toContain("error PIPELINE_NOT_FOUND: ");
  });
});

/** Waits until something holds; the test's own time limit ends it. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  if (await holds()) return;
  await sleep(100);
  await until(holds);
}
