import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DescribePipelineCommand,
  ListTagsCommand,
  paginateListPipelines,
  UpdatePipelineCommand,
} from "@aws-sdk/client-sagemaker";
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account, type FakeAws, role, startFakeAws } from "../support/aws.ts";
import { type AppChoice, appFiles, appFolder } from "./app.ts";

// Every test has a pipeline of its own; the account, its bucket and the process of moto are shared.
const region = "us-east-1";
const bucket = `sagemaker-${region}-${account}`;
const started = await startFakeAws(region);

const lambdaArn = `arn:aws:lambda:us-east-1:${account}:function:f`;
/** What moto says when there is no such pipeline. */
const noPipeline = { name: "ValidationException" };

// Each test starts several processes, which a busy machine takes its time for.
describe.skipIf(started === undefined)("nacre deploy", { timeout: 120_000 }, () => {
  // Without it this whole group is skipped.
  const aws = started as FakeAws;
  let count = 0;

  beforeAll(async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterAll(() => aws.stop());

  function choose(choice: AppChoice = {}): {
    cwd: string;
    name: string;
    change: (next: AppChoice) => void;
  } {
    count += 1;
    const name = choice.name ?? `Example-${count}`;
    const script = `print("${name}")\n`;
    const cwd = appFolder({ name, script, ...choice });
    return {
      cwd,
      name,
      change: (next) => {
        for (const [file, text] of Object.entries(appFiles({ name, script, ...next }))) {
          writeFileSync(join(cwd, file), text);
        }
      },
    };
  }

  const deploy = (cwd: string, ...more: string[]) =>
    aws.nacre(["deploy", "--app", "app.mts", "--role", role, ...more], { cwd });

  const describePipeline = (name: string) =>
    aws.sagemaker.send(new DescribePipelineCommand({ PipelineName: name }));

  const keys = async (prefix: string): Promise<string[]> => {
    const found = await aws.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1000 }),
    );
    return (found.Contents ?? []).map(({ Key = "" }) => Key);
  };

  it("creates the pipeline with its code, and says where it is", async () => {
    const { cwd, name } = choose();
    const { code, stdout, stderr } = await deploy(cwd);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `arn:aws:sagemaker:${region}:${account}:pipeline/${name}\n`,
    });
    expect(stderr).toContain(`Pipeline ${name} is new`);
    expect(stderr).toContain("uploaded 1 of 1 files");
    expect(stderr).toContain("https://us-east-1.console.aws.amazon.com/sagemaker/home");
    const made = await describePipeline(name);
    expect(made.RoleArn).toBe(role);
    const synth = await aws.nacre(
      ["synth", "--app", "app.mts", "--context", `account=${account}`, "--context", `role=${role}`],
      { cwd },
    );
    expect(`${made.PipelineDefinition}\n`).toBe(synth.stdout);
    const uri = /s3:\/\/[^"]+prepare\.py/.exec(made.PipelineDefinition ?? "")?.[0] ?? "";
    const head = await aws.s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: uri.replace(`s3://${bucket}/`, "") }),
    );
    expect(head.ContentLength).toBe(readFileSync(join(cwd, "prepare.py")).length);
  });

  it("does nothing the second time", async () => {
    const { cwd } = choose();
    await deploy(cwd);
    const { code, stderr } = await deploy(cwd);
    expect(code).toBe(0);
    expect(stderr).toContain("is as deployed");
    expect(stderr).toContain("as deployed before");
    expect(stderr).not.toContain("uploaded");
  });

  it("updates what is different and keeps what is not given", async () => {
    const deployment = `{ description: "first", maxParallelExecutionSteps: 3, tags: { team: "a" } }`;
    const { cwd, name, change } = choose({ deployment });
    await deploy(cwd, "--display-name", "Shown");
    change({ deployment: `{ tags: { team: "b", stage: "dev" } }`, script: "print('new')\n" });
    const { code, stderr } = await deploy(cwd);
    expect(code).toBe(0);
    expect(stderr).toContain("~ Tags.team: a -> b");
    expect(stderr).toContain("+ Tags.stage: dev");
    const found = await describePipeline(name);
    expect(found).toMatchObject({
      PipelineDisplayName: "Shown",
      PipelineDescription: "first",
      ParallelismConfiguration: { MaxParallelExecutionSteps: 3 },
    });
    const { Tags } = await aws.sagemaker.send(
      new ListTagsCommand({ ResourceArn: found.PipelineArn }),
    );
    // moto keeps the older value of a tag too; the newer one comes last.
    const tags = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    expect(tags).toEqual({ team: "b", stage: "dev" });
  });

  it("changes nothing with --dry-run, and says what it would", async () => {
    const { cwd, name } = choose();
    const ended = await deploy(cwd, "--dry-run", "--json");
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      pipeline: name,
      action: "create",
      applied: false,
      arn: null,
      assets: [{ state: "absent" }],
    });
    await expect(describePipeline(name)).rejects.toMatchObject(noPipeline);
  });

  it("refuses a pipeline that breaks a rule, before AWS is told anything", async () => {
    const { cwd, name } = choose();
    const step = { Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } };
    const definition = { Version: "2020-12-01", Steps: [{ ...step, DependsOn: ["Nobody"] }] };
    writeFileSync(join(cwd, "definition.json"), JSON.stringify(definition));
    const args = ["deploy", "definition.json", "--name", name, "--role", role];
    const { code, stderr } = await aws.nacre(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("error DEFINITION_REFUSED");
    expect(stderr).toContain("Nobody");
    await expect(describePipeline(name)).rejects.toMatchObject(noPipeline);
  });

  it("warns of an account that is not that of the credentials", async () => {
    const { cwd } = choose();
    const { code, stderr } = await deploy(cwd, "--context", "account=999988887777", "--dry-run");
    expect(code).toBe(0);
    expect(stderr).toContain(
      `warning: --context account=999988887777, but the credentials are of account ${account}`,
    );
  });

  it("makes the bucket when it is asked for, and says so when not", async () => {
    const { cwd } = choose();
    const elsewhere = ["--region", "eu-central-1"];
    const refused = await deploy(cwd, ...elsewhere);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `bucket sagemaker-eu-central-1-${account} is not there; make it?`,
    );
    expect(refused.stderr).toContain("--create-bucket");
    expect((await deploy(cwd, ...elsewhere, "--create-bucket")).code).toBe(0);
  });

  it("says when the data of a default is not there, and how to put it", async () => {
    const there = `s3://${bucket}/there/data.csv`;
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "there/data.csv", Body: "1" }));
    const missing = `s3://${bucket}/missing/data.csv`;
    const [absent, present] = await Promise.all([
      deploy(choose({ input: missing }).cwd),
      deploy(choose({ input: there }).cwd),
    ]);
    expect(absent.code).toBe(0);
    expect(absent.stderr).toContain(
      `note: InputData is ${missing} by default, and nothing is there`,
    );
    expect(present.stderr).not.toContain("note: InputData");
  });

  it("puts a long definition into S3 under a key of its content", async () => {
    const { cwd, name, change } = choose({ padding: 110 });
    const { code, stderr } = await deploy(cwd);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await keys(`${name}/`)).toEqual([
      expect.stringMatching(new RegExp(`^${name}/definition-[0-9a-f]{32}\\.json$`)),
    ]);
    change({ padding: 111 });
    expect((await deploy(cwd, "--yes")).code).toBe(0);
    expect(await keys(`${name}/`)).toHaveLength(2);
  });

  it("uploads many files at the same time, and only those that are not there", async () => {
    const { cwd, name } = choose();
    const source = (uri: number): string => `
import { Pipeline, sklearnProcessor } from ${importLine(cwd)};
import { fileURLToPath } from "node:url";
export default (context) => {
  const env = { region: "us-east-1", role: context.get("role"), bucket: ${JSON.stringify(bucket)} };
  const prepare = sklearnProcessor("Many", {
    env, frameworkVersion: "0.23-1", instanceType: "ml.m5.xlarge",
    code: { folder: fileURLToPath(new URL("code", import.meta.url)), entryPoint: "0.py" },
    inputs: [], outputs: [{ name: "out", source: "/opt/ml/processing/out" }],
  });
  return new Pipeline(${JSON.stringify(name)}, { steps: [prepare] });
};
/* ${uri} */`;
    writeFileSync(join(cwd, "app.mts"), source(1));
    mkdirSync(join(cwd, "code"));
    for (let index = 0; index < 60; index += 1) {
      writeFileSync(join(cwd, "code", `${index}.py`), `print(${index}, "${name}")\n`);
    }
    const first = await deploy(cwd, "--json");
    expect(first.stderr).toContain("uploaded 60 of 60 files");
    const { assets }: { assets: { uri: string }[] } = JSON.parse(first.stdout);
    expect(new Set(assets.map(({ uri }) => uri)).size).toBe(60);
    expect((await deploy(cwd)).stderr).toContain("60 of 60 files of code are there already");
  });

  it("asks before it overwrites another content", async () => {
    const { cwd } = choose();
    const { assets }: { assets: { uri: string }[] } = JSON.parse(
      (await deploy(cwd, "--dry-run", "--json")).stdout,
    );
    const Key = assets[0]?.uri.replace(`s3://${bucket}/`, "");
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "something else" }));
    const refused = await deploy(cwd);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("error APPROVAL_NEEDED");
    expect(refused.stderr).toContain("holds something else and is overwritten");
    expect((await deploy(cwd, "--yes")).code).toBe(0);
    expect((await deploy(cwd)).stderr).toContain("as deployed before");
  });

  it.each([
    { what: "a step goes", before: { A: lambdaArn }, after: {}, says: "step A (Lambda) goes" },
    {
      what: "permissions widen",
      before: {},
      after: { A: lambdaArn },
      says: `A needs lambda ${lambdaArn}`,
    },
  ])("asks when $what", async ({ before, after, says }) => {
    const { cwd, change } = choose({ lambdas: before });
    await deploy(cwd);
    change({ lambdas: after });
    const refused = await deploy(cwd);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("error APPROVAL_NEEDED");
    expect(refused.stderr).toContain(says);
    expect((await deploy(cwd, "--require-approval", "never")).code).toBe(0);
  });

  it("asks about every change with --require-approval changes", async () => {
    const { cwd } = choose();
    expect((await deploy(cwd, "--require-approval", "changes")).code).toBe(2);
    expect((await deploy(cwd, "--require-approval", "changes", "--yes")).code).toBe(0);
    expect((await deploy(cwd, "--require-approval", "changes")).code).toBe(0);
  });

  it("applies a saved plan as it is, also when the app is gone", async () => {
    const { cwd, name } = choose();
    const saved = await deploy(cwd, "--plan", "plan.json");
    expect(saved.code).toBe(0);
    await expect(describePipeline(name)).rejects.toMatchObject(noPipeline);
    rmSync(join(cwd, "app.mts"));
    rmSync(join(cwd, "prepare.py"));
    const { code, stderr } = await aws.nacre(["deploy", "plan.json"], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain("uploaded 1 of 1 files");
    expect((await describePipeline(name)).RoleArn).toBe(role);
  });

  it("refuses a saved plan when what is deployed has changed meanwhile", async () => {
    const { cwd, name, change } = choose();
    await deploy(cwd);
    change({ script: "print('planned')\n" });
    await deploy(cwd, "--plan", "plan.json");
    await aws.sagemaker.send(
      new UpdatePipelineCommand({ PipelineName: name, PipelineDescription: "by hand" }),
    );
    const { code, stderr } = await aws.nacre(["deploy", "plan.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("error PLAN_STALE");
  });

  it.each([
    { args: ["plan.json", "--app", "app.mts"], code: "BAD_OPTION" },
    { args: ["plan.json", "--region", "eu-west-1"], code: "PLAN_ELSEWHERE" },
    { args: ["broken.json"], code: "PLAN_INVALID" },
    { args: ["nowhere.json"], code: "CANNOT_READ" },
  ])("refuses $args: $code", async ({ args, code }) => {
    const { cwd } = choose();
    await deploy(cwd, "--plan", "plan.json");
    writeFileSync(join(cwd, "broken.json"), '{ "nacrePlan": 1 }');
    const ended = await aws.nacre(["deploy", ...args], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`error ${code}`);
  });

  it("deploys a definition that someone else wrote", async () => {
    const { cwd } = choose();
    const definition = {
      Version: "2020-12-01",
      Steps: [{ Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } }],
    };
    writeFileSync(join(cwd, "definition.json"), JSON.stringify(definition));
    const ended = await aws.nacre(
      ["deploy", "definition.json", "--name", "FromElsewhere", "--role", role],
      { cwd },
    );
    expect(ended).toMatchObject({ code: 0 });
    const { PipelineDefinition = "" } = await describePipeline("FromElsewhere");
    expect(JSON.parse(PipelineDefinition)).toEqual(definition);
  });

  it.each([
    { what: "an unknown member", deployment: "{ descripton: 'a' }", says: "`descripton`" },
    {
      what: "a wrong type",
      deployment: "{ maxParallelExecutionSteps: '4' }",
      says: "`maxParallelExecutionSteps`",
    },
  ])("refuses an export `deployment` with $what", async ({ deployment, says }) => {
    const { code, stderr } = await deploy(choose({ deployment }).cwd);
    expect(code).toBe(2);
    expect(stderr).toContain("error APP_DEPLOYMENT_INVALID");
    expect(stderr).toContain(says);
  });

  it("lists one pipeline for each name, whatever was deployed how often", async () => {
    const names: (string | undefined)[] = [];
    const client = aws.sagemaker;
    for await (const page of paginateListPipelines({ client }, { MaxResults: 100 })) {
      names.push(...(page.PipelineSummaries ?? []).map(({ PipelineName }) => PipelineName));
    }
    expect(new Set(names).size).toBe(names.length);
  });
});

function importLine(cwd: string): string {
  return /from ("[^"]+core[^"]+")/.exec(readFileSync(join(cwd, "app.mts"), "utf8"))?.[1] ?? "";
}
