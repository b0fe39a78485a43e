import {
  CreateBucketCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type BucketLocationConstraint,
} from "@aws-sdk/client-s3";
import { isFault, statusOf } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { type AssetState, type AssetStore, parseUri } from "./asset-store.ts";

/** The metadata of an object under which nacre writes the md5 of its content. */
const md5Metadata = "nacre-md5";

/** Assets in S3. */
export class S3AssetStore implements AssetStore {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async missingBuckets(buckets: readonly string[]): Promise<string[]> {
    const there = await Promise.all(buckets.map((bucket) => this.#hasBucket(bucket)));
    return buckets.filter((_, index) => !there[index]);
  }

  async #hasBucket(bucket: string): Promise<boolean> {
    const s3 = await this.#session.s3();
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket, ...(await this.#owner(bucket)) }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      if (statusOf(error) !== 403) throw error;
      throw userError(
        "BUCKET_NOT_YOURS",
        `bucket ${bucket} is of another account, or these credentials may not look at it (s3:ListBucket)`,
        {
          help:
            "check the account (aws sts get-caller-identity) and its policy (`nacre policy --deployer`), " +
            "or use another bucket: --context bucket=NAME",
          cause: error,
        },
      );
    }
  }

  async makeBucket(bucket: string): Promise<void> {
    const s3 = await this.#session.s3();
    const { region } = this.#session;
    // The SDK lists the regions it knows; S3 knows the newer ones.
    const LocationConstraint = region as BucketLocationConstraint;
    try {
      await s3.send(
        new CreateBucketCommand({
          Bucket: bucket,
          // The first region is the one that cannot be named here.
          ...(region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      );
    } catch (error) {
      if (isFault(error, "BucketAlreadyOwnedByYou")) return;
      if (!isFault(error, "BucketAlreadyExists")) throw error;
      throw userError("BUCKET_NOT_YOURS", `bucket ${bucket} is of another account`, {
        help: "use another bucket: --context bucket=NAME",
        cause: error,
      });
    }
  }

  async contentsOf(folder: string): Promise<ReadonlyMap<string, string | undefined>> {
    const { bucket, key } = parseUri(folder);
    const client = await this.#session.s3();
    const owner = await this.#owner(bucket);
    const found = new Map<string, string | undefined>();
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: key, ...owner });
    for await (const { Contents = [] } of pages) {
      for (const { Key = "", ETag } of Contents) {
        // An ETag with a hyphen is of an object that was put in parts.
        const etag = ETag?.replaceAll('"', "") ?? "";
        found.set(`s3://${bucket}/${Key}`, /^[0-9a-f]{32}$/.test(etag) ? etag : undefined);
      }
    }
    return found;
  }

  async stateOf(uri: string, md5: string, size: number): Promise<AssetState> {
    const { bucket, key } = parseUri(uri);
    const s3 = await this.#session.s3();
    try {
      const owner = await this.#owner(bucket);
      const found = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...owner }));
      return isSame(found, md5, size) ? "present" : "differs";
    } catch (error) {
      if (statusOf(error) === 404) return "absent";
      throw error;
    }
  }

  async put(
    uri: string,
    content: Uint8Array,
    md5: string,
    replaces: boolean,
  ): Promise<string | undefined> {
    const { bucket, key } = parseUri(uri);
    const s3 = await this.#session.s3();
    try {
      const { VersionId } = await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: content,
          Metadata: { [md5Metadata]: md5 },
          ...(replaces ? {} : { IfNoneMatch: "*" }),
          ...(await this.#owner(bucket)),
        }),
      );
      return VersionId;
    } catch (error) {
      // 412: something is there; 409: something is being put there.
      if (statusOf(error) !== 412 && statusOf(error) !== 409) throw error;
      // Someone put an object there meanwhile; most likely this very request, whose answer was lost.
      if ((await this.stateOf(uri, md5, content.length)) === "present") return undefined;
      throw userError("ASSET_DIFFERS", `another content was put at ${uri} meanwhile`, {
        help: "deploy again: it shows what is overwritten, and asks",
        cause: error,
      });
    }
  }

  async holdsAny(uri: string): Promise<boolean> {
    const { bucket, key } = parseUri(uri);
    const s3 = await this.#session.s3();
    try {
      const found = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }),
      );
      return (found.KeyCount ?? found.Contents?.length ?? 0) > 0;
    } catch (error) {
      if (isFault(error, "NoSuchBucket")) return false;
      throw error;
    }
  }

  /** A bucket that has the account in its name must be of the account: anyone could have made it. */
  async #owner(bucket: string): Promise<{ ExpectedBucketOwner?: string }> {
    const account = await this.#session.account();
    return bucket.endsWith(`-${account}`) ? { ExpectedBucketOwner: account } : {};
  }
}

/**
 * By the md5 that was written with the object, else by its ETag, which is the md5 of an object that was
 * put in one piece and is not encrypted with a key of KMS; where neither tells, by its length.
 */
function isSame(found: HeadObjectCommandOutput, md5: string, size: number): boolean {
  const written = found.Metadata?.[md5Metadata];
  if (written !== undefined) return written === md5;
  const etag = found.ETag?.replaceAll('"', "");
  const isMd5 = /^[0-9a-f]{32}$/.test(etag ?? "") && !found.ServerSideEncryption?.includes("kms");
  return isMd5 ? etag === md5 : found.ContentLength === size;
}
