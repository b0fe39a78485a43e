import { randomUUID } from "node:crypto";
import { createHash } from "node:crypto";
import {
  AddTagsCommand,
  CreatePipelineCommand,
  type CreatePipelineRequest,
  type Tag,
  UpdatePipelineCommand,
} from "@aws-sdk/client-sagemaker";
import { NacreError } from "@nacre/core";
import { setTimeout as wait } from "node:timers/promises";
import type { Session } from "../aws/session.ts";
import { EXIT_TRY_AGAIN, exitCodeOf, userError } from "../errors.ts";
import type { AssetStore } from "./asset-store.ts";
import { changeOf, type Change } from "./change.ts";
import { inlineLimit } from "./definition-text.ts";
import { type Deployed, readDeployed } from "./deployed.ts";
import type { Desired } from "./desired.ts";

/** The pipeline after it was deployed. */
export interface Applied {
  readonly deployed: Deployed;
  /** The number of the version, where the service says it. */
  readonly version: number | undefined;
}

/** Where a definition too long to be sent along lies. */
type Location = NonNullable<CreatePipelineRequest["PipelineDefinitionS3Location"]>;

/** The bytes of a definition that is sent along, or where it goes in S3. */
export function definitionUri(desired: Desired, bucket: string): string | undefined {
  if (Buffer.byteLength(desired.text) < inlineLimit) return undefined;
  const hash = createHash("sha256").update(desired.text).digest("hex").slice(0, 32);
  return `s3://${bucket}/${desired.name}/definition-${hash}.json`;
}

/**
 * Puts a definition into S3, under a key that follows its content.
 *
 * @returns where it lies, with the version of the object where the bucket keeps versions
 */
export async function putDefinition(
  store: AssetStore,
  uri: string,
  text: string,
): Promise<Location> {
  const content = Buffer.from(text);
  const md5 = createHash("md5").update(content).digest("hex");
  const state = await store.stateOf(uri, md5, content.length);
  const version =
    state === "present" ? undefined : await store.put(uri, content, md5, state === "differs");
  const [, Bucket = "", ObjectKey = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  return { Bucket, ObjectKey, ...(version === undefined ? {} : { VersionId: version }) };
}

/**
 * Creates or updates the pipeline, sets its tags, and waits until it is active. Each call is made
 * again when it fails in a way that may pass, but only after a look at what is there now: an answer
 * may be lost when the work is done.
 *
 * @throws NacreError those of AWS, `PIPELINE_NOT_ACTIVE`
 */
export async function applyChange(
  session: Session,
  desired: Desired,
  change: Change,
  deployed: Deployed | undefined,
  location: Location | undefined,
): Promise<Applied> {
  const version = await writePipeline(session, desired, change, deployed, location);
  const now = await waitUntilActive(session, desired.name);
  await writeTags(session, desired, now);
  return { deployed: now, version };
}

async function writePipeline(
  session: Session,
  desired: Desired,
  change: Change,
  deployed: Deployed | undefined,
  location: Location | undefined,
): Promise<number | undefined> {
  const isOnlyTags = change.settings.every(({ name }) => name.startsWith("Tags."));
  if (deployed?.definition !== undefined && change.diff.isEmpty && isOnlyTags) return undefined;
  const client = await session.sagemaker({ tries: 1 });
  const request = requestFor(desired, deployed, location);
  const token = randomUUID();
  const send = async (): Promise<number | undefined> => {
    if (deployed === undefined) {
      const Tags = tagsOf(desired);
      await client.send(
        new CreatePipelineCommand({
          ...request,
          ClientRequestToken: token,
          ...(Tags.length === 0 ? {} : { Tags }),
        }),
      );
      return undefined;
    }
    return (await client.send(new UpdatePipelineCommand(request))).PipelineVersionId;
  };
  return untilDone(send, async () => {
    const now = await readDeployed(session, desired.name);
    return now !== undefined && isWritten(desired, now);
  });
}

/** The tags that are given, as the API has them. */
export function tagsOf({ settings }: Desired): Tag[] {
  return Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** All that the service keeps of a pipeline, so that nothing falls away that is not given. */
export function requestFor(
  desired: Desired,
  deployed: Deployed | undefined,
  location: Location | undefined,
): Omit<CreatePipelineRequest, "ClientRequestToken"> {
  const { name, text, roleArn, settings } = desired;
  const before = deployed?.settings;
  const displayName = settings.displayName ?? before?.displayName;
  const description = settings.description ?? before?.description;
  const parallel = settings.maxParallelExecutionSteps ?? before?.maxParallelExecutionSteps;
  return {
    PipelineName: name,
    RoleArn: roleArn,
    ...(location === undefined
      ? { PipelineDefinition: text }
      : { PipelineDefinitionS3Location: location }),
    ...(displayName === undefined ? {} : { PipelineDisplayName: displayName }),
    ...(description === undefined ? {} : { PipelineDescription: description }),
    ...(parallel === undefined
      ? {}
      : { ParallelismConfiguration: { MaxParallelExecutionSteps: parallel } }),
  };
}

/** Whether what is there is what was to be written; tags are written by themselves. */
function isWritten(desired: Desired, now: Deployed): boolean {
  const { diff, settings } = changeOf(desired, now);
  const others = settings.filter(({ name }) => !name.startsWith("Tags."));
  return now.definition !== undefined && diff.isEmpty && others.length === 0;
}

async function writeTags(session: Session, desired: Desired, now: Deployed): Promise<void> {
  const Tags = Object.entries(desired.settings.tags)
    .filter(([key, value]) => now.settings.tags[key] !== value)
    .map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length === 0) return;
  const client = await session.sagemaker();
  await client.send(new AddTagsCommand({ ResourceArn: now.arn, Tags }));
}

/** Sends until it is done, or the fault is not one that passes. */
async function untilDone(
  send: () => Promise<number | undefined>,
  isDone: () => Promise<boolean>,
): Promise<number | undefined> {
  const tries = Number(process.env["AWS_MAX_ATTEMPTS"]) || 3;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await send();
    } catch (error) {
      if (!(error instanceof NacreError)) throw error;
      const mayPass = exitCodeOf(error) === EXIT_TRY_AGAIN;
      const mayBeDone = mayPass || error.code === "AWS_REFUSED" || error.code === "AWS_CONFLICT";
      // oxlint-disable-next-line no-await-in-loop -- a look before the next try
      if (mayBeDone && (await isDone())) return undefined;
      if (!mayPass || attempt >= tries) throw error;
      // oxlint-disable-next-line no-await-in-loop -- longer after each try
      await wait(200 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** A pipeline is active at once; this is for the day when it is not. */
async function waitUntilActive(session: Session, name: string): Promise<Deployed> {
  let last: Deployed | undefined;
  for (let pause = 250; pause <= 16_000; pause *= 2) {
    // oxlint-disable-next-line no-await-in-loop -- a look, a pause, a look
    last = await readDeployed(session, name);
    if (last?.status === "Active") return last;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(pause);
  }
  throw userError(
    "PIPELINE_NOT_ACTIVE",
    `pipeline ${name} is ${last === undefined ? "not there" : last.status} half a minute after it was deployed`,
    { help: "somebody may delete it just now; deploy again" },
  );
}
