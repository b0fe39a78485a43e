import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { NacreError } from "../errors.ts";
import { ignoreRules } from "./ignore.ts";

/** A file in a folder of code. */
export interface FolderFile {
  /** Path inside the folder, with `/`. */
  readonly path: string;
  /** Absolute path. */
  readonly file: string;
  readonly isExecutable: boolean;
}

/** Name of the file that lists what is no part of a folder of code. */
const ignoreFile = ".nacreignore";

/**
 * The files of a folder of code, sorted by path (by code unit, the same on every machine).
 * Symbolic links count as the files they point to.
 */
export function filesOfFolder(root: string, step: string): FolderFile[] {
  try {
    const rulesFile = join(root, ignoreFile);
    const isIgnored = ignoreRules(existsSync(rulesFile) ? readFileSync(rulesFile, "utf8") : "");
    return list(root, "", isIgnored).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    throw codeFault(error, root, step);
  }
}

function list(
  root: string,
  folder: string,
  isIgnored: (path: string, isFolder: boolean) => boolean,
): FolderFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (path === ignoreFile || isIgnored(path, entry.isDirectory())) return [];
    if (entry.isDirectory()) return list(root, path, isIgnored);
    const file = join(root, path);
    return [{ path, file, isExecutable: (statSync(file).mode & 0o111) !== 0 }];
  });
}

/** The content of a file of code. */
export function readCode(file: string, step: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw codeFault(error, file, step);
  }
}

/** The fault of code that could not be read. */
function codeFault(error: unknown, file: string, step: string): NacreError {
  const cause = error instanceof Error ? error : new Error(String(error));
  const isMissing = "code" in cause && cause.code === "ENOENT";
  return isMissing
    ? new NacreError("CODE_NOT_FOUND", `The code of step "${step}" is not there: ${file}.`, {
        at: { step, file },
        help: "Check the path; relative ones are seen from the current directory.",
        cause,
      })
    : new NacreError(
        "CODE_UNREADABLE",
        `The code of step "${step}" cannot be read: ${file} (${cause.message}).`,
        { at: { step, file }, help: "Name a script, or { folder, entryPoint }.", cause },
      );
}
