import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import type { Execution } from "../executions/execution.ts";
import { parseUri } from "../deploy/asset-store.ts";

/** An object of S3. */
interface FoundObject {
  readonly uri: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

/** Reads objects, from S3 or from where the local service keeps them. */
export interface ObjectReader {
  /** The objects at a URI and below it, in the order of their keys. */
  list(uri: string): Promise<FoundObject[]>;
  /** The text of an object; undefined when there is none. */
  text(uri: string): Promise<string | undefined>;
  /** Copies an object into a file, whole or not at all; its folders are made. */
  fetch(uri: string, file: string): Promise<void>;
  /** Where on this machine an object or folder lies; undefined when it does not. */
  path(uri: string): string | undefined;
}

/** Opens the objects as an execution has left them. */
export type OpenObjects = (execution: Execution) => Promise<ObjectReader>;

/**
 * The reader for executions; `home` is the state folder of the local service, which keeps what each
 * execution wrote. In S3 there is what was written last.
 */
export function objectReaders(session: Session, home: string): OpenObjects {
  const s3 = new S3Reader(session);
  return async (execution) => (session.isLocal ? localReader(session, home, execution) : s3);
}

async function localReader(
  { region }: Session,
  home: string,
  { id, startTime }: Execution,
): Promise<ObjectReader> {
  const { executionDirectory, executionObjects, openObjects } = await import("@nacre/local");
  const shared = openObjects({ home, region });
  const since = startTime?.getTime() ?? 0;
  const objects = executionObjects(shared, executionDirectory(home, id), since, join(home, "tmp"));
  return {
    list: async (uri) => (await objects.list(uri)).filter((found) => isAtOrBelow(found.uri, uri)),
    text: (uri) => objects.readText(uri),
    fetch: async (uri, file) => {
      await objects.fetch(uri, file);
    },
    path: (uri) => {
      const path = objects.ownPath(uri);
      return existsSync(path) ? path : undefined;
    },
  };
}

class S3Reader implements ObjectReader {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async list(uri: string): Promise<FoundObject[]> {
    const { ListObjectsV2Command } = await import("../aws/clients/s3.ts");
    const client = await this.#session.s3();
    const { bucket, key } = parseUri(uri);
    const found: FoundObject[] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: key, ContinuationToken: token };
      // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
      const page = await client.send(new ListObjectsV2Command(input));
      for (const { Key = "", Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        found.push({ uri: `s3://${bucket}/${Key}`, size: Size, lastModified: LastModified });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found.filter((object) => isAtOrBelow(object.uri, uri) && !object.uri.endsWith("/"));
  }

  async text(uri: string): Promise<string | undefined> {
    try {
      const body = await this.#get(uri);
      return await body.transformToString();
    } catch (error) {
      if (isFault(error, "NoSuchKey")) return undefined;
      throw error;
    }
  }

  async fetch(uri: string, file: string): Promise<void> {
    const aside = `${file}.${process.pid}.tmp`;
    await mkdir(dirname(file), { recursive: true });
    try {
      // On Node the SDK's body is one of Node's streams.
      await pipeline((await this.#get(uri)) as unknown as Readable, createWriteStream(aside));
      await rename(aside, file);
    } finally {
      await rm(aside, { force: true });
    }
  }

  path(): undefined {
    return undefined;
  }

  async #get(uri: string) {
    const { GetObjectCommand } = await import("../aws/clients/s3.ts");
    const client = await this.#session.s3();
    const { bucket, key } = parseUri(uri);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new Error("GetObject answered without a body");
    return Body;
  }
}

/** `s3://b/out` is a folder of `s3://b/out/x`, not of `s3://b/output`. */
function isAtOrBelow(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
