import { lstat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { NacreError } from "@nacre/core";
import { faultCode } from "../files.ts";

/**
 * Makes sure that no part of a path below a folder is a symbolic link, which could lead out of the
 * folder. The folder itself may be one, and what is not there yet is none.
 *
 * @throws NacreError `LOCAL_STORE_LINK`
 */
export async function assertNoLink(root: string, path: string): Promise<void> {
  let part = root;
  for (const name of relative(root, path).split(sep)) {
    part = join(part, name);
    try {
      // oxlint-disable-next-line no-await-in-loop -- what is behind a link is not looked at
      if ((await lstat(part)).isSymbolicLink()) throw linkFault(part);
    } catch (error) {
      const code = faultCode(error);
      if (code === "ENOENT" || code === "ENOTDIR") return;
      throw error;
    }
  }
}

/** A symbolic link among the objects. */
export function linkFault(path: string): NacreError {
  return new NacreError(
    "LOCAL_STORE_LINK",
    `${path} is a symbolic link; among the objects of the local store are files and folders only.`,
    {
      at: { file: path },
      help: "Put the file itself there, not a link to it.",
    },
  );
}
