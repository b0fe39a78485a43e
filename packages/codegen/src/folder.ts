import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { CodegenError } from "./errors.ts";
import type { GeneratedFile } from "./emit/emit.ts";
import { isGenerated } from "./emit/header.ts";
import { byCodeUnit } from "./names.ts";

/** How a folder differs from what would be generated; paths are below it, sorted. */
export interface Difference {
  /** There, but with another text. */
  readonly stale: readonly string[];
  readonly missing: readonly string[];
  /** There, but not generated any more. */
  readonly extra: readonly string[];
}

/** Last phase with `--check`: compares every file and changes none. */
export function compare(folder: string, files: readonly GeneratedFile[]): Difference {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  const present = filesIn(folder);
  const read = (path: string) => readFileSync(join(folder, path), "utf8").replaceAll("\r\n", "\n");
  return {
    stale: present.filter((path) => wanted.has(path) && wanted.get(path) !== read(path)),
    missing: [...wanted.keys()].filter((path) => !present.includes(path)),
    extra: present.filter((path) => !wanted.has(path)),
  };
}

/**
 * Last phase otherwise: writes what is stale or missing, each file aside and then renamed, and
 * removes generated files that no longer belong.
 *
 * @throws CodegenError `OUTPUT_FOREIGN_FILE` when the folder holds a file that was not generated
 */
export function write(folder: string, files: readonly GeneratedFile[]): Difference {
  const difference = compare(folder, files);
  const foreign = difference.extra.filter(
    (path) => !isGenerated(readFileSync(join(folder, path), "utf8")),
  );
  if (foreign.length > 0) {
    throw new CodegenError(
      "OUTPUT_FOREIGN_FILE",
      `${folder} holds what was not generated: ${foreign.join(", ")}.`,
      "Give a folder of generated files only, or an empty one, with --out.",
    );
  }
  const changed = new Set([...difference.stale, ...difference.missing]);
  for (const { path, text } of files) {
    if (changed.has(path)) writeAside(join(folder, path), text);
  }
  for (const path of difference.extra) {
    rmSync(join(folder, path));
    removeEmpty(dirname(path), folder);
  }
  return difference;
}

/** How a file differs from a text that would be written: not at all when undefined. */
export function compareFile(file: string, text: string): "stale" | "missing" | undefined {
  if (!existsSync(file)) return "missing";
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n") === text ? undefined : "stale";
}

/** Writes a file aside and then renames it, unless it has that text. */
export function writeFile(file: string, text: string): void {
  if (compareFile(file, text) !== undefined) writeAside(file, text);
}

function removeEmpty(path: string, folder: string): void {
  if (path === "." || readdirSync(join(folder, path)).length > 0) return;
  rmdirSync(join(folder, path));
  removeEmpty(dirname(path), folder);
}

function writeAside(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.aside`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, "/"))
    .toSorted(byCodeUnit);
}
