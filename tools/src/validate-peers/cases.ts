import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@nacre/core";

/** A definition with one fault, and the one it was made from. */
export interface Case {
  readonly name: string;
  /** What is wrong, in words. */
  readonly what: string;
  readonly broken: string;
  /** The definition without the fault, where it is at hand. */
  readonly good: string | undefined;
  /** JSON path of the fault, where it is written down. */
  readonly path: string | undefined;
}

/** A row of INDEX.md: file, from, what is wrong, fault, … */
const row = /^\| (?<file>\S+\.json) \| (?<from>\S+) \| (?<what>.*?) \| `(?<path>[^`]*)` \|/;

/** The broken definitions of a corpus folder, as its `broken/INDEX.md` lists them. */
export function corpusCases(folder: string): Case[] {
  const index = readFileSync(join(folder, "broken", "INDEX.md"), "utf8");
  return index.split("\n").flatMap((line) => {
    const { file, from, what, path } = row.exec(line)?.groups ?? {};
    if (file === undefined || from === undefined || what === undefined || path === undefined) {
      return [];
    }
    const good = join(folder, from);
    return {
      name: file.replace(/\.json$/, ""),
      what,
      broken: readFileSync(join(folder, "broken", file), "utf8"),
      good: existsSync(good) ? readFileSync(good, "utf8") : undefined,
      // Of "(not JSON …)" and "A (and B)" only a path that begins the text is one.
      path: path.startsWith("$") ? path.split(" (")[0] : undefined,
    };
  });
}

/** The good definitions of a corpus folder. */
export function goodDefinitions(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

/** The two examples of every rule of Nacre that is about definitions. */
export function ruleCases(): Case[] {
  return rules
    .filter(({ isOnRequests }) => isOnRequests !== true)
    .map(({ id, reason, failing, passing }) => ({
      name: id,
      what: reason,
      broken: failing,
      good: passing,
      path: undefined,
    }));
}
