import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openSession, type Session, type SessionOptions } from "../../src/aws/session.ts";
import { type Fault, startFaultServer } from "../support/fault-server.ts";
import { folderWith } from "../support/nacre.ts";

const none: SessionOptions = {
  profile: undefined,
  region: undefined,
  local: false,
  home: undefined,
};
const account = "111122223333";
const jobs = `arn:aws:iam::${account}:role/team/Jobs`;

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", undefined);
  vi.stubEnv("AWS_DEFAULT_REGION", undefined);
  vi.stubEnv("AWS_PROFILE", undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
  vi.stubEnv("XDG_CONFIG_HOME", "/nowhere");
  vi.stubEnv("XDG_CONFIG_DIRS", "/nowhere");
  return () => vi.unstubAllEnvs();
});

/** STS that says who one is, and IAM that has one role. */
async function startAws(identity: string, iam: Fault = roleAnswer(jobs)): Promise<void> {
  const { url } = await startFaultServer(({ service }) =>
    service === "sts"
      ? {
          status: 200,
          type: "text/xml",
          body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${identity}</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        }
      : iam,
  );
  vi.stubEnv("AWS_ENDPOINT_URL", url);
}

function roleAnswer(arn: string): Fault {
  return {
    status: 200,
    type: "text/xml",
    body: `<GetRoleResponse><GetRoleResult><Role><Arn>${arn}</Arn></Role></GetRoleResult></GetRoleResponse>`,
  };
}

const denied: Fault = {
  status: 403,
  type: "text/xml",
  body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
};

/** A defaults file that names a bucket. */
function defaults(bucket: string): string {
  return `SageMaker:\n  PythonSDK:\n    Modules:\n      Session:\n        DefaultS3Bucket: ${bucket}\n`;
}

async function inSession<T>(
  options: Partial<SessionOptions>,
  work: (session: Session) => T | Promise<T>,
): Promise<T> {
  const session = await openSession({ ...none, region: "eu-west-1", ...options });
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

describe("the region is", () => {
  const config = "[default]\nregion = eu-north-1\n[profile team]\nregion = eu-south-1\n";
  it.each<{ given: Partial<SessionOptions>; env: Record<string, string>; region: string }>([
    { given: { region: "eu-west-2" }, env: { AWS_REGION: "us-west-1" }, region: "eu-west-2" },
    {
      given: {},
      env: { AWS_REGION: "us-west-1", AWS_DEFAULT_REGION: "us-west-2" },
      region: "us-west-1",
    },
    { given: {}, env: { AWS_DEFAULT_REGION: "us-west-2" }, region: "us-west-2" },
    { given: {}, env: {}, region: "eu-north-1" },
    { given: { profile: "team" }, env: {}, region: "eu-south-1" },
    { given: {}, env: { AWS_PROFILE: "team" }, region: "eu-south-1" },
  ])("$region with $given and $env", async ({ given, env, region }) => {
    vi.stubEnv("AWS_CONFIG_FILE", join(folderWith({ config }), "config"));
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(await inSession({ region: undefined, ...given }, (session) => session.region)).toBe(
      region,
    );
  });

  it("asked for when nothing names one", async () => {
    await expect(openSession(none)).rejects.toMatchObject({
      code: "REGION_MISSING",
      help: expect.stringContaining("--region"),
    });
  });

  it("us-east-1 where the local service is spoken to", async () => {
    expect((await openSession({ ...none, local: true })).region).toBe("us-east-1");
  });
});

describe("the role is", () => {
  const assumed = `arn:aws:sts::${account}:assumed-role/Jobs/me`;
  const user = `arn:aws:iam::${account}:user/me`;
  const yaml = "SageMaker:\n  Pipeline:\n    RoleArn: arn:aws:iam::111122223333:role/FromConfig\n";
  it.each<{
    what: string;
    identity: string;
    iam?: Fault;
    given?: string;
    config?: string;
    metadata?: string;
    arn: string;
  }>([
    {
      what: "the ARN that was given",
      identity: user,
      given: "arn:aws:iam::1:role/X",
      arn: "arn:aws:iam::1:role/X",
    },
    { what: "the ARN of the name that was given", identity: user, given: "Jobs", arn: jobs },
    {
      what: "that of the defaults file",
      identity: user,
      config: yaml,
      arn: "arn:aws:iam::111122223333:role/FromConfig",
    },
    {
      what: "that of Studio",
      identity: user,
      metadata: '{"ExecutionRoleArn":"arn:aws:iam::1:role/Studio"}',
      arn: "arn:aws:iam::1:role/Studio",
    },
    { what: "the one that was assumed, with its path", identity: assumed, arn: jobs },
    {
      what: "the one that was assumed, where IAM may not be asked",
      identity: assumed,
      iam: denied,
      arn: `arn:aws:iam::${account}:role/Jobs`,
    },
    {
      what: "the one of the console, where IAM may not be asked",
      identity: `arn:aws:sts::${account}:assumed-role/AmazonSageMaker-ExecutionRole-1/me`,
      iam: denied,
      arn: `arn:aws:iam::${account}:role/service-role/AmazonSageMaker-ExecutionRole-1`,
    },
  ])("$what", async ({ identity, iam, given, config, metadata, arn }) => {
    await startAws(identity, iam);
    const folder = folderWith({ "config.yaml": config ?? "", "metadata.json": metadata ?? "" });
    vi.stubEnv("SAGEMAKER_USER_CONFIG_OVERRIDE", folder);
    const metadataFile = join(folder, "metadata.json");
    expect((await inSession({ metadataFile }, (session) => session.role(given))).arn).toBe(arn);
  });

  it("asked for when one is a user", async () => {
    await startAws(user);
    await expect(
      inSession({ metadataFile: "/nowhere" }, (session) => session.role()),
    ).rejects.toMatchObject({ code: "ROLE_MISSING", message: expect.stringContaining(user) });
  });
});

describe("the bucket is", () => {
  it("the one of region and account", async () => {
    await startAws(`arn:aws:iam::${account}:user/me`);
    expect(await inSession({}, (session) => session.bucket())).toBe(
      `sagemaker-eu-west-1-${account}`,
    );
  });

  it("the one of the defaults file, the user's before the administrator's", async () => {
    vi.stubEnv(
      "SAGEMAKER_ADMIN_CONFIG_OVERRIDE",
      folderWith({ "config.yaml": defaults("of-all") }),
    );
    expect(await inSession({}, (session) => session.bucket())).toBe("of-all");
    vi.stubEnv("SAGEMAKER_USER_CONFIG_OVERRIDE", folderWith({ "config.yaml": defaults("mine") }));
    expect(await inSession({}, (session) => session.bucket())).toBe("mine");
  });

  it("read from a defaults file in S3 too", async () => {
    const server = await startFaultServer(() => ({
      status: 200,
      body: "SageMaker: { PythonSDK: { Modules: { Session: { DefaultS3Bucket: shared } } } }",
    }));
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    vi.stubEnv("SAGEMAKER_USER_CONFIG_OVERRIDE", "s3://team/defaults");
    expect(await inSession({}, (session) => session.bucket())).toBe("shared");
    expect(server.calls.map(({ operation }) => operation)).toEqual([
      "GET /team/defaults/config.yaml",
    ]);
  });

  it.each([
    { text: "SageMaker: [", code: "SAGEMAKER_CONFIG_INVALID" },
    { text: undefined, code: "CANNOT_READ" },
  ])("not known from a file that cannot be read: $code", async ({ text, code }) => {
    const folder = folderWith(text === undefined ? {} : { "config.yaml": text });
    vi.stubEnv("SAGEMAKER_USER_CONFIG_OVERRIDE", folder);
    await expect(inSession({}, (session) => session.bucket())).rejects.toMatchObject({ code });
  });
});
