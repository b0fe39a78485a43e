import { DescribePipelineCommand } from "@aws-sdk/client-sagemaker";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { isFault } from "../../src/aws/faults.ts";
import { openSession, type Session } from "../../src/aws/session.ts";
import { exitCodeOf } from "../../src/errors.ts";
import { type Fault, htmlPage, jsonError, startFaultServer } from "../support/fault-server.ts";

const options = { profile: undefined, region: "eu-west-1", local: false, home: undefined };

const calls = {
  describe: async (session: Session) =>
    (await session.sagemaker()).send(new DescribePipelineCommand({ PipelineName: "Abalone" })),
  head: async (session: Session) =>
    (await session.s3()).send(new HeadObjectCommand({ Bucket: "bucket", Key: "key" })),
  get: async (session: Session) =>
    (await session.s3()).send(new GetObjectCommand({ Bucket: "bucket", Key: "key" })),
  role: async (session: Session) =>
    (await session.iam()).send(new GetRoleCommand({ RoleName: "Jobs" })),
} as const;

const xml = (code: string): string =>
  `<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`;
const empty = { type: "application/xml", body: "" };

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  vi.stubEnv("NACRE_AWS_TIMEOUT", "0.3");
  return () => vi.unstubAllEnvs();
});

describe("an answer of AWS becomes a sentence with an exit code", () => {
  const table: {
    call: keyof typeof calls;
    answer: Fault;
    code: string;
    exit: number;
    says: string;
  }[] = [
    {
      call: "describe",
      answer: jsonError("ThrottlingException"),
      code: "AWS_THROTTLED",
      exit: 75,
      says: "sagemaker:DescribePipeline",
    },
    {
      call: "describe",
      answer: jsonError("InternalFailure", 500),
      code: "AWS_UNAVAILABLE",
      exit: 75,
      says: "eu-west-1",
    },
    {
      call: "describe",
      answer: htmlPage,
      code: "AWS_ANSWER_UNREADABLE",
      exit: 75,
      says: "a page, not data",
    },
    {
      call: "role",
      answer: htmlPage,
      code: "AWS_ANSWER_UNREADABLE",
      exit: 75,
      says: "a page, not data",
    },
    {
      call: "get",
      answer: htmlPage,
      code: "AWS_ANSWER_UNREADABLE",
      exit: 75,
      says: "a page, not data",
    },
    { call: "describe", answer: "drop", code: "AWS_UNREACHABLE", exit: 75, says: "ECONNRESET" },
    {
      call: "describe",
      answer: "hang",
      code: "AWS_UNREACHABLE",
      exit: 75,
      says: "sagemaker:DescribePipeline",
    },
    {
      call: "describe",
      answer: jsonError("ExpiredTokenException"),
      code: "AWS_CREDENTIALS_EXPIRED",
      exit: 77,
      says: "expired",
    },
    {
      call: "describe",
      answer: jsonError("UnrecognizedClientException"),
      code: "AWS_CREDENTIALS_INVALID",
      exit: 77,
      says: "does not take",
    },
    {
      call: "describe",
      answer: jsonError("AccessDeniedException"),
      code: "AWS_ACCESS_DENIED",
      exit: 77,
      says: "sagemaker:DescribePipeline Abalone is not allowed",
    },
    {
      call: "describe",
      answer: jsonError("ResourceNotFound"),
      code: "AWS_NOT_FOUND",
      exit: 2,
      says: "Abalone",
    },
    {
      call: "describe",
      answer: jsonError("ResourceLimitExceeded"),
      code: "AWS_LIMIT_EXCEEDED",
      exit: 2,
      says: "quota",
    },
    {
      call: "describe",
      answer: jsonError("ConflictException"),
      code: "AWS_CONFLICT",
      exit: 2,
      says: "just now",
    },
    {
      call: "describe",
      answer: jsonError("ValidationException"),
      code: "AWS_REFUSED",
      exit: 2,
      says: "ValidationException it is",
    },
    {
      call: "head",
      answer: { ...empty, status: 403 },
      code: "AWS_ACCESS_DENIED",
      exit: 77,
      says: "s3:GetObject s3://bucket/key is not allowed with these credentials",
    },
    {
      call: "head",
      answer: { ...empty, status: 404 },
      code: "AWS_NOT_FOUND",
      exit: 2,
      says: "s3://bucket/key",
    },
    {
      call: "get",
      answer: { ...empty, status: 404, body: xml("NoSuchBucket") },
      code: "AWS_BUCKET_MISSING",
      exit: 2,
      says: "s3://bucket/key",
    },
    {
      call: "get",
      answer: { ...empty, status: 503, body: xml("SlowDown") },
      code: "AWS_THROTTLED",
      exit: 75,
      says: "s3:GetObject",
    },
    {
      call: "role",
      answer: {
        ...empty,
        status: 404,
        body: `<ErrorResponse>${xml("NoSuchEntity")}</ErrorResponse>`,
      },
      code: "AWS_ROLE_MISSING",
      exit: 2,
      says: "no role Jobs",
    },
  ];

  it.each(table)("$call, $answer: $code", async ({ call, answer, code, exit, says }) => {
    const server = await startFaultServer(() => answer);
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    const session = await openSession(options);
    const error: unknown = await calls[call](session).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(exitCodeOf(error)).toBe(exit);
    session.close();
  });

  it("and its declared name stays to be asked for", async () => {
    const server = await startFaultServer(() => jsonError("ResourceNotFound"));
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    const session = await openSession(options);
    const error: unknown = await calls.describe(session).catch((thrown: unknown) => thrown);
    expect(isFault(error, "ResourceNotFound")).toBe(true);
    expect(isFault(error, "ValidationException")).toBe(false);
    session.close();
  });

  it("where nobody listens", async () => {
    const server = await startFaultServer(() => "drop");
    vi.stubEnv("AWS_ENDPOINT_URL", server.url.replace(/:\d+$/, ":9"));
    const session = await openSession(options);
    await expect(calls.describe(session)).rejects.toMatchObject({
      code: "AWS_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      help: expect.stringContaining("AWS_ENDPOINT_URL"),
    });
    session.close();
  });

  it("where there are no credentials at all", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
    const session = await openSession(options);
    const error: unknown = await calls.describe(session).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "AWS_CREDENTIALS_MISSING" });
    expect(exitCodeOf(error)).toBe(77);
    session.close();
  });
});

describe("a call that goes wrong once", () => {
  it.each([
    { what: "throttled", fault: jsonError("ThrottlingException") },
    { what: "failed", fault: jsonError("InternalFailure", 500) },
    { what: "dropped", fault: "drop" as const },
    { what: "unanswered", fault: "hang" as const },
  ])("is made again when $what", async ({ fault }) => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", "3");
    let made = 0;
    const found: Fault = { status: 200, body: '{ "PipelineName": "Abalone" }' };
    const server = await startFaultServer(() => ((made += 1) === 1 ? fault : found));
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    const session = await openSession(options);
    expect((await calls.describe(session)).PipelineName).toBe("Abalone");
    expect(server.calls).toHaveLength(2);
    session.close();
  });
});
