import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { NacreError } from "@nacre/core";
import { faultCode, replaceFile } from "../files.ts";
import { nameUnderPrefix, parseS3Uri, type S3Location } from "./s3-uri.ts";
import type { FoundObject, Objects } from "./objects.ts";
import { asS3Fault, isAnswer, isDiskFault, isNoSuchKey } from "./s3-faults.ts";
import { uploadFile } from "./s3-upload.ts";

/** How to reach S3. */
export interface S3Options {
  /** The URL of a test double, MinIO or the like, asked in path style. @default AWS itself */
  readonly endpoint?: string;
  /** The region of the requests; buckets elsewhere are followed. */
  readonly region: string;
  /** A folder where files are written before they are renamed, on the file system of their targets. */
  readonly aside: string;
  /** The size of the parts that large files are uploaded in, in bytes, at least 5 MiB. @default 16 MiB */
  readonly partBytes?: number;
}

/** How often a download goes on after its connection broke. */
const downloadAttempts = 5;
/** The largest object that is read as text, in bytes. */
const largestText = 64 * 1024 * 1024;

/**
 * Objects in S3, with the credentials that the AWS SDK finds. The SDK is loaded at the first request.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export class S3Objects implements Objects {
  readonly #options: S3Options;
  #client: Promise<S3Client> | undefined;

  constructor(options: S3Options) {
    this.#options = options;
  }

  async list(prefixUri: string): Promise<FoundObject[]> {
    const { bucket, key: prefix } = parseS3Uri(prefixUri);
    const found: FoundObject[] = [];
    let token: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page names the next one
      const page = await this.#page({ bucket, key: prefix }, token);
      for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        const key = decodeKey(Key ?? "");
        const name = nameUnderPrefix(key, prefix);
        found.push({
          uri: `s3://${bucket}/${key}`,
          key,
          name,
          size: Size,
          lastModified: LastModified,
        });
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return found;
  }

  async holdsAny(prefixUri: string): Promise<boolean> {
    const page = await this.#page(parseS3Uri(prefixUri), undefined, 1);
    return (page.Contents ?? []).length > 0;
  }

  async has(uri: string): Promise<boolean> {
    const location = parseS3Uri(uri);
    if (location.key === "") return false;
    // Not HeadObject: its answers have no body that says what was wrong.
    const page = await this.#page(location, undefined, 1);
    return page.Contents?.some(({ Key }) => decodeKey(Key ?? "") === location.key) ?? false;
  }

  async fetch(uri: string, file: string, signal?: AbortSignal): Promise<boolean> {
    const location = parseS3Uri(uri);
    if (location.key === "") return false;
    try {
      await this.#ask(`Unable to download object ${uri}`, location, () =>
        replaceFile(file, this.#options.aside, (temporary) =>
          this.#download(location, temporary, signal),
        ),
      );
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof NacreError && isNoSuchKey(error.cause)) return false;
      throw error;
    }
  }

  async readText(uri: string): Promise<string | undefined> {
    const location = parseS3Uri(uri);
    if (location.key === "") return undefined;
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const { bucket: Bucket, key: Key } = location;
    try {
      return await this.#ask(`Unable to download object ${uri}`, location, async (client) => {
        const { Body, ContentLength = 0 } = await client.send(
          new GetObjectCommand({ Bucket, Key }),
        );
        if (ContentLength <= largestText) return Body?.transformToString() ?? "";
        if (Body instanceof Readable) Body.destroy();
        throw tooLarge(uri, ContentLength);
      });
    } catch (error) {
      if (error instanceof NacreError && isNoSuchKey(error.cause)) return undefined;
      throw error;
    }
  }

  async put(uri: string, from: string | Uint8Array): Promise<void> {
    if (typeof from === "string") return this.take(uri, from);
    const location = objectLocation(uri);
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    await this.#ask(`Unable to upload object ${uri}`, location, (client) =>
      client.send(new PutObjectCommand({ Bucket: location.bucket, Key: location.key, Body: from })),
    );
  }

  async take(uri: string, file: string): Promise<void> {
    const location = objectLocation(uri);
    await this.#ask(`Unable to upload object ${uri}`, location, (client) =>
      uploadFile(client, location, file, this.#options.partBytes),
    );
  }

  async #page(location: S3Location, token: string | undefined, most?: number) {
    const { bucket, key } = location;
    const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    return this.#ask(`ListObjectsV2 failed for s3://${bucket}/${key}`, location, (client) =>
      client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: key,
          // A key may hold characters that XML cannot.
          EncodingType: "url",
          ...(token === undefined ? {} : { ContinuationToken: token }),
          ...(most === undefined ? {} : { MaxKeys: most }),
        }),
      ),
    );
  }

  /** Writes an object to a file; where the connection breaks, it goes on from there. */
  async #download(
    { bucket: Bucket, key: Key }: S3Location,
    file: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await this.#connected();
    const untilAborted = signal === undefined ? {} : { signal };
    const sending = signal === undefined ? {} : { abortSignal: signal };
    let written = 0;
    let version: string | undefined;
    for (let attempt = 1; ; attempt += 1) {
      /* oxlint-disable no-await-in-loop -- again only when it failed */
      try {
        const goOn =
          written > 0 && version !== undefined
            ? { Range: `bytes=${written}-`, IfMatch: version }
            : {};
        const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...goOn }), sending);
        if (!("Range" in goOn)) written = 0;
        version = answer.ETag;
        const wanted = written + (answer.ContentLength ?? 0);
        const flags = written === 0 ? "w" : "a";
        if (!(answer.Body instanceof Readable)) throw new Error("S3 gave no stream");
        await pipeline(answer.Body, createWriteStream(file, { flags }), untilAborted);
        const { size } = await stat(file);
        if (size === wanted) return;
        throw Object.assign(new Error(`${size} bytes came of ${wanted}`), { code: "ECONNRESET" });
      } catch (error) {
        if (
          signal?.aborted === true ||
          isAnswer(error) ||
          isDiskFault(error) ||
          attempt === downloadAttempts
        )
          throw error;
        // What came is good only when the connection broke; after anything else it begins anew.
        written = faultCode(error) === undefined ? 0 : await sizeOf(file);
      }
      /* oxlint-enable no-await-in-loop */
    }
  }

  async #ask<Result>(
    text: string,
    { bucket }: S3Location,
    request: (client: S3Client) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await request(await this.#connected());
    } catch (error) {
      throw asS3Fault(error, { text, bucket, endpoint: this.#options.endpoint });
    }
  }

  #connected(): Promise<S3Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<S3Client> {
    const { S3Client: Client } = await import("@aws-sdk/client-s3");
    const { endpoint, region } = this.#options;
    return new Client({
      region,
      // A server that accepts and then says nothing must not hold a step for ever.
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 120_000 },
      ...(endpoint === undefined
        ? { followRegionRedirects: true }
        : { endpoint, forcePathStyle: true }),
    });
  }
}

function objectLocation(uri: string): S3Location {
  const location = parseS3Uri(uri);
  if (location.key !== "") return location;
  throw new NacreError("S3_URI_INVALID", `${uri} names a bucket, and an object needs a key.`, {
    help: "Write s3://bucket/key.",
  });
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A key as `EncodingType: "url"` gives it. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}

function tooLarge(uri: string, bytes: number): NacreError {
  return new NacreError(
    "S3_FAILED",
    `${uri} has ${bytes} bytes, and at most ${largestText} are read as text.`,
    { help: "Name a smaller object." },
  );
}
