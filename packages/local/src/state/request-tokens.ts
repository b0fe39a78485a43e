import type { JsonObject } from "@nacre/core";
import type { Database } from "./database.ts";
import { RowReader } from "./row-reader.ts";

/** How long the answer to a request is remembered, in milliseconds. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** What was answered to a request. */
export interface RememberedAnswer {
  /** What tells its input from others. */
  readonly inputHash: string;
  readonly output: JsonObject;
}

/**
 * Answers to requests that had a `ClientRequestToken`, for a day: a client that did not hear the answer
 * asks again with the same token and gets the same answer.
 */
export class RequestTokens {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The answer to an earlier request; undefined when there was none with that token. */
  find(operation: string, token: string): RememberedAnswer | undefined {
    const row = this.#database.get(
      `SELECT input_hash, output_json FROM request_tokens
       WHERE operation = ? AND token = ? AND created_time > ?`,
      operation,
      token,
      Date.now() - rememberedMs,
    );
    if (row === undefined) return undefined;
    const read = new RowReader(row);
    return { inputHash: read.text("input_hash"), output: read.json<JsonObject>("output_json") };
  }

  /** Remembers an answer, and forgets those that are too old. */
  remember(operation: string, token: string, { inputHash, output }: RememberedAnswer): void {
    const now = Date.now();
    this.#database.run("DELETE FROM request_tokens WHERE created_time <= ?", now - rememberedMs);
    this.#database.run(
      `INSERT INTO request_tokens (operation, token, input_hash, output_json, created_time)
       VALUES (?, ?, ?, ?, ?)`,
      operation,
      token,
      inputHash,
      JSON.stringify(output),
      now,
    );
  }
}
