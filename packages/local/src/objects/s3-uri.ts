import { NacreError } from "@nacre/core";

/** The two parts of an S3 URI. */
export interface S3Location {
  /** The bucket's name. */
  readonly bucket: string;
  /** The key or the start of keys; empty for the whole bucket. */
  readonly key: string;
}

/**
 * Takes an S3 URI apart.
 *
 * @throws NacreError `S3_URI_INVALID` when it is not `s3://bucket` or `s3://bucket/key`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  const [, bucket, key = ""] = match ?? [];
  const isKey = !key.includes("\0") && key.isWellFormed() && Buffer.byteLength(key) <= 1024;
  if (bucket === undefined || !isKey) {
    throw new NacreError("S3_URI_INVALID", `${JSON.stringify(uri)} is not an S3 URI.`, {
      help: "Write s3://bucket/key, with a bucket of 3 to 63 lower-case letters, digits, dots and hyphens and a key of at most 1,024 bytes.",
    });
  }
  return { bucket, key };
}

/** An S3 URI with more key after it, with one slash between. */
export function joinS3Uri(uri: string, ...parts: readonly string[]): string {
  return parts.reduce((whole, part) => `${whole.replace(/\/+$/, "")}/${part}`, uri);
}

/** The name of an object that was found under a prefix: what follows the prefix's folder part. */
export function nameUnderPrefix(key: string, prefix: string): string {
  if (key !== prefix && key.startsWith(prefix)) {
    const rest = key.slice(prefix.length);
    if (prefix === "" || prefix.endsWith("/")) return rest;
    // `a/train` finds `a/train/x.csv`: there the prefix is the folder itself.
    if (rest.startsWith("/")) return rest.slice(1);
  }
  return key.slice(prefix.lastIndexOf("/") + 1);
}
