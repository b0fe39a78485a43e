import { createHash, randomBytes } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { ExecutionObjects } from "../../src/objects/execution-objects.ts";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import { S3Objects } from "../../src/objects/s3-objects.ts";
import { dummyCredentials, startMoto } from "../clients/moto.ts";
import { temporaryFolder, textFile } from "../machine.ts";

const moto = await startMoto();
const hash = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");
const bytes = (text: string): Uint8Array => Buffer.from(text);

beforeAll(() => {
  for (const [name, value] of Object.entries(dummyCredentials())) {
    if (name.startsWith("AWS_")) vi.stubEnv(name, value);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto?.stop();
});

function at(endpoint: string): { objects: S3Objects; aside: string } {
  const aside = join(temporaryFolder(), "tmp");
  const options = { endpoint, region: "us-east-1", aside, partBytes: 5 * 1024 * 1024 };
  return { objects: new S3Objects(options), aside };
}

let buckets = 0;
async function bucketIn(endpoint: string): Promise<{ client: S3Client; bucket: string }> {
  const client = new S3Client({ endpoint, forcePathStyle: true, region: "us-east-1" });
  const bucket = `bucket-${(buckets += 1)}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return { client, bucket };
}

describe.skipIf(moto === undefined)("objects in S3", () => {
  const endpoint = moto?.url ?? "";

  test("are put, listed, read and replaced, whatever characters their keys have", async () => {
    const { objects } = at(endpoint);
    const { bucket } = await bucketIn(endpoint);
    const keys = ["a b+c%20", "a/b/c.csv", "a&<>'\"", "ä/\u{1f600}", "q?x=1#y", "tab\there"].concat(
      // What is no path, too.
      ["d/../x", "/lead", "a//b", "./y", "..", "e/", "z/./q", "%2E%2E/x"],
    );
    for (const key of keys) {
      // oxlint-disable-next-line no-await-in-loop -- a few small objects
      await objects.put(`s3://${bucket}/${key}`, bytes(key));
    }
    const found = await objects.list(`s3://${bucket}`);
    expect(found.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    for (const { uri, key, size, lastModified } of found) {
      // oxlint-disable-next-line no-await-in-loop -- a few small objects
      expect(await objects.readText(uri)).toBe(key);
      expect(size).toBe(bytes(key).length);
      expect(lastModified.getTime()).toBeGreaterThan(0);
    }
    await objects.put(`s3://${bucket}/a/b/c.csv`, bytes("new"));
    expect(await objects.readText(`s3://${bucket}/a/b/c.csv`)).toBe("new");
  });

  test("a prefix finds every key that starts with it, over any number of pages", async () => {
    const { objects } = at(endpoint);
    const { bucket } = await bucketIn(endpoint);
    const file = textFile(temporaryFolder(), "f", "x");
    const names = Array.from({ length: 105 }, (_, index) => String(index).padStart(4, "0"));
    await Promise.all(names.map((name) => objects.take(`s3://${bucket}/d/${name}`, file)));
    await objects.take(`s3://${bucket}/other`, file);
    const found = await objects.list(`s3://${bucket}/d/`);
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(await objects.holdsAny(`s3://${bucket}/d/0104`)).toBe(true);
    expect(await objects.holdsAny(`s3://${bucket}/d/2`)).toBe(false);
    expect(await objects.list(`s3://${bucket}/none`)).toEqual([]);
  });

  test("what is not there is told from what is", async () => {
    const { objects, aside } = at(endpoint);
    const { bucket } = await bucketIn(endpoint);
    await objects.put(`s3://${bucket}/there-too`, bytes("text"));
    const [uri, file] = [`s3://${bucket}/there`, join(aside, "../file")];
    expect(await objects.has(uri)).toBe(false);
    expect(await objects.has(`${uri}-too`)).toBe(true);
    expect(await objects.has(`s3://${bucket}`)).toBe(false);
    expect(await objects.readText(uri)).toBeUndefined();
    expect(await objects.fetch(uri, file)).toBe(false);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(aside)).toEqual([]);
  });

  test.each([
    ["empty", 0],
    ["as long as one part", 5 * 1024 * 1024],
    ["of several parts", 12 * 1024 * 1024 + 1],
  ])("a file that is %s comes back byte by byte", async (_, size) => {
    const { objects, aside } = at(endpoint);
    const { bucket } = await bucketIn(endpoint);
    const content = randomBytes(size);
    const file = textFile(join(aside, ".."), "file", "");
    writeFileSync(file, content);
    await objects.take(`s3://${bucket}/x`, file);
    const copy = join(aside, "../a/copy");
    expect(await objects.fetch(`s3://${bucket}/x`, copy)).toBe(true);
    expect(hash(readFileSync(copy))).toBe(hash(content));
    expect((await objects.list(`s3://${bucket}/x`))[0]?.size).toBe(size);
    expect(readdirSync(aside)).toEqual([]);
  });

  test("a bucket is never made", async () => {
    const { objects, aside } = at(endpoint);
    const file = textFile(join(aside, ".."), "file", "text");
    const missing = {
      code: "S3_BUCKET_MISSING",
      message: expect.stringContaining("NoSuchBucket"),
      help: expect.stringContaining("no-such-bucket"),
    };
    const uri = "s3://no-such-bucket/x";
    await expect(objects.take(uri, file)).rejects.toMatchObject(missing);
    await expect(objects.put(uri, bytes("text"))).rejects.toMatchObject(missing);
    await expect(objects.list(uri)).rejects.toMatchObject(missing);
    await expect(objects.fetch(uri, join(aside, "../copy"))).rejects.toMatchObject(missing);
    await expect(objects.readText(uri)).rejects.toMatchObject(missing);
  });

  test("an upload in parts that fails leaves no parts", async () => {
    const { client, bucket } = await bucketIn(endpoint);
    const refusesPart2 = await server((request, response) => {
      if (request.url?.includes("partNumber=2") === true)
        return fault(response, 403, "AccessDenied");
      void forward(endpoint, request, response);
    });
    const { objects, aside } = at(refusesPart2);
    const file = textFile(join(aside, ".."), "file", "");
    writeFileSync(file, randomBytes(12 * 1024 * 1024));
    await expect(objects.take(`s3://${bucket}/x`, file)).rejects.toMatchObject({
      code: "S3_ACCESS_DENIED",
    });
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
    expect(await objects.list(`s3://${bucket}/`)).toEqual([]);
  });

  test("an execution reads what it wrote itself, and others read it from S3", async () => {
    const { objects: shared, aside } = at(endpoint);
    const { bucket } = await bucketIn(endpoint);
    const make = (name: string): ExecutionObjects =>
      new ExecutionObjects({
        own: new FolderObjects(join(aside, "..", name), aside),
        shared,
        aside: temporaryFolder(),
        since: Date.now() + 60_000,
      });
    const [one, two] = [make("one"), make("two")];
    const uri = `s3://${bucket}/out/x`;
    await shared.put(`s3://${bucket}/out/given`, bytes("given"));
    await one.put(uri, bytes("one"));
    expect(await two.readText(uri)).toBe("one");
    await two.put(uri, bytes("two"));
    expect(await one.readText(uri)).toBe("one");
    expect(await shared.readText(uri)).toBe("two");
    expect(readFileSync(one.ownPath(uri), "utf8")).toBe("one");
    expect((await one.list(`s3://${bucket}/out/`)).map(({ name }) => name)).toEqual(["given", "x"]);
  });
});

describe("what S3 refuses is told", () => {
  test.each([
    [403, "AccessDenied", "S3_ACCESS_DENIED", "(AccessDenied: Told by S3)"],
    [400, "ExpiredToken", "S3_CREDENTIALS", "(ExpiredToken: Told by S3)"],
    [403, "InvalidAccessKeyId", "S3_CREDENTIALS", "(InvalidAccessKeyId: Told by S3)"],
    [403, "SignatureDoesNotMatch", "S3_CREDENTIALS", "(SignatureDoesNotMatch: Told by S3)"],
    [404, "NoSuchBucket", "S3_BUCKET_MISSING", "(NoSuchBucket: Told by S3)"],
    [400, "InvalidRequest", "S3_FAILED", "(InvalidRequest: Told by S3)"],
  ])("%i %s is %s", async (status, name, code, words) => {
    const url = await server((_, response) => fault(response, status, name));
    const { objects, aside } = at(url);
    const uri = "s3://a-bucket/x";
    await expect(objects.list(uri)).rejects.toMatchObject({
      code,
      message: `ListObjectsV2 failed for ${uri} ${words}`,
    });
    await expect(objects.fetch(uri, join(aside, "../x"))).rejects.toMatchObject({
      code,
      message: `Unable to download object ${uri} ${words}`,
    });
    await expect(objects.put(uri, bytes("x"))).rejects.toMatchObject({
      code,
      message: `Unable to upload object ${uri} ${words}`,
    });
  });

  test("a server that is not there", async () => {
    const { objects } = at("http://127.0.0.1:1");
    await expect(objects.list("s3://a-bucket/x")).rejects.toMatchObject({
      code: "S3_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      help: expect.stringContaining("http://127.0.0.1:1"),
    });
  });

  test("a server that is none of S3's", async () => {
    const url = await server((_, response) => {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(`{"__type":"UnknownOperationException"}`);
    });
    await expect(at(url).objects.list("s3://a-bucket/x")).rejects.toMatchObject({
      code: "S3_FAILED",
      message: "ListObjectsV2 failed for s3://a-bucket/x (status 400, no answer of S3's)",
      help: expect.stringContaining("AWS_ENDPOINT_URL_SAGEMAKER"),
    });
  });

  test("no credentials", async () => {
    const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
    const kept = names.map((name) => process.env[name]);
    for (const name of names) vi.stubEnv(name, undefined);
    onTestFinished(() => names.forEach((name, index) => vi.stubEnv(name, kept[index])));
    await expect(at("http://127.0.0.1:1").objects.list("s3://a-bucket/x")).rejects.toMatchObject({
      code: "S3_CREDENTIALS",
      help: expect.stringContaining("AWS_PROFILE"),
    });
  });
});

describe("a download whose connection breaks", () => {
  const content = randomBytes(3 * 1024 * 1024);

  test("goes on where it was", async () => {
    const asked: (string | undefined)[] = [];
    const url = await server((request, response) => {
      const { range } = request.headers;
      asked.push(range);
      const start = range === undefined ? 0 : Number(/\d+/.exec(range)?.[0]);
      const length = content.length - start;
      response.writeHead(range === undefined ? 200 : 206, {
        "content-length": length,
        etag: `"v1"`,
      });
      if (asked.length === 3) return response.end(content.subarray(start));
      return response.write(content.subarray(start, start + 1024 * 1024), () => response.destroy());
    });
    const { objects, aside } = at(url);
    const file = join(aside, "../file");
    expect(await objects.fetch("s3://a-bucket/x", file)).toBe(true);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(asked.length).toBe(3);
    expect(asked[0]).toBeUndefined();
    expect(asked[1]).toMatch(/^bytes=\d+-$/);
  });

  test("leaves no file when it never comes to an end", async () => {
    const url = await server((_, response) => {
      response.writeHead(200, { "content-length": content.length, etag: `"v1"` });
      response.write("a little", () => response.destroy());
    });
    const { objects, aside } = at(url);
    const file = join(aside, "../file");
    await expect(objects.fetch("s3://a-bucket/x", file)).rejects.toMatchObject({
      code: "S3_UNREACHABLE",
    });
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(aside)).toEqual([]);
  });
});

test("a download that is stopped ends at once and leaves no file", async () => {
  const stop = new AbortController();
  const reason = new Error("stopped");
  const url = await server((_, response) => {
    response.writeHead(200, { "content-length": 1000, etag: `"v1"` });
    // And never anything more.
    response.write("a little", () => stop.abort(reason));
  });
  const { objects, aside } = at(url);
  const file = join(aside, "../file");
  await expect(objects.fetch("s3://a-bucket/x", file, stop.signal)).rejects.toBe(reason);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(aside)).toEqual([]);
});

async function server(listener: RequestListener): Promise<string> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  // A server on TCP has such an address.
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

type Answer = Parameters<RequestListener>[1];

function fault(response: Answer, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<Error><Code>${code}</Code><Message>Told by S3</Message></Error>`);
}

/** Hands a request on to another server. */
async function forward(
  endpoint: string,
  request: Parameters<RequestListener>[0],
  response: Answer,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host: _, connection: __, expect: ___, ...headers } = request.headers;
  const answer = await fetch(endpoint + request.url, {
    method: request.method ?? "GET",
    // What a client sends has one value a header.
    headers: headers as Record<string, string>,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
