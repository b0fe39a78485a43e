import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NacreError } from "@nacre/core";
import type { PutObject } from "./execution.ts";
import { faultCode } from "./files.ts";
import type { Objects } from "./objects/objects.ts";
import { sharedFolder } from "./objects/open-objects.ts";

/** What users are told on a machine without sandboxes. */
export const rewritingWarning =
  "This machine lets no process have an /opt/ml of its own. Jobs run without a sandbox: paths below " +
  "/opt/ml are rewritten inside Python, which is good for plain Python scripts only. On Linux, " +
  "install bubblewrap or allow user namespaces.";

/**
 * Makes the folders of a home, and of an execution in it.
 *
 * @throws NacreError `LOCAL_HOME_UNUSABLE`
 */
export async function makeHome(home: string, directory?: string): Promise<void> {
  try {
    const own = directory === undefined ? [] : [join(directory, "s3")];
    const folders = [sharedFolder(home), join(home, "tmp"), ...own];
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  } catch (error) {
    throw asHomeFault(error, home);
  }
}

/** A fault of the file system during the preparation as what it is: the home's. */
export function asHomeFault(error: unknown, home: string): unknown {
  const code = faultCode(error);
  // Codes of Node itself (ERR_…) are faults of ours.
  if (error instanceof NacreError || code === undefined || code.startsWith("ERR_")) return error;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new NacreError(
    isFull ? "LOCAL_DISK_FULL" : "LOCAL_HOME_UNUSABLE",
    isFull
      ? `There is no room left for the folder ${home}: ${code}.`
      : `The folder ${home} cannot be written: ${code}.`,
    {
      at: { file: home },
      help: isFull
        ? "Make room on its disk, or choose a folder on another one with --home."
        : "Choose another folder with --home.",
      cause: error,
    },
  );
}

/**
 * Puts objects, the later ones over the earlier.
 *
 * @throws NacreError `LOCAL_FILE_MISSING`, and those of {@link Objects}
 */
export async function putObjects(to: Objects, objects: readonly PutObject[]): Promise<void> {
  for (const object of objects) {
    /* oxlint-disable no-await-in-loop -- of two files for one URI the last one counts */
    if ("content" in object) {
      await to.put(object.uri, object.content);
      continue;
    }
    const { uri, file } = object;
    try {
      await access(file, constants.R_OK);
    } catch (error) {
      const code = faultCode(error) ?? String(error);
      throw new NacreError("LOCAL_FILE_MISSING", `${file} cannot be put under ${uri}: ${code}.`, {
        at: { file },
        help: "Name a file that can be read.",
        cause: error,
      });
    }
    await to.put(uri, file);
    /* oxlint-enable no-await-in-loop */
  }
}
