import type { JsonObject } from "@nacre/core";
import type { Database, Row } from "./database.ts";
import { orNull, RowReader } from "./row-reader.ts";

/** A model package, as it is kept. */
export interface ModelPackageRecord {
  /** Its ARN. */
  readonly arn: string;
  /** The group it is a version of; undefined for one without versions. */
  readonly group: string | undefined;
  /** Its version in the group. */
  readonly version: number | undefined;
  /** Its name, when it has no versions. */
  readonly name: string | undefined;
  /** `ModelPackageStatus` */
  readonly status: string;
  /** `ModelApprovalStatus` */
  readonly approval: string | undefined;
  /** What DescribeModelPackage answers, but for times. */
  readonly description: JsonObject;
  /** When it was created. */
  readonly createdTime: Date;
  /** When it was last changed. */
  readonly lastModifiedTime: Date;
}

/** A version that is about to be registered. */
export type NewVersion = Pick<ModelPackageRecord, "arn" | "status" | "approval" | "description">;

/** The model packages of a home and their groups. */
export class ModelPackages {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A model package by its ARN; undefined when there is none. */
  get(arn: string): ModelPackageRecord | undefined {
    const row = this.#database.get("SELECT * FROM model_packages WHERE arn = ?", arn);
    return row === undefined ? undefined : modelPackageRecord(row);
  }

  /**
   * Registers the next version in a group, which is made when it is not there. Each version is given
   * once, however many processes register at once.
   *
   * @param describe - makes the version's description
   * @returns the version, 1 for the first of a group
   */
  register(
    group: { readonly name: string; readonly arn: string },
    describe: (version: number) => NewVersion,
  ): number {
    return this.#database.transaction(() => {
      const now = Date.now();
      this.#database.run(
        `INSERT INTO model_package_groups (name, arn, created_time, next_version)
         VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING`,
        group.name,
        group.arn,
        now,
      );
      const row = this.#database.get(
        `UPDATE model_package_groups SET next_version = next_version + 1 WHERE name = ?
         RETURNING next_version - 1 AS version`,
        group.name,
      );
      const version = Number(row?.["version"]);
      const { arn, status, approval, description } = describe(version);
      this.#database.run(
        `INSERT INTO model_packages (arn, package_group, version, status, approval, description_json,
           created_time, last_modified_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        arn,
        group.name,
        version,
        status,
        orNull(approval),
        JSON.stringify(description),
        now,
        now,
      );
      return version;
    });
  }
}

function modelPackageRecord(row: Row): ModelPackageRecord {
  const read = new RowReader(row);
  return {
    arn: read.text("arn"),
    group: read.optionalText("package_group"),
    version: read.optionalNumber("version"),
    name: read.optionalText("name"),
    status: read.text("status"),
    approval: read.optionalText("approval"),
    description: read.json<JsonObject>("description_json"),
    createdTime: read.time("created_time"),
    lastModifiedTime: read.time("last_modified_time"),
  };
}
