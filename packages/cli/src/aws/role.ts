import { readFileSync } from "node:fs";
import type { IAMClient } from "@aws-sdk/client-iam";
import { NacreError } from "@nacre/core";
import { userError } from "../errors.ts";
import { isFault } from "./faults.ts";

/** An execution role, and what named it. */
export interface FoundRole {
  readonly arn: string;
  /** For a person: `--role`, a file, or the identity. */
  readonly from: string;
}

/** What the search for a role asks for, when it comes to it. */
export interface RoleSearch {
  /** ARN or name given on the command line. */
  readonly given: string | undefined;
  /** The role that the defaults file of the SageMaker Python SDK names. */
  readonly configured: () => Promise<{ readonly value: string; readonly file: string } | undefined>;
  /** ARN of whoever signs the requests. */
  readonly identity: () => Promise<string>;
  readonly iam: () => Promise<IAMClient>;
  /** The file that SageMaker Studio and notebook instances hold. */
  readonly metadataFile: string;
}

/**
 * Finds the execution role as the SageMaker Python SDK does: the one that was given, that of its
 * defaults file, that of Studio or the notebook instance, and last the role one has taken oneself.
 *
 * @throws NacreError `ROLE_MISSING` when the identity is no role, `AWS_ROLE_MISSING` for the name of
 * a role that is not there
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
export async function findRole(search: RoleSearch): Promise<FoundRole> {
  if (search.given !== undefined) {
    return { arn: await expand(search.given, search), from: "--role" };
  }
  const configured = await search.configured();
  if (configured !== undefined) {
    return { arn: await expand(configured.value, search), from: configured.file };
  }
  const studio = studioRole(search.metadataFile);
  if (studio !== undefined) return { arn: studio, from: search.metadataFile };
  const identity = await search.identity();
  return { arn: await roleOfIdentity(identity, search), from: `identity ${identity}` };
}

/** A name stands for the ARN that IAM has for it. */
async function expand(given: string, search: RoleSearch): Promise<string> {
  return given.includes("/") ? given : roleNamed(given, search);
}

async function roleNamed(name: string, search: RoleSearch): Promise<string> {
  const iam = await search.iam();
  const { GetRoleCommand } = await import("./clients/iam.ts");
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  if (Role?.Arn === undefined) throw new Error("GetRole answered without a role");
  return Role.Arn;
}

function studioRole(metadataFile: string): string | undefined {
  try {
    const metadata: unknown = JSON.parse(readFileSync(metadataFile, "utf8"));
    const arn: unknown =
      typeof metadata === "object" && metadata !== null
        ? Reflect.get(metadata, "ExecutionRoleArn")
        : undefined;
    return typeof arn === "string" ? arn : undefined;
  } catch {
    return undefined;
  }
}

/** `arn:aws:sts::123456789012:assumed-role/Name/session` names the role, but not its path. */
async function roleOfIdentity(identity: string, search: RoleSearch): Promise<string> {
  const [, partition = "", account = "", name = ""] =
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(identity) ?? [];
  if (name === "") {
    throw userError(
      "ROLE_MISSING",
      `a pipeline needs an execution role, and these credentials are not of a role: ${identity}`,
      {
        help:
          "give one: --role ARN (or its name), or write it for every time into " +
          "~/.config/sagemaker/config.yaml: SageMaker: { Pipeline: { RoleArn: ARN } }",
      },
    );
  }
  try {
    return await roleNamed(name, search);
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    if (!isFault(error, "AccessDenied", "AccessDeniedException", "NoSuchEntity")) throw error;
    // IAM would have told the path: roles made by the console of SageMaker have this one.
    const path = name.startsWith("AmazonSageMaker-ExecutionRole") ? "service-role/" : "";
    return `arn:${partition}:iam::${account}:role/${path}${name}`;
  }
}
