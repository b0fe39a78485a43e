import { constants } from "node:fs";
import { copyFile, link, mkdir, rename, rm, unlink } from "node:fs/promises";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomToken } from "../random.ts";

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

/** Moves a file, also from one file system to another. */
export async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (faultCode(error) !== "EXDEV") throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await unlink(from);
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
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a small text file aside and renames it; synchronous, so that states are written in order. */
export function replaceTextSync(target: string, text: string): void {
  const temporary = `${target}.${randomToken(8)}.new`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(temporary, text);
  renameSync(temporary, target);
}
