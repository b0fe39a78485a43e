import type { JsonObject } from "@nacre/core";
import type { Database, Row } from "./database.ts";
import { listRows, type Cursor, type Filter } from "./list-rows.ts";
import { orNull, RowReader } from "./row-reader.ts";

/** A model package group, as it is kept. */
export interface ModelPackageGroupRecord {
  /** Its name; no other differs from it in capitals only. */
  readonly name: string;
  /** Its ARN, which has the name in lower case. */
  readonly arn: string;
  /** What it is for. */
  readonly description: string | undefined;
  /** When it was made. */
  readonly createdTime: Date;
}

/** A model package, as it is kept: a version of a group, or one with a name of its own. */
export interface ModelPackageRecord {
  /** Its ARN: the group's name in lower case and the version, or its own name. */
  readonly arn: string;
  /** The name of its group; undefined for one with a name of its own. */
  readonly group: string | undefined;
  /** 1, 2, … in its group; a version that was deleted is not given again. */
  readonly version: number | undefined;
  /** Its own name; undefined for a version of a group. */
  readonly name: string | undefined;
  /** `Completed`: nothing here takes time to be registered. */
  readonly status: string;
  /** `ModelApprovalStatus` */
  readonly approval: string | undefined;
  /** What it was made with, as DescribeModelPackage gives it, without what the other members say. */
  readonly description: JsonObject;
  /** When it was made. */
  readonly createdTime: Date;
  /** When it was last changed. */
  readonly lastModifiedTime: Date;
}

/** What a version is registered with. */
export type NewModelPackageVersion = Pick<ModelPackageRecord, "approval" | "description"> & {
  /** The ARN's beginning, up to the colon before `model-package`. */
  readonly arnPrefix: string;
};

/** Which page to list. */
export interface RegistryPage {
  readonly sortBy: "Name" | "CreationTime";
  readonly descending: boolean;
  /** Where the page before it ended. */
  readonly after: Cursor | undefined;
  readonly limit: number;
}

/** The model registry of a home. */
export class ModelPackages {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A group by its name, in capitals or not; undefined when there is none. */
  group(name: string): ModelPackageGroupRecord | undefined {
    const row = this.#database.get("SELECT * FROM model_package_groups WHERE name = ?", name);
    return row === undefined ? undefined : groupRecord(row);
  }

  /** Makes a group; false when there is one of that name, which stays as it is. */
  createGroup({ name, arn, description, createdTime }: ModelPackageGroupRecord): boolean {
    const added = this.#database.run(
      `INSERT INTO model_package_groups (name, arn, description, created_time, next_version)
       VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
      name,
      arn,
      orNull(description),
      createdTime.getTime(),
    );
    return added > 0;
  }

  /** Deletes a group; `has-versions` while it has any. */
  deleteGroup(name: string): "deleted" | "unknown" | "has-versions" {
    return this.#database.transaction(() => {
      const group = this.group(name);
      if (group === undefined) return "unknown";
      const sql = "SELECT 1 FROM model_packages WHERE package_group = ? LIMIT 1";
      if (this.#database.get(sql, group.name) !== undefined) return "has-versions";
      this.#database.run("DELETE FROM model_package_groups WHERE name = ?", name);
      return "deleted";
    });
  }

  /** A page of the groups. */
  groups(filters: readonly Filter[], page: RegistryPage): ModelPackageGroupRecord[] {
    const sortBy = page.sortBy === "Name" ? "name" : "created_time";
    const listing = { table: "model_package_groups", id: "name", filters, ...page, sortBy };
    return listRows(this.#database, listing).map(groupRecord);
  }

  /**
   * Registers the next version of a group, which is made when there is none of that name. To have it
   * together with other changes, call it in their transaction.
   */
  register(group: string, given: NewModelPackageVersion): ModelPackageRecord {
    const { arnPrefix, approval, description } = given;
    return this.#database.transaction(() => {
      const now = new Date();
      const arn = `${arnPrefix}:model-package-group/${group.toLowerCase()}`;
      this.createGroup({ name: group, arn, description: undefined, createdTime: now });
      const row = this.#database.get(
        `UPDATE model_package_groups SET next_version = next_version + 1
         WHERE name = ? RETURNING name, next_version - 1 AS version`,
        group,
      );
      if (row === undefined) throw new Error(`no group ${group}`);
      const read = new RowReader(row);
      const version = read.number("version");
      return this.#add({
        arn: `${arnPrefix}:model-package/${group.toLowerCase()}/${version}`,
        group: read.text("name"),
        version,
        name: undefined,
        status: "Completed",
        approval,
        description,
        createdTime: now,
        lastModifiedTime: now,
      });
    });
  }

  /** Keeps a package with a name of its own; undefined when there is one of that name. */
  create(name: string, given: NewModelPackageVersion): ModelPackageRecord | undefined {
    const { arnPrefix, approval, description } = given;
    return this.#database.transaction(() => {
      if (this.named(name) !== undefined) return undefined;
      const now = new Date();
      const arn = `${arnPrefix}:model-package/${name.toLowerCase()}`;
      const shared = { status: "Completed", approval, description };
      const times = { createdTime: now, lastModifiedTime: now };
      return this.#add({ arn, name, group: undefined, version: undefined, ...shared, ...times });
    });
  }

  /** A version of a group; undefined when there is none. */
  version(group: string, version: number): ModelPackageRecord | undefined {
    const sql = "SELECT * FROM model_packages WHERE package_group = ? AND version = ?";
    return this.#one(sql, group, version);
  }

  /** A package with a name of its own; undefined when there is none. */
  named(name: string): ModelPackageRecord | undefined {
    return this.#one("SELECT * FROM model_packages WHERE name = ?", name);
  }

  /** Changes a package: its approval and what it is described with. */
  update({ arn, approval, description }: ModelPackageRecord): void {
    this.#database.run(
      `UPDATE model_packages SET approval = ?, description_json = ?, last_modified_time = ?
       WHERE arn = ?`,
      orNull(approval),
      JSON.stringify(description),
      Date.now(),
      arn,
    );
  }

  /** Deletes a package. */
  delete({ arn }: ModelPackageRecord): void {
    this.#database.run("DELETE FROM model_packages WHERE arn = ?", arn);
  }

  /** A page of the packages. */
  list(filters: readonly Filter[], page: RegistryPage): ModelPackageRecord[] {
    const sortBy = page.sortBy === "Name" ? "coalesce(name, package_group)" : "created_time";
    // Versions made in one millisecond come in the order they were made in.
    const listing = { table: "model_packages", id: "rowid", filters, ...page, sortBy };
    return listRows(this.#database, listing).map(packageRecord);
  }

  /** Where a page ends that ends with a package. */
  cursorOf({ arn, ...record }: ModelPackageRecord, sortBy: RegistryPage["sortBy"]): Cursor {
    const row = this.#database.get("SELECT rowid FROM model_packages WHERE arn = ?", arn);
    const name = record.name ?? record.group ?? "";
    return {
      value: sortBy === "Name" ? name : record.createdTime.getTime(),
      id: Number(row?.["rowid"] ?? 0),
    };
  }

  #one(sql: string, ...values: readonly (string | number)[]): ModelPackageRecord | undefined {
    const row = this.#database.get(sql, ...values);
    return row === undefined ? undefined : packageRecord(row);
  }

  #add(record: ModelPackageRecord): ModelPackageRecord {
    this.#database.run(
      `INSERT INTO model_packages (arn, package_group, version, name, status, approval,
         description_json, created_time, last_modified_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      record.arn,
      orNull(record.group),
      orNull(record.version),
      orNull(record.name),
      record.status,
      orNull(record.approval),
      JSON.stringify(record.description),
      record.createdTime.getTime(),
      record.lastModifiedTime.getTime(),
    );
    return record;
  }
}

function groupRecord(row: Row): ModelPackageGroupRecord {
  const read = new RowReader(row);
  return {
    name: read.text("name"),
    arn: read.text("arn"),
    description: read.optionalText("description"),
    createdTime: read.time("created_time"),
  };
}

function packageRecord(row: Row): ModelPackageRecord {
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
