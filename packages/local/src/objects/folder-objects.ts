import { lstat, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NacreError } from "@nacre/core";
import { copy, entriesOf, faultCode, linkOrCopy, replaceFile } from "../files.ts";
import { keyToPath, nameToSegment } from "./key-path.ts";
import { nameUnderPrefix, parseS3Uri, type S3Location } from "./s3-uri.ts";
import { assertNoLink, linkFault } from "./no-links.ts";
import type { FoundObject, Objects } from "./objects.ts";

/**
 * Objects as files of a folder: `<folder>/<bucket>/<key>`. A bucket is there as soon as something is
 * put into it. Nothing in the folder is reached through a symbolic link.
 */
export class FolderObjects implements Objects {
  readonly #root: string;
  readonly #aside: string;

  /**
   * @param root - the folder
   * @param aside - a folder on the same file system, where files are written before they are renamed
   */
  constructor(root: string, aside: string) {
    this.#root = root;
    this.#aside = aside;
  }

  async list(prefixUri: string): Promise<FoundObject[]> {
    const { bucket, key: prefix } = parseS3Uri(prefixUri);
    const folderKey = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    const folder =
      folderKey === ""
        ? join(this.#root, bucket)
        : this.#path({ bucket, key: folderKey.slice(0, -1) });
    await assertNoLink(this.#root, folder);
    const keys = new Map<string, string>();
    await collect(folder, folderKey, prefix, keys);
    const found = await Promise.all(
      [...keys].map(async ([key, file]) => {
        const { size, mtime: lastModified } = await stat(file);
        const name = nameUnderPrefix(key, prefix);
        return { uri: `s3://${bucket}/${key}`, key, name, size, lastModified };
      }),
    );
    return inKeyOrder(found);
  }

  async holdsAny(prefixUri: string): Promise<boolean> {
    return (await this.list(prefixUri)).length > 0;
  }

  async has(uri: string): Promise<boolean> {
    return (await this.file(uri)) !== undefined;
  }

  async fetch(uri: string, file: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted();
    const from = await this.file(uri);
    if (from === undefined) return false;
    await copy(from, file);
    return true;
  }

  async readText(uri: string): Promise<string | undefined> {
    const file = await this.file(uri);
    return file === undefined ? undefined : readFile(file, "utf8");
  }

  async put(uri: string, from: string | Uint8Array): Promise<void> {
    await this.#replace(uri, (temporary) =>
      typeof from === "string" ? copy(from, temporary) : writeFile(temporary, from),
    );
  }

  async take(uri: string, file: string): Promise<void> {
    if (!(await lstat(file)).isFile()) throw linkFault(file);
    await this.#replace(uri, async (temporary) => {
      await linkOrCopy(file, temporary);
      const now = new Date();
      await utimes(temporary, now, now);
    });
  }

  /** The file of the object that lies exactly under a URI, not to be changed; undefined when there is none. */
  async file(uri: string): Promise<string | undefined> {
    const location = parseS3Uri(uri);
    if (location.key === "") return undefined;
    const file = this.#path(location);
    await assertNoLink(this.#root, file);
    return (await isFile(file)) ? file : undefined;
  }

  /** Where an object lies, or the folder of those whose keys start with a URI and a slash. */
  path(uri: string): string {
    const { bucket, key } = parseS3Uri(uri);
    const path = key.replace(/\/+$/, "");
    return path === "" ? join(this.#root, bucket) : this.#path({ bucket, key: path });
  }

  #path({ bucket, key }: S3Location): string {
    return keyToPath(join(this.#root, bucket), key);
  }

  async #replace(uri: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const location = parseS3Uri(uri);
    if (location.key === "") throw noKey(uri);
    const path = this.#path(location);
    try {
      await assertNoLink(this.#root, dirname(path));
      await replaceFile(path, this.#aside, write);
    } catch (error) {
      // S3 knows no folders: `a` and `a/b` may both be objects there, and cannot both be files here.
      const codes = ["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"];
      if (!codes.includes(faultCode(error) ?? "")) throw error;
      throw new NacreError(
        "S3_KEY_UNSUPPORTED",
        `${uri} cannot be kept: here no object can have the name of another object's folder.`,
        { help: "Give one of the two objects another name, or use another --home.", cause: error },
      );
    }
  }
}

/** In the order that S3 lists keys in: by their UTF-8 bytes. */
export function inKeyOrder(found: readonly FoundObject[]): FoundObject[] {
  return found
    .map((object) => ({ object, bytes: Buffer.from(object.key) }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ object }) => object);
}

function noKey(uri: string): NacreError {
  return new NacreError("S3_URI_INVALID", `${uri} names a bucket, and an object needs a key.`, {
    help: "Write s3://bucket/key.",
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

/** Key and file of every object below a folder whose key starts with a prefix. */
async function collect(
  folder: string,
  folderKey: string,
  prefix: string,
  found: Map<string, string>,
): Promise<void> {
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(folder);
  } catch (error) {
    if (isAbsence(error)) return;
    throw error;
  }
  const inner = entries.map(async ({ name, kind, isUtf8 }) => {
    const key = folderKey + nameToSegment(name);
    const path = join(folder, name);
    const within = key.startsWith(prefix);
    if (!within && !prefix.startsWith(`${key}/`)) return;
    if (!isUtf8) throw notUtf8(path);
    if (kind === "link") throw linkFault(path);
    if (kind === "file" && within) found.set(key, path);
    if (kind === "folder") await collect(path, `${key}/`, prefix, found);
  });
  await Promise.all(inner);
}

function notUtf8(path: string): NacreError {
  return new NacreError(
    "S3_KEY_UNSUPPORTED",
    `The name of ${path} is not UTF-8, and S3 keys are.`,
    {
      help: "Rename the file.",
    },
  );
}

function isAbsence(error: unknown): boolean {
  const code = faultCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
