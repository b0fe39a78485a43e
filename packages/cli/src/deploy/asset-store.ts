/** What lies at the URI of an asset: nothing, the asset, or something else. */
export type AssetState = "absent" | "present" | "differs";

/** Where assets are put. */
export interface AssetStore {
  /** The buckets among these that are not there. */
  missingBuckets(buckets: readonly string[]): Promise<string[]>;
  makeBucket(bucket: string): Promise<void>;
  /** What lies below a URI that ends in `/`: for each URI the md5 of the content, where it is known. */
  contentsOf(folder: string): Promise<ReadonlyMap<string, string | undefined>>;
  /** What lies at a URI, compared with a content of which the md5 is known. */
  stateOf(uri: string, md5: string, size: number): Promise<AssetState>;
  /**
   * Puts a content at a URI.
   *
   * @param replaces - whether what is there may be overwritten; else it stays and must be the same
   * @returns the id of the version, where the bucket keeps versions
   */
  put(
    uri: string,
    content: Uint8Array,
    md5: string,
    replaces: boolean,
  ): Promise<string | undefined>;
  /** Whether an object lies at a URI, or any object below it. */
  holdsAny(uri: string): Promise<boolean>;
}

/** Bucket and key of an S3 URI. */
export function parseUri(uri: string): { bucket: string; key: string } {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  return { bucket, key };
}
