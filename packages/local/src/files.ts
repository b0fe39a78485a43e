import { isUtf8 } from "node:buffer";
import { constants, type Dirent } from "node:fs";
import { copyFile, link, mkdir, readdir, rename, rm, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomToken } from "./random.ts";

/** The code of a file system fault, such as `ENOENT` or `ENOSPC`; undefined for other errors. */
export function faultCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Copies a file; on file systems that can, the two share their blocks until one is written to. */
export async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** Gives a file a second name, or where the file system cannot, makes a copy. `to` must not exist. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }
}

/**
 * Puts a file in place in one go: `write` makes it under another name in the folder `aside`, which
 * must be on the same file system, then it is renamed. Readers see the old content or the new.
 */
export async function replaceFile(
  target: string,
  aside: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(aside, randomToken(16));
  await mkdir(aside, { recursive: true });
  try {
    await write(temporary);
    await mkdir(dirname(target), { recursive: true });
    await rename(temporary, target);
  } finally {
    // Also when it went well: of two names of one file, renaming one to the other removes neither.
    await rm(temporary, { force: true });
  }
}

/** What holds more than this is removed with less at once. */
const mostAtOnce = 100;

/**
 * Removes a folder with all in it; as `rm`, but with a quarter of its calls where little is in it.
 *
 * @throws what `rm` of node:fs throws, but not where there is no such folder
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await removeSmall(folder);
  } catch {
    // Whatever is in the way, as that there is much: `rm` sees to it, or says what it is.
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  }
}

async function removeSmall(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length > mostAtOnce) throw new Error("not small");
  await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? removeSmall(path) : unlink(path);
    }),
  );
  await rmdir(folder);
}

/** What lies in a folder. */
export interface FolderEntry {
  /** Its name; where that is not UTF-8, something like it. */
  readonly name: string;
  /** False for a name that is not UTF-8: `name` then leads to nothing. */
  readonly isUtf8: boolean;
  /** `other` is a pipe, a socket or a device. */
  readonly kind: "file" | "folder" | "link" | "other";
}

/** The entries of a folder. File names are bytes, which Node by itself reads as UTF-8, with losses. */
export async function entriesOf(folder: string): Promise<FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: "buffer" });
  return entries.map((entry) => ({
    name: entry.name.toString(),
    isUtf8: isUtf8(entry.name),
    kind: kindOf(entry),
  }));
}

function kindOf(entry: Dirent<Buffer>): FolderEntry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}
