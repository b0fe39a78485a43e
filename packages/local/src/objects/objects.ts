/** An object that was found. */
export interface FoundObject {
  /** Its S3 URI. */
  readonly uri: string;
  /** Its key in the bucket. */
  readonly key: string;
  /** Its name as a job sees it: what follows the folder part of the prefix. */
  readonly name: string;
  /** How long it is, in bytes. */
  readonly size: number;
  /** When it was last written. */
  readonly lastModified: Date;
}

/**
 * Objects by S3 URI, wherever they lie. No method makes a bucket. An object is seen whole or not at
 * all, however a process that writes it ends.
 *
 * Every method throws a NacreError for what is not the program's fault: `S3_URI_INVALID`; for a folder
 * `S3_KEY_UNSUPPORTED` and `LOCAL_STORE_LINK`; for S3 itself `S3_BUCKET_MISSING`, `S3_ACCESS_DENIED`,
 * `S3_CREDENTIALS`, `S3_UNREACHABLE` and `S3_FAILED`.
 */
export interface Objects {
  /** Every object whose URI starts with a string, in the order of their keys; none is an empty list. */
  list(prefixUri: string): Promise<FoundObject[]>;
  /** Whether the URI of any object starts with a string. */
  holdsAny(prefixUri: string): Promise<boolean>;
  /** Whether an object lies exactly under a URI. */
  has(uri: string): Promise<boolean>;
  /**
   * Copies an object into a file, made with its folders when it is complete.
   *
   * @param signal - ends the copying; then its reason is thrown
   * @returns false when there is no such object
   */
  fetch(uri: string, file: string, signal?: AbortSignal): Promise<boolean>;
  /** The text of an object; undefined when there is none. For small ones: it is held in memory. */
  readText(uri: string): Promise<string | undefined>;
  /** Puts a copy of a file, or a content, under a URI; what was there is replaced. */
  put(uri: string, from: string | Uint8Array): Promise<void>;
  /**
   * As {@link put}, for a file that nobody changes any more: where it can be, the object is another
   * name of the same file. The file stays.
   */
  take(uri: string, file: string): Promise<void>;
}
