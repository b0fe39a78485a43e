import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { StepFailure } from "../../step-failure.ts";
import { payloads, type Splitting } from "./payloads.ts";

/** A batch transform against a model's container. */
export interface BatchTransform {
  /** The folder of the objects. */
  readonly input: string;
  /** The folder that gets `<object>.out`. */
  readonly output: string;
  /** `Content-Type` of the requests; none when undefined. */
  readonly contentType: string | undefined;
  /** `Accept` of the requests; none when undefined. */
  readonly accept: string | undefined;
  /** `TransformInput.SplitType` */
  readonly splitType: Splitting["splitType"];
  /** `BatchStrategy`; what the container says, else `MultiRecord`, when undefined. */
  readonly batchStrategy: Splitting["batchStrategy"] | undefined;
  /** `MaxPayloadInMB`; what the container says, else 6, when undefined. */
  readonly maxPayloadMb: number | undefined;
  /** With `Line` each answer ends in a line's end. */
  readonly assembleWith: "None" | "Line";
  /** `ModelClientConfig.InvocationsTimeoutInSeconds` */
  readonly timeoutSeconds: number;
  /** `ModelClientConfig.InvocationsMaxRetries` */
  readonly maxRetries: number;
}

/** A container must answer pings within eight minutes of its start, as for an endpoint. */
const longestStartMs = 8 * 60_000;
const pingAgainMs = 100;
/** A ping that takes longer counts as none. */
const longestPingMs = 2_000;
/** SageMaker keeps this much of a reason. */
const longestReason = 1024;

/**
 * Sends every object of a folder to a model's container, and writes the answers. An object of which any
 * part fails gives nothing.
 *
 * @param url - where the container answers
 * @throws StepFailure when the container does not answer pings, or an object failed; the others are there then.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
 */
export async function transformBatch(
  job: BatchTransform,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  await untilReady(url, signal);
  const said = await executionParameters(url, signal);
  const strategy = job.batchStrategy ?? said["BatchStrategy"];
  const most = job.maxPayloadMb ?? said["MaxPayloadInMB"];
  const splitting: Splitting = {
    splitType: job.splitType,
    batchStrategy: strategy === "SingleRecord" ? "SingleRecord" : "MultiRecord",
    maxPayloadMb: typeof most === "number" ? most : 6,
  };
  const faults: string[] = [];
  /* oxlint-disable no-await-in-loop -- MaxConcurrentTransforms is 1: a model may keep the order in mind */
  for (const name of await namesUnder(job.input)) {
    try {
      await transformObject(name, job, splitting, url, signal);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
  }
  /* oxlint-enable no-await-in-loop */
  if (faults.length > 0) {
    throw new StepFailure(`ClientError: ${faults.join("\n")}`.slice(0, longestReason));
  }
}

async function transformObject(
  name: string,
  job: BatchTransform,
  splitting: Splitting,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const target = join(job.output, `${name}.out`);
  const aside = join(job.output, "..", "transform-answer");
  const content = await readFile(join(job.input, name));
  const file = await open(aside, "w");
  try {
    for (const payload of payloads(content, splitting)) {
      // oxlint-disable-next-line no-await-in-loop -- answers stand in the order of the requests
      const answer = await invoke(payload, job, url, signal);
      // oxlint-disable-next-line no-await-in-loop
      await file.write(job.assembleWith === "Line" ? ended(answer) : answer);
    }
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await mkdir(dirname(target), { recursive: true });
  await rename(aside, target);
}

function ended(answer: Buffer): Buffer {
  return answer.at(-1) === 0x0a ? answer : Buffer.concat([answer, Buffer.from("\n")]);
}

async function invoke(
  body: Buffer,
  { contentType, accept, timeoutSeconds, maxRetries }: BatchTransform,
  url: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const headers = {
    ...(contentType === undefined ? {} : { "content-type": contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
  let reason = "";
  for (let tries = 0; tries <= maxRetries; tries += 1) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
    try {
      /* oxlint-disable no-await-in-loop -- one try after the other */
      const response = await fetch(`${url}/invocations`, {
        method: "POST",
        // Node takes any view; the type of fetch asks for one that does not share its memory.
        body: new Uint8Array(body),
        headers,
        signal: limit,
      });
      const answer = Buffer.from(await response.arrayBuffer());
      /* oxlint-enable no-await-in-loop */
      if (response.ok) return answer;
      reason = `${response.status} ${response.statusText}: ${answer.toString("utf8", 0, 500)}`;
      // The same request will be refused again.
      if (response.status < 500) break;
    } catch (error) {
      if (signal.aborted) throw error;
      reason = limit.aborted
        ? `no answer within ${timeoutSeconds} seconds (InvocationsTimeoutInSeconds)`
        : `the request failed: ${causeOf(error)}`;
    }
  }
  throw new StepFailure(reason.trim());
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < longestStartMs; waited += pingAgainMs) {
    signal.throwIfAborted();
    /* oxlint-disable no-await-in-loop -- waiting is what this loop is for */
    const response = await get(`${url}/ping`, signal);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await sleep(pingAgainMs, undefined, { signal });
    /* oxlint-enable no-await-in-loop */
  }
  throw new StepFailure(
    "AlgorithmError: the model's container did not answer /ping with 200 within 8 minutes.",
  );
}

/** What a container says of itself, where it does; a container need not. */
async function executionParameters(url: string, signal: AbortSignal): Promise<JsonObject> {
  const response = await get(`${url}/execution-parameters`, signal);
  if (response?.ok !== true) return {};
  try {
    const value: unknown = await response.json();
    // What JSON.parse gives is a JSON value.
    return isJsonObject(value as JsonValue) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}

async function get(url: string, signal: AbortSignal): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestPingMs)]),
    });
  } catch {
    return undefined;
  }
}

/** The names of all files below a folder, in their order. */
async function namesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
