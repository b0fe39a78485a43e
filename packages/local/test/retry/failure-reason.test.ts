import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { failureReasonOf } from "../../src/engine/failure-reason.ts";
import { openObjects } from "../../src/objects/open-objects.ts";
import { exceptionOf } from "../../src/retry/exceptions.ts";
import { StepFailure } from "../../src/step-failure.ts";
import { temporaryFolder } from "../machine.ts";

/** An S3 that gives the same answer to every request. */
async function s3(status: number, code: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // A server that listens on a port has an address with it.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Why a step fails that reads from an S3. */
async function reasonWith(endpoint: string): Promise<string | undefined> {
  const objects = openObjects({
    home: temporaryFolder(),
    kind: "s3",
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: "us-east-1",
    },
  });
  const read = objects.readText("s3://a-bucket/key");
  return failureReasonOf(await read.catch((error: unknown) => error));
}

describe("a step fails", () => {
  test.each([
    [503, "SlowDown", "Step.THROTTLING"],
    [500, "InternalError", "Step.SERVICE_FAULT"],
    [502, "BadGateway", "Step.SERVICE_FAULT"],
    [403, "AccessDenied", undefined],
    [404, "NoSuchBucket", undefined],
  ])("when S3 answers %d %s: %s", async (status, code, exception) => {
    process.env["AWS_ACCESS_KEY_ID"] ??= "none";
    process.env["AWS_SECRET_ACCESS_KEY"] ??= "none";
    const reason = await reasonWith(await s3(status, code));
    expect(reason).toContain(code);
    expect(exceptionOf(reason ?? "")).toBe(exception);
  });

  test("when nobody answers: Step.SERVICE_FAULT", async () => {
    // Port 1 is nobody's on any machine that is not odd.
    const reason = await reasonWith("http://127.0.0.1:1");
    expect(exceptionOf(reason ?? "")).toBe("Step.SERVICE_FAULT");
  });

  test.each([
    [Object.assign(new Error("no space"), { code: "ENOSPC" }), "SageMaker.CAPACITY_ERROR"],
    [Object.assign(new Error("too many"), { code: "EMFILE" }), "SageMaker.RESOURCE_LIMIT"],
    [Object.assign(new Error("spawn"), { code: "ENOMEM" }), "SageMaker.CAPACITY_ERROR"],
    [Object.assign(new Error("no such file"), { code: "ENOENT" }), undefined],
    [new StepFailure("AlgorithmError: InternalServerError: x"), undefined],
  ])("by %s: %s", (error, exception) => {
    expect(exceptionOf(failureReasonOf(error) ?? "")).toBe(exception);
  });

  test("never by what is a bug of ours", () => {
    expect(failureReasonOf(new TypeError("undefined is not a function"))).toBeUndefined();
  });
});
