import type { Dirent } from "node:fs";
import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NacreError } from "@nacre/core";
import { copy, faultCode, linkOrCopy, move, replaceFile } from "./files.ts";
import { keyToPath, nameToSegment } from "./key-path.ts";
import { nameUnderPrefix, parseS3Uri } from "./s3-uri.ts";

/** An object that was found. */
export interface FoundObject {
  /** Its key in the bucket. */
  readonly key: string;
  /** Its name as a job sees it: what follows the folder part of the prefix. */
  readonly name: string;
  /** The file with its content; not to be changed. */
  readonly file: string;
}

/** The folder with all objects of a home: `s3/<bucket>/<key>`. */
export function sharedFolder(home: string): string {
  return join(home, "s3");
}

/**
 * The objects as one execution sees them.
 *
 * Definitions name fixed output URIs, so two runs at once write the same keys. Each execution
 * therefore keeps what it wrote in a folder of its own, reads that first, and publishes it to the
 * folder that all share (by a hard link, so that it costs no space). Where an execution has written
 * something under a prefix, what others wrote there since it started is not seen.
 */
export class ObjectStore {
  readonly #own: string;
  readonly #shared: string;
  readonly #aside: string;
  readonly #since: number;

  /**
   * @param home - the folder with all state
   * @param own - the folder for what this execution writes; on the same file system as `home`
   * @param since - when the execution started, in milliseconds since 1970
   */
  constructor(home: string, own: string, since: number) {
    this.#own = own;
    this.#shared = sharedFolder(home);
    this.#aside = join(home, "tmp");
    this.#since = since;
  }

  /** Puts a copy of a file, or a content, under a URI. */
  async put(uri: string, from: string | Uint8Array): Promise<void> {
    await inPlace(uri, async () => {
      const path = this.ownPath(uri);
      await replaceFile(path, this.#aside, (temporary) =>
        typeof from === "string" ? copy(from, temporary) : writeFile(temporary, from),
      );
      await this.#publish(uri, path);
    });
  }

  /** Moves a file that nobody else uses under a URI. */
  async take(uri: string, file: string): Promise<void> {
    await inPlace(uri, async () => {
      const path = this.ownPath(uri);
      await move(file, path);
      const now = new Date();
      await utimes(path, now, now);
      await this.#publish(uri, path);
    });
  }

  /** Where this execution keeps what it writes under a URI. */
  ownPath(uri: string): string {
    const { bucket, key } = parseS3Uri(uri);
    const folder = join(this.#own, bucket);
    const path = key.replace(/\/+$/, "");
    return path === "" ? folder : keyToPath(folder, path);
  }

  /** Every object whose URI starts with a string, in the order of their keys; none is an empty list. */
  async list(prefixUri: string): Promise<FoundObject[]> {
    const { bucket, key: prefix } = parseS3Uri(prefixUri);
    const own = await filesUnder(join(this.#own, bucket), prefix);
    const shared = await filesUnder(join(this.#shared, bucket), prefix);
    const others = [...shared].filter(([key]) => !own.has(key));
    const visible = own.size === 0 ? others : await this.#olderThanThisRun(others);
    return [...own, ...visible]
      .map(([key, file]) => ({ key, file, name: nameUnderPrefix(key, prefix) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Whether an object lies exactly under a URI. */
  async has(uri: string): Promise<boolean> {
    return (await this.find(uri)) !== undefined;
  }

  /** The file of the object that lies exactly under a URI. */
  async find(uri: string): Promise<string | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    if (key === "") return undefined;
    for (const root of [this.#own, this.#shared]) {
      const file = keyToPath(join(root, bucket), key);
      // oxlint-disable-next-line no-await-in-loop -- the second only when the first is not there
      if (await isFile(file)) return file;
    }
    return undefined;
  }

  /** The text of an object; undefined when there is none. */
  async readText(uri: string): Promise<string | undefined> {
    const file = await this.find(uri);
    return file === undefined ? undefined : readFile(file, "utf8");
  }

  async #olderThanThisRun(files: readonly [string, string][]): Promise<[string, string][]> {
    const times = await Promise.all(files.map(async ([, file]) => (await stat(file)).mtimeMs));
    return files.filter((_, index) => (times[index] ?? 0) < this.#since);
  }

  async #publish(uri: string, file: string): Promise<void> {
    const { bucket, key } = parseS3Uri(uri);
    await replaceFile(keyToPath(join(this.#shared, bucket), key), this.#aside, (temporary) =>
      linkOrCopy(file, temporary),
    );
  }
}

/** S3 knows no folders: `a` and `a/b` may both be objects there, and cannot both be files here. */
async function inPlace(uri: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"].includes(faultCode(error) ?? "")) throw error;
    throw new NacreError(
      "S3_KEY_UNSUPPORTED",
      `${uri} cannot be kept: here no object can have the name of another object's folder.`,
      { help: "Give one of the two objects another name, or use another --home.", cause: error },
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

/** Key and file of every object below a bucket's folder whose key starts with a string. */
async function filesUnder(bucketFolder: string, prefix: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const folderKey = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const folder = folderKey === "" ? bucketFolder : keyToPath(bucketFolder, folderKey.slice(0, -1));
  await collect(folder, folderKey, prefix, found);
  return found;
}

async function collect(
  folder: string,
  folderKey: string,
  prefix: string,
  found: Map<string, string>,
): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return;
    throw error;
  }
  const inner = entries.map(async (entry) => {
    const key = folderKey + nameToSegment(entry.name);
    const path = join(folder, entry.name);
    const within = key.startsWith(prefix);
    if (entry.isFile() && within) found.set(key, path);
    if (entry.isDirectory() && (within || prefix.startsWith(`${key}/`))) {
      await collect(path, `${key}/`, prefix, found);
    }
  });
  await Promise.all(inner);
}

function isAbsence(error: unknown): boolean {
  const code = faultCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
