import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { systemPython, temporaryFolder } from "../machine.ts";

/** An entry of an archive, as Python's tarfile writes it. */
export interface Entry {
  readonly name: string;
  /** @default "file" */
  readonly type?: string;
  readonly target?: string;
  readonly content?: string;
  /** That many zeros, in place of a content. */
  readonly size?: number;
  readonly mode?: number;
  readonly mtime?: number;
  readonly pax?: Readonly<Record<string, string>>;
}

/** How an archive is made besides its entries. */
export interface Making {
  readonly mode?: string;
  readonly format?: "pax" | "gnu" | "ustar";
  readonly encoding?: string;
  /** The archive ends after that many bytes. */
  readonly cut?: number;
}

/** An archive made by Python's tarfile. */
export function archiveOf(entries: readonly Entry[], making: Making = {}): string {
  const file = join(temporaryFolder(), "archive.tar.gz");
  const program = join(import.meta.dirname, "make-archive.py");
  const { status, stderr } = spawnSync(systemPython, [program, file], {
    input: JSON.stringify({ ...making, entries }),
  });
  if (status !== 0) throw new Error(stderr.toString());
  return file;
}

/** What Python's tarfile reads in an archive: name, type, mode, mtime, owner, target, size. */
export function entriesIn(archive: string): unknown[] {
  const code = `import json, sys, tarfile
with tarfile.open(sys.argv[1], "r:gz") as archive:
  print(json.dumps([[i.name, i.type.decode(), oct(i.mode), i.mtime, i.uid, i.linkname, i.size] for i in archive]))`;
  const { stdout, stderr } = spawnSync(systemPython, ["-c", code, archive]);
  if (stdout.length === 0) throw new Error(stderr.toString());
  // As the lines of Python print it.
  return JSON.parse(stdout.toString()) as unknown[];
}
