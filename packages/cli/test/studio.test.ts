import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, request as requestHttp } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { spawn } from "node:child_process";
import { CreatePipelineCommand } from "@aws-sdk/client-sagemaker";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { awsEnvironment, type FakeAws, role, startFakeAws } from "./support/aws.ts";
import { checking, localPipeline } from "./support/local.ts";
import { folderWith, nacre, nacreProgram } from "./support/nacre.ts";

interface Listening {
  readonly url: string;
  /** The link to the page. */
  readonly studio: string;
  readonly port: number;
}

/** Starts `nacre studio`, and waits until it says where it listens. */
async function studio(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Listening & { readonly ended: Promise<number | null>; readonly end: () => void }> {
  const child = spawn(process.execPath, [...nacreProgram, "studio", "--json", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const listening = await vi.waitFor((): Listening => {
    const [line = ""] = printed.stdout.split("\n", 1);
    if (line === "") throw new Error(`it does not listen: ${printed.stderr}`);
    return JSON.parse(line);
  }, 30_000);
  return { ...listening, ended, end: () => child.kill("SIGTERM") };
}

/** Opens a link as a browser does, and gives the cookie. */
async function open(link: string): Promise<string> {
  const { headers } = await fetch(link, { redirect: "manual" });
  return headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

describe("nacre studio", { timeout: 60_000 }, () => {
  it("serves the page and the service of a home, and ends on a signal", async () => {
    const made = await studio(["--port", "0", "--home", folderWith({})]);
    expect(made.studio).toBe(`${made.url}/studio/`);
    const session = await fetch(`${made.studio}api/session`);
    expect(await session.json()).toMatchObject({
      mode: "local",
      account: "000000000000",
      writable: true,
    });
    expect(await (await fetch(`${made.studio}api/pipelines`)).json()).toEqual({ items: [] });
    const home = await fetch(made.url, { headers: { accept: "text/html" }, redirect: "manual" });
    expect([home.status, home.headers.get("location")]).toEqual([302, "/studio/"]);
    // Somebody who listens does not keep it.
    const { body } = await fetch(`${made.studio}api/events`);
    made.end();
    expect(await made.ended).toBe(0);
    await body?.cancel().catch(() => undefined);
  });

  it.each([
    ["Succeeded", { outputs: { by: "me" } }],
    ["Failed", { failureReason: "Not today." }],
  ])("answers a Callback step, which has then %s", async (status, answer) => {
    const OutputParameters = [{ OutputName: "by", OutputType: "String" }];
    const SqsQueueUrl = "https://sqs.us-east-1.amazonaws.com/000000000000/approvals";
    const step = { Name: "Ask", Type: "Callback", SqsQueueUrl, OutputParameters, Arguments: {} };
    const { home } = await localPipeline({ Version: "2020-12-01", Steps: [step] });
    const made = await studio(["--port", "0", "--home", home]);
    const cookie = await open(made.studio);
    const post = async (address: string, body: object): Promise<{ id: string }> => {
      const headers = { origin: made.url, cookie, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const answered = await fetch(`${made.studio}api/${address}`, init);
      expect([answered.status, address]).toEqual([200, address]);
      return JSON.parse(await answered.text());
    };
    const { id } = await post("pipelines/P/start", { parameters: {} });
    const execution = async (): Promise<{ steps: { callbackToken?: string }[] }> =>
      JSON.parse(await (await fetch(`${made.studio}api/executions/P/${id}`)).text());
    const token = await vi.waitFor(async () => {
      const [waiting] = (await execution()).steps;
      expect(waiting?.callbackToken).toBeDefined();
      return waiting?.callbackToken;
    }, 30_000);
    await post("callback", { token, ...answer });
    await vi.waitFor(async () => expect(await execution()).toMatchObject({ status }), 30_000);
  });

  it("opens the link with what the platform has for that", async ({ skip }) => {
    if (process.platform !== "linux") return skip("the opener of the test is a script for Linux");
    const folder = mkdtempSync(join(tmpdir(), "nacre-opener-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const opened = join(folder, "opened");
    writeFileSync(join(folder, "xdg-open"), `#!/bin/sh\necho "$1" > "${opened}"\n`, {
      mode: 0o755,
    });
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
    const made = await studio(["--port", "0", "--home", folderWith({}), "--open"], env);
    await vi.waitFor(() => expect(readFileSync(opened, "utf8")).toBe(`${made.studio}\n`), 20_000);
  });

  it("says which port is taken when it was given", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await vi.waitFor(() => expect(other.listening).toBe(true));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, stderr } = await nacre([
      "studio",
      "--port",
      String(port),
      "--home",
      folderWith({}),
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("error PORT_TAKEN: ")]);
  });

  it.each([
    [["--write"]],
    [["--profile", "x", "--home", "y"]],
    [["--aws", "--home", "y"]],
    [["--port", "x"]],
  ])("refuses %j", async (args) => {
    const { code, stderr } = await nacre(["studio", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("error BAD_OPTION: ")]);
  });
});

let aws: FakeAws | undefined;
beforeAll(async () => {
  aws = await startFakeAws("us-east-1");
}, 240_000);
afterAll(() => aws?.stop());

describe("nacre studio over an account", { timeout: 120_000 }, () => {
  it("reads it for whoever has the link, and changes nothing unless asked", async ({ skip }) => {
    if (aws === undefined) return skip("moto cannot be installed here");
    await aws.sagemaker.send(
      new CreatePipelineCommand({
        PipelineName: "P",
        PipelineDefinition: JSON.stringify(checking),
        RoleArn: role,
        ClientRequestToken: "a".repeat(32),
      }),
    );
    await aws.s3.send(new CreateBucketCommand({ Bucket: "a-bucket" }));
    await aws.s3.send(
      new PutObjectCommand({ Bucket: "a-bucket", Key: "out/data.csv", Body: "a,b\n1,2\n" }),
    );
    await aws.s3.send(
      new PutObjectCommand({ Bucket: "a-bucket", Key: "out/none", Body: new Uint8Array() }),
    );
    const env = awsEnvironment(aws.url, "us-east-1", { PATH: process.env["PATH"] });
    const reads = await studio(["--aws", "--port", "0"], env);
    const api = `${reads.url}/studio/api`;
    expect((await fetch(`${api}/pipelines`)).status).toBe(403);
    const cookie = await open(reads.studio);
    const get = async (address: string): Promise<unknown> =>
      (await fetch(`${api}/${address}`, { headers: { cookie } })).json();
    expect(await get("session")).toMatchObject({
      mode: "aws",
      account: "123456789012",
      writable: false,
    });
    expect(await get("pipelines")).toMatchObject({ items: [{ name: "P", recent: [] }] });
    expect(await get("objects?uri=s3://a-bucket/out")).toMatchObject({
      objects: [{ uri: "s3://a-bucket/out/data.csv", size: 8 }, { size: 0 }],
    });
    expect(await get("objects/preview?uri=s3://a-bucket/out/data.csv")).toMatchObject({
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
    });
    expect(await get("objects/preview?uri=s3://a-bucket/out/none")).toMatchObject({ kind: "text" });
    expect(await get("objects/preview?uri=s3://a-bucket/none")).toMatchObject({
      missing: { code: "OBJECT_NOT_FOUND" },
    });
    const body = '{"parameters":{"Size":"3"}}';
    const start = async ({ url }: Listening, own: string): Promise<unknown> =>
      (
        await fetch(`${url}/studio/api/pipelines/P/start`, {
          method: "POST",
          headers: { cookie: own, origin: url, "content-type": "application/json" },
          body,
        })
      ).json();
    expect(await start(reads, cookie)).toMatchObject({ code: "READ_ONLY" });
    const writes = await studio(["--aws", "--port", "0", "--write"], env);
    expect(await start(writes, cookie)).toMatchObject({ code: "TOKEN_MISSING" });
    expect(await start(writes, await open(writes.studio))).toEqual({ id: expect.any(String) });
    expect(await get("pipelines/P")).toMatchObject({
      name: "P",
      parameters: [{ name: "Size" }, { name: "Stage" }],
    });
    expect(await get("pipelines/P/executions")).toMatchObject({
      items: [{ status: "Succeeded", parameters: { Size: "3" } }],
    });
  });

  it("goes on when the keys of the profile have expired and new ones are there", async ({
    skip,
  }) => {
    if (aws === undefined) return skip("moto cannot be installed here");
    const { url } = aws;
    let valid = "AKIAFIRST";
    const service = createHttpServer((request, response) => {
      if (request.headers.authorization?.includes(valid) !== true) {
        response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
        response.end('{"__type":"ExpiredTokenException","message":"The token has expired."}');
        return;
      }
      const { method = "GET", headers } = request;
      const sent = requestHttp(url + (request.url ?? "/"), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(sent);
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      service.close();
      service.closeAllConnections();
    });
    const address = service.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const folder = mkdtempSync(join(tmpdir(), "nacre-profile-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "credentials");
    const write = (key: string): void =>
      writeFileSync(file, `[p]\naws_access_key_id = ${key}\naws_secret_access_key = x\n`);
    write("AKIAFIRST");
    const {
      AWS_ACCESS_KEY_ID: _id,
      AWS_SECRET_ACCESS_KEY: _secret,
      ...env
    } = awsEnvironment(`http://127.0.0.1:${port}`, "us-east-1", {
      PATH: process.env["PATH"],
      AWS_SHARED_CREDENTIALS_FILE: file,
    });
    const made = await studio(["--profile", "p", "--port", "0"], env);
    const cookie = await open(made.studio);
    const get = async (): Promise<{ readonly status: number; readonly text: string }> => {
      const answer = await fetch(`${made.url}/studio/api/pipelines`, { headers: { cookie } });
      return { status: answer.status, text: await answer.text() };
    };
    expect(await get()).toMatchObject({ status: 200 });
    valid = "AKIASECOND";
    expect(await get()).toEqual({
      status: 403,
      text: expect.stringContaining("aws sso login --profile p"),
    });
    write("AKIASECOND");
    await vi.waitFor(async () => expect(await get()).toMatchObject({ status: 200 }), 30_000);
  });

  it("says at once when nobody is signed in", async () => {
    const env = { PATH: process.env["PATH"], HOME: "/nowhere", AWS_REGION: "us-east-1" };
    const { code, stderr } = await nacre(["studio", "--aws", "--port", "0"], {
      env: { ...env, AWS_EC2_METADATA_DISABLED: "true" },
    });
    expect([code === 0, stderr]).toEqual([false, expect.stringMatching(/^error [A-Z_]+: /m)]);
    expect(stderr).not.toContain("    at ");
  });
});
