import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { StepFailure } from "../step-failure.ts";

const execute = promisify(execFile);

/** Packs what is in a folder into a `.tar.gz`, with names that start at the folder. */
export async function pack(folder: string, archive: string): Promise<void> {
  const names = (await readdir(folder)).toSorted();
  const what = names.length === 0 ? ["--files-from", "/dev/null"] : ["--", ...names];
  await tar(["-czf", archive, "-C", folder, ...what], `packing ${archive}`);
}

/**
 * Unpacks a `.tar.gz` into a folder. `tar` itself refuses names that lead out of the folder.
 *
 * @throws StepFailure when it is no such archive.
 */
export async function unpack(archive: string, folder: string, uri: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const options = ["--no-same-owner", "--no-same-permissions"];
  await tar(["-xzf", archive, ...options, "-C", folder], `unpacking ${uri}`);
}

async function tar(args: readonly string[], action: string): Promise<void> {
  try {
    await execute("tar", args);
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    const reason = output.trim().split("\n")[0] ?? "";
    throw new StepFailure(`ClientError: ${action} failed: ${reason || String(error)}`);
  }
}
