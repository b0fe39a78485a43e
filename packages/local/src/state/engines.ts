import type { Database } from "./database.ts";

/** The engines that are, or were when they died, at work in a home. */
export class Engines {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Notes an engine that begins. */
  add(id: string): void {
    this.#database.run(
      "INSERT INTO engines (id, pid, start_time) VALUES (?, ?, ?)",
      id,
      process.pid,
      Date.now(),
    );
  }

  /** Forgets an engine that has ended. */
  remove(id: string): void {
    this.#database.run("DELETE FROM engines WHERE id = ?", id);
  }

  /** The ids of all. */
  ids(): string[] {
    return this.#database.all("SELECT id FROM engines").map((row) => String(row["id"]));
  }
}
