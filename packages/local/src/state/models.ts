import type { JsonObject } from "@nacre/core";
import type { Database, Row } from "./database.ts";
import { RowReader } from "./row-reader.ts";

/** A model, as it is kept. */
export interface ModelRecord {
  /** Its name. */
  readonly name: string;
  /** Its ARN. */
  readonly arn: string;
  /** What DescribeModel answers, but for times. */
  readonly description: JsonObject;
  /** When it was created. */
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

  /** Creates a model. There must be none of that name. */
  create({ name, arn, description, createdTime }: ModelRecord): void {
    this.#database.run(
      "INSERT INTO models (name, arn, description_json, created_time) VALUES (?, ?, ?, ?)",
      name,
      arn,
      JSON.stringify(description),
      createdTime.getTime(),
    );
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
