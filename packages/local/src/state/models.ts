import type { JsonObject } from "@nacre/core";
import type { Database, Row } from "./database.ts";
import { listRows, type Cursor, type Filter } from "./list-rows.ts";
import { RowReader } from "./row-reader.ts";

/** A model, as it is kept. */
export interface ModelRecord {
  /** Its name. */
  readonly name: string;
  /** Its ARN, which has the name in lower case. */
  readonly arn: string;
  /** What it was made with, as DescribeModel gives it, without name, ARN and time. */
  readonly description: JsonObject;
  /** When it was made. */
  readonly createdTime: Date;
}

/** The models of a home. */
export class Models {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A model by its name; undefined when there is none. */
  get(name: string): ModelRecord | undefined {
    const row = this.#database.get("SELECT * FROM models WHERE name = ?", name);
    return row === undefined ? undefined : modelRecord(row);
  }

  /** Keeps a model; false when there is one of that name, which stays as it is. */
  create({ name, arn, description, createdTime }: ModelRecord): boolean {
    const added = this.#database.run(
      `INSERT INTO models (name, arn, description_json, created_time) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      name,
      arn,
      JSON.stringify(description),
      createdTime.getTime(),
    );
    return added > 0;
  }

  /** Deletes a model; false when there is none of that name. */
  delete(name: string): boolean {
    return this.#database.run("DELETE FROM models WHERE name = ?", name) > 0;
  }

  /** A page of the models. */
  list(
    filters: readonly Filter[],
    page: {
      readonly sortBy: "Name" | "CreationTime";
      readonly descending: boolean;
      readonly after: Cursor | undefined;
      readonly limit: number;
    },
  ): ModelRecord[] {
    const sortBy = page.sortBy === "Name" ? "name" : "created_time";
    const listing = { table: "models", id: "name", filters, ...page, sortBy };
    return listRows(this.#database, listing).map(modelRecord);
  }
}

function modelRecord(row: Row): ModelRecord {
  const read = new RowReader(row);
  return {
    name: read.text("name"),
    arn: read.text("arn"),
    description: read.json<JsonObject>("description_json"),
    createdTime: read.time("created_time"),
  };
}
