import type { Database } from "./database.ts";
import { listRows, type Cursor } from "./list-rows.ts";
import { RowReader } from "./row-reader.ts";

/** A tag of a resource. */
export interface TagRecord {
  readonly key: string;
  readonly value: string;
}

/** The tags of resources, by their ARNs. */
export class Tags {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The tags of a resource, by their keys; with a page, those of it. */
  of(arn: string, page?: { readonly after: Cursor | undefined; readonly limit: number }) {
    return listRows(this.#database, {
      table: "tags",
      filters: [["arn = ?", arn]],
      sortBy: "key",
      id: "arn",
      descending: false,
      after: page?.after,
      limit: page?.limit ?? -1,
    }).map((row): TagRecord => {
      const read = new RowReader(row);
      return { key: read.text("key"), value: read.text("value") };
    });
  }

  /** Adds tags to a resource; a tag with a key that it has already takes the place of that one. */
  add(arn: string, tags: readonly TagRecord[]): void {
    this.#database.transaction(() => {
      for (const { key, value } of tags) {
        this.#database.run(
          `INSERT INTO tags (arn, key, value) VALUES (?, ?, ?)
           ON CONFLICT (arn, key) DO UPDATE SET value = excluded.value`,
          arn,
          key,
          value,
        );
      }
    });
  }

  /** Takes the tags with some keys from a resource. */
  remove(arn: string, keys: readonly string[]): void {
    this.#database.transaction(() => {
      for (const key of keys) {
        this.#database.run("DELETE FROM tags WHERE arn = ? AND key = ?", arn, key);
      }
    });
  }

  /** Takes all tags from a resource, which is deleted. */
  clear(arn: string): void {
    this.#database.run("DELETE FROM tags WHERE arn = ?", arn);
  }
}
