import { createReadStream, statSync } from "node:fs";
import { CopyObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { NacreError } from "@nacre/core";
import { statusOf } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { parseUri } from "../deploy/asset-store.ts";
import { userError } from "../errors.ts";
import { fileDigest } from "./file-digest.ts";
import type { WantedData } from "./wanted-data.ts";

/** The metadata of an object under which nacre writes the SHA-256 of its content. */
const sha256Metadata = "nacre-sha256";
/** S3 copies at most so many bytes in one call. */
const largestCopy = 5 * 1024 ** 3;

/** What lies at a place in S3. */
export interface Found {
  readonly bytes: number;
  /** SHA-256 in hexadecimal digits, where it is known. */
  readonly sha256: string | undefined;
  readonly etag: string | undefined;
}

/** Data that was put, or was there. */
export interface PutData extends Found {
  readonly action: "copied" | "uploaded" | "present";
}

/** Reads and writes data in S3. */
export class DataStore {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** What lies at a URI; undefined when nothing does. */
  async look(uri: string): Promise<Found | undefined> {
    const { bucket, key } = parseUri(uri);
    const s3 = await this.#session.s3();
    try {
      const found = await s3.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" }),
      );
      // A checksum of parts is not that of the content.
      const checksum = found.ChecksumType === "COMPOSITE" ? undefined : found.ChecksumSHA256;
      return {
        bytes: found.ContentLength ?? 0,
        sha256: found.Metadata?.[sha256Metadata] ?? hexOf(checksum),
        etag: found.ETag,
      };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** What is to be put: the source, as far as it can be known without reading all of an object. */
  async lookAtSource({ from, parameter }: WantedData): Promise<Found> {
    if ("file" in from) {
      const { size } = statSync(from.file);
      return { bytes: size, sha256: await fileDigest(from.file), etag: undefined };
    }
    try {
      const found = await this.look(from.object);
      if (found !== undefined) return found;
    } catch (error) {
      // S3 says the same of an object that is not there and of one that may not be read.
      if (!(error instanceof NacreError) || statusOf(error) !== 403) throw error;
    }
    throw userError(
      "DATA_SOURCE_MISSING",
      `the data of ${parameter} cannot be read at its source ${from.object}`,
      {
        help:
          "it may not be offered in this region, or the credentials may not read it (s3:GetObject); " +
          `put a file of your own: nacre data --from ${parameter}=FILE`,
      },
    );
  }

  /** Puts the data where it is wanted, whole or not at all. */
  async put(
    { uri, from }: WantedData,
    source: Found,
    onBytes: (bytes: number) => void,
  ): Promise<PutData> {
    const { bucket, key } = parseUri(uri);
    const s3 = await this.#session.s3();
    if ("file" in from) {
      const Metadata = { [sha256Metadata]: source.sha256 ?? "" };
      const Body = createReadStream(from.file);
      const upload = new Upload({
        client: s3,
        params: { Bucket: bucket, Key: key, Body, Metadata, ChecksumAlgorithm: "SHA256" },
        partSize: 16 * 1024 ** 2,
      });
      upload.on("httpUploadProgress", ({ loaded = 0 }) => onBytes(loaded));
      const { ETag } = await upload.done();
      return { ...source, etag: ETag, action: "uploaded" };
    }
    if (source.bytes > largestCopy) {
      throw userError("DATA_TOO_LARGE", `${from.object} has more than 5 GiB`, {
        help: `copy it with the AWS CLI, which does it in parts: aws s3 cp ${from.object} ${uri}`,
      });
    }
    const { bucket: fromBucket, key: fromKey } = parseUri(from.object);
    const { CopyObjectResult } = await s3.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key: key,
        CopySource: `${fromBucket}/${fromKey.split("/").map(encodeURIComponent).join("/")}`,
        ChecksumAlgorithm: "SHA256",
        // Whoever changes the source meanwhile makes the copy fail.
        ...(source.etag === undefined ? {} : { CopySourceIfMatch: source.etag }),
      }),
    );
    onBytes(source.bytes);
    const sha256 = hexOf(CopyObjectResult?.ChecksumSHA256) ?? source.sha256;
    return { ...source, sha256, etag: CopyObjectResult?.ETag, action: "copied" };
  }
}

/** Whether two contents are the same, by whatever of them is known of both. */
export function isSameData(a: Found, b: Found): boolean {
  if (a.bytes !== b.bytes) return false;
  if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
  // Only an ETag that is an md5 says something of the content.
  const isMd5 = /^"?[0-9a-f]{32}"?$/;
  return a.etag === b.etag && isMd5.test(a.etag ?? "");
}

/** S3 writes checksums in base64; people compare hexadecimal digits. */
function hexOf(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("hex");
}
