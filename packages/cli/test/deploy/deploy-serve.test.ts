import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { paginateListPipelineVersions, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChildServer } from "../../../local/test/clients/child-server.ts";
import { account, awsEnvironment, type FakeAws, role, startFakeAws } from "../support/aws.ts";
import { type Call, type Fault, runFaultServer } from "../support/fault-server.ts";
import { type Ended, nacre } from "../support/nacre.ts";
import { startServe } from "../support/serve.ts";
import { type AppChoice, appFiles, appFolder } from "./app.ts";

// S3 and STS are moto's; SageMaker is `nacre serve`, which keeps versions and reads definitions in S3.
const region = "us-east-1";
const started = await startFakeAws(region);

function change(cwd: string, choice: AppChoice): void {
  for (const [file, text] of Object.entries(appFiles(choice))) writeFileSync(join(cwd, file), text);
}

describe.skipIf(started === undefined)("nacre deploy to nacre serve", { timeout: 120_000 }, () => {
  // Without it this whole group is skipped.
  const aws = started as FakeAws;
  const home = mkdtempSync(join(tmpdir(), "nacre-cli-"));
  let server: ChildServer;
  let sagemaker: SageMakerClient;

  beforeAll(async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: `sagemaker-${region}-${account}` }));
    server = await startServe(home, awsEnvironment(aws.url, region));
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    sagemaker = new SageMakerClient({ region, endpoint: server.url, credentials });
  });
  afterAll(async () => {
    sagemaker.destroy();
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 9 });
    await aws.stop();
  });

  async function deploy(
    cwd: string,
    inject: (call: Call) => Fault | undefined = () => undefined,
  ): Promise<Ended> {
    const line = await runFaultServer(inject, server.url);
    try {
      const env = awsEnvironment(aws.url, region, { AWS_ENDPOINT_URL_SAGEMAKER: line.url });
      const args = ["deploy", "--app", "app.mts", "--role", role, "--yes", "--json"];
      return await nacre(args, { cwd, env });
    } finally {
      line.close();
    }
  }

  async function versionsOf(name: string): Promise<number> {
    let count = 0;
    const pages = paginateListPipelineVersions({ client: sagemaker }, { PipelineName: name });
    for await (const { PipelineVersionSummaries = [] } of pages) {
      count += PipelineVersionSummaries.length;
    }
    return count;
  }

  it.each([
    { what: "a short definition", name: "Short", padding: 0, uri: /^null$/ },
    {
      what: "one that goes to S3",
      name: "Long",
      padding: 110,
      uri: /\/Long\/definition-\w+\.json$/,
    },
  ])("makes a version of $what, and none where nothing differs", async (choice) => {
    const { name, padding, uri } = choice;
    const cwd = appFolder({ name, padding });
    const made = await deploy(cwd);
    expect(made).toMatchObject({ code: 0 });
    const result: { action: string; definitionUri: string | null } = JSON.parse(made.stdout);
    expect(result.action).toBe("create");
    expect(String(result.definitionUri)).toMatch(uri);
    const same = await deploy(cwd);
    expect(JSON.parse(same.stdout)).toMatchObject({ action: "none" });
    expect(await versionsOf(name)).toBe(1);
    change(cwd, { name, padding, script: "print('changed')\n" });
    const changed = await deploy(cwd);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      action: "update",
      version: 2,
      steps: [{ name: "Prepare", kind: "changed" }],
    });
    expect(await versionsOf(name)).toBe(2);
  });

  it("creates one pipeline when two deploy it at the same time", async () => {
    const cwd = appFolder({ name: "Both" });
    const both = await Promise.all([deploy(cwd), deploy(cwd), deploy(cwd)]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toMatchObject(
      both.map(() => ({ code: 0 })),
    );
    expect(await versionsOf("Both")).toBe(1);
  });

  it.each(["CreatePipeline", "UpdatePipeline"])(
    "makes one version when every answer to %s is lost",
    async (operation) => {
      const name = `Lost-${operation}`;
      const cwd = appFolder({ name });
      if (operation === "UpdatePipeline") {
        await deploy(cwd);
        change(cwd, { name, script: "print('changed')\n" });
      }
      const before = operation === "UpdatePipeline" ? 1 : 0;
      const { code } = await deploy(cwd, (call) =>
        call.operation === operation ? "drop the answer" : undefined,
      );
      expect(code).toBe(0);
      expect(await versionsOf(name)).toBe(before + 1);
    },
  );
});
