import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  DescribePipelineCommand,
  ListTagsCommand,
  paginateListPipelines,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account, awsEnvironment, type FakeAws, role, startFakeAws } from "../support/aws.ts";
import {
  type Call,
  type Fault,
  htmlPage,
  jsonError,
  runFaultServer,
} from "../support/fault-server.ts";
import { type Ended, nacre } from "../support/nacre.ts";
import { appFiles, appFolder } from "./app.ts";

// moto in place of AWS, behind a server that breaks some of the calls on their way.
const region = "us-east-1";
const bucket = `sagemaker-${region}-${account}`;
const started = await startFakeAws(region);

/** How AWS asks for fewer requests, in the words of each service. */
function throttled({ service }: Call): Fault {
  const xml = { type: "text/xml" };
  if (service === "s3")
    return { ...xml, status: 503, body: "<Error><Code>SlowDown</Code></Error>" };
  if (service !== "sts") return jsonError("ThrottlingException");
  const error = "<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>";
  return { ...xml, status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

const faults: Readonly<Record<string, (call: Call) => Fault>> = {
  throttled,
  failed: () => jsonError("InternalFailure", 500),
  "answered with a page": () => htmlPage,
  dropped: () => "drop",
  "dropped when done": () => "drop the answer",
  unanswered: () => "hang",
};

/** Every kind of call that a deployment makes, in the order of the first of each. */
const operations: Readonly<Record<string, RegExp>> = {
  GetCallerIdentity: /^GetCallerIdentity$/,
  DescribePipeline: /^DescribePipeline$/,
  ListPipelines: /^ListPipelines$/,
  HeadBucket: /^HEAD \/[^/]+\/?$/,
  HeadObject: /^HEAD \/[^/]+\/./,
  PutObject: /^PUT \/[^/]+\/./,
  CreatePipeline: /^CreatePipeline$/,
  ListTags: /^ListTags$/,
  ListObjects: /^GET \/[^/]+\/?\?.*list-type=2/,
};

/** How a deployment ended, for the test to judge. */
function endOf({ code, stdout, stderr }: Ended, name: string): string {
  if (code === 0) return stdout.includes(`:pipeline/${name}`) ? "done" : "done without an ARN";
  if (code !== 75 || stdout !== "") return "ends in another way";
  if (/^ {4}at |SyntaxError|BUG/m.test(stderr)) return "shows its insides";
  return /^error AWS_[A-Z_]+: /m.test(stderr) ? "says what is missing" : "says nothing";
}

describe.skipIf(started === undefined)("nacre deploy over a bad line", { timeout: 240_000 }, () => {
  // Without it this whole group is skipped.
  const aws = started as FakeAws;
  let count = 0;

  beforeAll(async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterAll(() => aws.stop());

  /** Deploys an app of its own, with what goes wrong on the line. */
  async function deployOver(
    cwd: string,
    inject: (call: Call) => Fault | undefined = () => undefined,
    kind = "",
  ): Promise<Ended & { calls: readonly Call[] }> {
    const line = await runFaultServer(inject, aws.url);
    try {
      const env = awsEnvironment(line.url, region, {
        AWS_MAX_ATTEMPTS: "2",
        // Short only where nobody answers: elsewhere a busy machine may take its time.
        NACRE_AWS_TIMEOUT: kind === "unanswered" ? "2" : "60",
      });
      const args = ["deploy", "--app", "app.mts", "--role", role, "--yes"];
      return { ...(await nacre(args, { cwd, env })), calls: line.calls };
    } finally {
      line.close();
    }
  }

  function choose(): { cwd: string; name: string } {
    count += 1;
    const name = `Faulty-${count}`;
    const deployment = `{ tags: { team: "a" } }`;
    return { cwd: appFolder({ name, script: `print("${name}")\n`, deployment }), name };
  }

  async function expectDeployedOnce(name: string): Promise<void> {
    const found = await aws.sagemaker.send(new DescribePipelineCommand({ PipelineName: name }));
    const uri = /s3:\/\/[^"]+prepare\.py/.exec(found.PipelineDefinition ?? "")?.[0] ?? "";
    const Prefix = uri.replace(`s3://${bucket}/`, "");
    const objects = await aws.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    expect(objects.Contents).toHaveLength(1);
    const { Tags } = await aws.sagemaker.send(
      new ListTagsCommand({ ResourceArn: found.PipelineArn }),
    );
    expect(Tags).toContainEqual({ Key: "team", Value: "a" });
    let listed = 0;
    for await (const page of paginateListPipelines(
      { client: aws.sagemaker },
      { MaxResults: 100 },
    )) {
      listed +=
        page.PipelineSummaries?.filter(({ PipelineName }) => PipelineName === name).length ?? 0;
    }
    expect(listed).toBe(1);
  }

  it("makes just the calls that are broken below", async () => {
    const { calls, code } = await deployOver(choose().cwd);
    expect(code).toBe(0);
    const kinds = calls.map(
      ({ operation }) =>
        Object.entries(operations).find(([, pattern]) => pattern.test(operation))?.[0] ?? operation,
    );
    expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(operations).toSorted());
  });

  it.each(Object.keys(faults))("is done when every call is %s once", async (kind) => {
    const { cwd, name } = choose();
    const seen = new Set<string>();
    const { code, stderr } = await deployOver(
      cwd,
      (call) => {
        if (seen.has(call.operation)) return undefined;
        seen.add(call.operation);
        return faults[kind]?.(call);
      },
      kind,
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    await expectDeployedOnce(name);
  });

  it.each(Object.entries(operations))(
    "is done or says what is missing when %s never succeeds, and a second one finishes",
    async (operation, pattern) => {
      await Promise.all(
        Object.entries(faults).map(async ([kind, fault]) => {
          const { cwd, name } = choose();
          const first = await deployOver(
            cwd,
            (call) => (pattern.test(call.operation) ? fault(call) : undefined),
            kind,
          );
          expect({ ...first, end: endOf(first, name) }).toMatchObject({
            end: expect.stringMatching(/^(?:done|says what is missing)$/),
          });
          const second = await deployOver(cwd);
          expect({ operation, code: second.code, stderr: second.stderr }).toMatchObject({
            code: 0,
          });
          await expectDeployedOnce(name);
        }),
      );
    },
  );

  it("updates once when the answer to an update is lost", async () => {
    const { cwd, name } = choose();
    await deployOver(cwd);
    const script = "print('changed')\n";
    const deployment = `{ tags: { team: "a" } }`;
    for (const [file, text] of Object.entries(appFiles({ name, script, deployment }))) {
      writeFileSync(join(cwd, file), text);
    }
    const { calls, code } = await deployOver(cwd, ({ operation }) =>
      operation === "UpdatePipeline" ? "drop the answer" : undefined,
    );
    expect(code).toBe(0);
    expect(calls.filter(({ operation }) => operation === "UpdatePipeline")).toHaveLength(1);
    await expectDeployedOnce(name);
  });
});
