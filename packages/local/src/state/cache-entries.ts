import type { JsonObject } from "@nacre/core";
import type { CacheKey } from "../cache/cache-key.ts";
import type { CacheEntry } from "../cache/explain.ts";
import type { Database, Row } from "./database.ts";
import { RowReader } from "./row-reader.ts";

/** A step of a pipeline: what is cached for one is not for another. */
export interface CachedStep {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The step's name. */
  readonly step: string;
  /** The step's type. */
  readonly type: string;
}

/** The successes of steps that later executions may take over. */
export class CacheEntries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps a success; of several in one execution the last one counts. */
  add(
    { pipeline, step, type }: CachedStep,
    { hash, attributes }: CacheKey,
    execution: string,
    time: Date,
  ): void {
    this.#database.run(
      `INSERT OR REPLACE INTO cache_entries (pipeline, step, type, key_hash, key_json, execution,
         created_time) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      pipeline,
      step,
      type,
      hash,
      JSON.stringify(attributes),
      execution,
      time.getTime(),
    );
  }

  /**
   * The successes of a step that say whether it is taken from the cache: the newest with its key, and
   * the newest of all.
   *
   * @param hash - the hash of its key
   * @param before - only those from before this time, in milliseconds since 1970
   */
  candidates(
    { pipeline, step, type }: CachedStep,
    hash: string,
    before: number = Number.MAX_SAFE_INTEGER,
  ): CacheEntry[] {
    const where = "pipeline = ? AND step = ? AND type = ? AND created_time < ?";
    const newest = "ORDER BY created_time DESC LIMIT 1";
    const given = [pipeline, step, type, before] as const;
    const rows = [
      this.#database.get(
        `SELECT * FROM cache_entries WHERE ${where} AND key_hash = ? ${newest}`,
        ...given,
        hash,
      ),
      this.#database.get(`SELECT * FROM cache_entries WHERE ${where} ${newest}`, ...given),
    ];
    return rows.flatMap((row) => (row === undefined ? [] : [cacheEntry(row)]));
  }
}

function cacheEntry(row: Row): CacheEntry {
  const read = new RowReader(row);
  return {
    execution: read.text("execution"),
    time: read.number("created_time"),
    hash: read.text("key_hash"),
    attributes: read.json<JsonObject>("key_json"),
  };
}
