import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync as Sqlite, SQLInputValue, StatementSync } from "node:sqlite";
import { NacreError } from "@nacre/core";
import { migrations } from "./migrations.ts";
import { DatabaseSync } from "./sqlite.ts";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, null | number | bigint | string | Uint8Array>>;

/** The folder of the database and of the engines' locks; jobs do not see it. */
export function stateFolder(home: string): string {
  return join(home, "state");
}

/** The file of the database of a home. */
export function stateFile(home: string): string {
  return join(stateFolder(home), "state.sqlite");
}

/** Whether a folder is a home: whether anything was run in it, deployed to it or served from it. */
export function hasState(home: string): boolean {
  return existsSync(stateFile(home));
}

/** How long a writer waits for another one, in milliseconds. */
const busyTimeoutMs = 30_000;

/**
 * The database of a home, `state/state.sqlite`: all that must last, but for objects and logs, which are
 * files. Any number of processes may have it open; what is written when a transaction ends outlives
 * the death of each of them.
 */
export class Database {
  /** The folder with all state. */
  readonly home: string;
  readonly #sqlite: Sqlite;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /**
   * Opens the database of a home, and makes or updates it where that is needed.
   *
   * @throws NacreError `LOCAL_STATE_NEWER` when a later version of nacre has written it,
   * `LOCAL_HOME_UNUSABLE` when it cannot be opened.
   */
  constructor(home: string) {
    this.home = home;
    const file = stateFile(home);
    try {
      mkdirSync(stateFolder(home), { recursive: true });
      this.#sqlite = new DatabaseSync(file, { timeout: busyTimeoutMs });
      this.#sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      this.#migrate(file);
    } catch (error) {
      if (error instanceof NacreError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new NacreError("LOCAL_HOME_UNUSABLE", `${file} cannot be opened: ${reason}.`, {
        at: { file },
        help: "Choose another folder with --home, or move this file away to begin anew.",
        cause: error,
      });
    }
  }

  /** The rows of a query. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement(sql).all(...values);
  }

  /** The first row of a query; undefined when there is none. */
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  /** Runs a statement and gives how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /**
   * Does all of `work` or nothing of it, and nobody writes meanwhile. `work` must not wait for
   * anything. Transactions may stand inside one another; the outermost one counts.
   */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#statement("BEGIN IMMEDIATE").run();
    this.#depth += 1;
    try {
      const result = work();
      this.#statement("COMMIT").run();
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** The next number of the order in which executions and steps change. Inside a transaction. */
  nextSequence(): number {
    const row = this.get(
      "UPDATE counters SET value = value + 1 WHERE name = 'sequence' RETURNING value",
    );
    return Number(row?.["value"]);
  }

  /** A number that changes when another connection has written; cheap to ask. */
  otherWrites(): number {
    return Number(this.get("PRAGMA data_version")?.["data_version"]);
  }

  /** Closes it. */
  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #rollBack(): void {
    try {
      this.#sqlite.exec("ROLLBACK");
    } catch {
      // Some faults, such as a full disk, have ended the transaction already.
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #migrate(file: string): void {
    const version = (): number => Number(this.get("PRAGMA user_version")?.["user_version"]);
    if (version() === migrations.length) return;
    this.transaction(() => {
      const from = version();
      if (from > migrations.length) {
        throw new NacreError(
          "LOCAL_STATE_NEWER",
          `${file} has schema ${from}, this nacre knows ${migrations.length}.`,
          { at: { file }, help: "Use the newer nacre that wrote it, or another --home." },
        );
      }
      for (const step of migrations.slice(from)) this.#sqlite.exec(step);
      this.#sqlite.exec(`PRAGMA user_version = ${migrations.length}`);
    });
  }
}
