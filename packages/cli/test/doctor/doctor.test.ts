import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { readDefinition } from "@nacre/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/doctor/check.ts";
import { neededQuotas } from "../../src/doctor/quotas.ts";
import { account, awsEnvironment, type FakeAws, startFakeAws } from "../support/aws.ts";
import { type Call, type Fault, runFaultServer } from "../support/fault-server.ts";
import { folderWith, nacre } from "../support/nacre.ts";

const region = "us-east-1";
const abalone = fileURLToPath(new URL("../../../abalone/", import.meta.url));
const started = await startFakeAws(region);

/** What nacre doctor --json prints. */
interface Report {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

/** Status by check. */
function statuses({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ check, status }) => [check, status]));
}

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

/** What moto does not answer: the simulation of IAM, and quotas. */
function answer(decision: string, instances: number): (call: Call) => Fault | undefined {
  return ({ operation }) => {
    if (operation === "SimulatePrincipalPolicy") {
      const result = `<member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`;
      return {
        status: 200,
        type: "text/xml",
        body: `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${result}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
      };
    }
    if (operation !== "ListServiceQuotas") return undefined;
    const names = ["processing", "training", "transform"];
    const Quotas = names.map((name) => ({
      QuotaName: `ml.m5.xlarge for ${name} job usage`,
      Value: instances,
    }));
    return { status: 200, body: JSON.stringify({ Quotas }) };
  };
}

// Each test starts a process, which a busy machine takes its time for.
describe.skipIf(started === undefined)("nacre doctor", { timeout: 120_000 }, () => {
  // Without it this whole group is skipped.
  const aws = started as FakeAws;

  beforeAll(async () => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const iam = new IAMClient({ region, endpoint: aws.url, credentials });
    const roles = { Trusted: "sagemaker.amazonaws.com", Foreign: "lambda.amazonaws.com" };
    await Promise.all(
      Object.entries(roles).map(([RoleName, service]) =>
        iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) })),
      ),
    );
    iam.destroy();
  });
  afterAll(() => aws.stop());

  async function doctor(
    inject: (call: Call) => Fault | undefined,
    ...more: string[]
  ): Promise<{ code: number | null; report: Report }> {
    const line = await runFaultServer(inject, aws.url);
    try {
      const env = awsEnvironment(line.url, region, { AWS_MAX_ATTEMPTS: "2" });
      const { code, stdout } = await nacre(["doctor", "--json", ...more], { cwd: abalone, env });
      return { code, report: JSON.parse(stdout) };
    } finally {
      line.close();
    }
  }

  it("finds nothing wrong but what is still to be put", async () => {
    const { code, report } = await doctor(answer("allowed", 2), "--role", "Trusted");
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(statuses(report)).toEqual({
      node: "ok",
      python: expect.any(String),
      region: "ok",
      credentials: "ok",
      sagemaker: "ok",
      bucket: "warn",
      app: "ok",
      role: "ok",
      "role trust": "ok",
      "role permissions": "ok",
      quotas: "ok",
      data: "warn",
    });
    await aws.s3.send(new CreateBucketCommand({ Bucket: `sagemaker-${region}-${account}` }));
    const again = await doctor(answer("allowed", 2), "--role", "Trusted");
    expect(statuses(again.report)["bucket"]).toBe("ok");
  });

  it("tells every fault with a fix", async () => {
    const { code, report } = await doctor(answer("implicitDeny", 0), "--role", "Foreign");
    expect(code).toBe(1);
    const wrong = report.checks.filter(({ status }) => status === "fail");
    expect(wrong.map(({ check }) => check)).toEqual(["role trust", "role permissions", "quotas"]);
    expect(wrong.map(({ fix }) => fix)).toEqual([
      expect.stringContaining("sagemaker.amazonaws.com"),
      expect.stringContaining("nacre policy"),
      expect.stringContaining("servicequotas"),
    ]);
    expect(wrong[1]?.message).toContain("s3:GetObject");
    expect(wrong[2]?.message).toContain("ml.m5.xlarge for processing job usage: 0 of 1");
  });

  it("warns where IAM and Service Quotas do not tell, and fails for a role that is not there", async () => {
    const { code, report } = await doctor(
      () => undefined,
      "--role",
      `arn:aws:iam::${account}:role/Nobody`,
    );
    expect(code).toBe(1);
    expect(statuses(report)).toMatchObject({
      role: "ok",
      "role trust": "fail",
      "role permissions": "warn",
      quotas: "warn",
    });
    for (const { message } of report.checks)
      expect(message).not.toMatch(/Deserialization|SyntaxError/);
  });

  it("goes on without a role, which a user has not", async () => {
    const { code, report } = await doctor(answer("allowed", 2));
    expect(code).toBe(1);
    expect(report.checks.find(({ check }) => check === "role")).toMatchObject({
      status: "fail",
      fix: expect.stringContaining("--role"),
    });
  });

  // The built command brings what signs in: each way is a file of its own in the bundle.
  it.each([
    { profile: "keys", arn: /:user\/moto$/ },
    { profile: "program", arn: /:user\/moto$/ },
    { profile: "assumed", arn: /:assumed-role\/Trusted\// },
  ])("signs in with the profile `$profile`", async ({ profile, arn }) => {
    const keys = "aws_access_key_id = test\naws_secret_access_key = test\n";
    const keysAsJson = '{ "Version": 1, "AccessKeyId": "test", "SecretAccessKey": "test" }';
    const cwd = folderWith({
      "answer.json": keysAsJson,
      config: [
        `[profile keys]\n${keys}`,
        "[profile program]\ncredential_process = cat answer.json\n",
        `[profile assumed]\nrole_arn = arn:aws:iam::${account}:role/Trusted\nsource_profile = keys\n`,
      ].join("\n"),
    });
    const env = awsEnvironment(aws.url, region, {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: join(cwd, "config"),
    });
    const { stdout } = await nacre(["doctor", "--json", "--profile", profile], { cwd, env });
    const report: Report = JSON.parse(stdout);
    const found = report.checks.find(({ check }) => check === "credentials");
    expect(found).toMatchObject({ status: "ok", message: expect.stringMatching(arn) });
  });

  it("says how to sign in when a profile cannot", async () => {
    const cwd = folderWith({
      config: [
        "[profile team]\nsso_session = team\nsso_account_id = 111122223333\nsso_role_name = Dev\n",
        "[sso-session team]\nsso_start_url = https://team.example\nsso_region = us-east-1\n",
      ].join("\n"),
    });
    const env = awsEnvironment(aws.url, region, {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: join(cwd, "config"),
      HOME: cwd,
    });
    const { code, stdout } = await nacre(["doctor", "--json", "--profile", "team"], { cwd, env });
    expect(code).toBe(1);
    const report: Report = JSON.parse(stdout);
    expect(report.checks.find(({ check }) => check === "credentials")).toMatchObject({
      status: "fail",
      fix: expect.stringContaining("aws sso login --profile team"),
    });
  });

  it("looks at the machine alone with --local", async () => {
    const { report } = await doctor(() => undefined, "--local");
    expect(Object.keys(statuses(report))).toEqual(["node", "python"]);
  });
});

describe("nacre doctor", { timeout: 120_000 }, () => {
  const env = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_CONFIG_FILE: "/nowhere",
    AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
    AWS_EC2_METADATA_DISABLED: "true",
  };

  it.each([
    { what: "region", args: [], skips: "needs a region" },
    { what: "credentials", args: ["--region", "eu-west-1"], skips: "needs credentials" },
  ])("says that there are no $what, and what that keeps it from", async ({ what, args, skips }) => {
    const cwd = folderWith({});
    const { code, stdout } = await nacre(["doctor", ...args], { cwd, env });
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^fail +${what} `, "m"));
    expect(stdout).toMatch(new RegExp(`^skipped +bucket +${skips}`, "m"));
  });

  it("finds no Python where there is none, which AWS does not need", async () => {
    const args = ["doctor", "--local", "--python", join(folderWith({}), "python")];
    const { code, stdout } = await nacre(args, { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warn +python .*No Python was found/m);
  });
});

const cluster = (InstanceType: unknown, InstanceCount: unknown): object => ({
  ProcessingResources: { ClusterConfig: { InstanceType, InstanceCount } },
});

describe("the quotas that a pipeline needs", () => {
  it("are the most instances that one step takes of each type and use", () => {
    const definition = readDefinition(
      JSON.stringify({
        Version: "2020-12-01",
        Parameters: [
          { Name: "Type", Type: "String", DefaultValue: "ml.c5.large" },
          { Name: "Count", Type: "Integer", DefaultValue: 3 },
        ],
        Steps: [
          { Name: "A", Type: "Processing", Arguments: cluster("ml.m5.large", 2) },
          { Name: "B", Type: "Processing", Arguments: cluster("ml.m5.large", 5) },
          {
            Name: "C",
            Type: "Processing",
            Arguments: cluster({ Get: "Parameters.Type" }, { Get: "Parameters.Count" }),
          },
          {
            Name: "D",
            Type: "Training",
            Arguments: { ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1 } },
          },
          {
            Name: "E",
            Type: "Condition",
            Arguments: {
              Conditions: [],
              IfSteps: [
                {
                  Name: "F",
                  Type: "Transform",
                  Arguments: {
                    TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 4 },
                  },
                },
              ],
              ElseSteps: [],
            },
          },
        ],
      }),
    );
    expect(Object.fromEntries(neededQuotas(definition))).toEqual({
      "ml.m5.large for processing job usage": 5,
      "ml.c5.large for processing job usage": 3,
      "ml.m5.large for training job usage": 1,
      "ml.m5.large for transform job usage": 4,
    });
  });
});
