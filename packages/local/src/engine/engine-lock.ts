import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync as Sqlite } from "node:sqlite";
import { stateFolder } from "../state/database.ts";
import { DatabaseSync } from "../state/sqlite.ts";

/**
 * What an engine holds as long as its process lives: the exclusive lock of a small SQLite file. The
 * operating system lets go of it when the process ends, however it ends.
 */
export class EngineLock {
  readonly #file: string;
  readonly #sqlite: Sqlite;

  /** Takes the lock of an engine; nobody else has its id. */
  constructor(home: string, id: string) {
    mkdirSync(folderOf(home), { recursive: true });
    this.#file = fileOf(home, id);
    this.#sqlite = new DatabaseSync(this.#file, { timeout: 0 });
    this.#sqlite.exec("BEGIN EXCLUSIVE");
  }

  /** Lets it go, and removes the file. */
  release(): void {
    // First the file: whoever looks sees a lock that is held or no file, never a file to take.
    rmSync(this.#file, { force: true });
    this.#sqlite.close();
  }
}

/**
 * Whether the engine with an id has ended: its lock is free, or its file is gone. Where that cannot be
 * found out, for want of file descriptors for example, it counts as one that lives.
 */
export function engineHasEnded(home: string, id: string): boolean {
  const file = fileOf(home, id);
  if (!existsSync(file)) return true;
  let sqlite: Sqlite | undefined;
  try {
    sqlite = new DatabaseSync(file, { timeout: 0, readOnly: true });
    sqlite.exec("BEGIN; SELECT count(*) FROM sqlite_schema; COMMIT");
    return true;
  } catch {
    return false;
  } finally {
    sqlite?.close();
  }
}

/** Removes what an engine that has ended left behind. */
export function removeLock(home: string, id: string): void {
  rmSync(fileOf(home, id), { force: true });
}

function folderOf(home: string): string {
  return join(stateFolder(home), "engines");
}

function fileOf(home: string, id: string): string {
  return join(folderOf(home), `${id}.sqlite`);
}
