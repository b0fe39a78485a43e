import type { Database, Row } from "./database.ts";
import { equals, listRows, type Cursor, type Filter } from "./list-rows.ts";
import { orNull, RowReader } from "./row-reader.ts";

/** A pipeline, as it is kept. */
export interface PipelineRecord {
  /** Its name, in the letters it was created with; no other differs from it in capitals only. */
  readonly name: string;
  /** Its ARN, which has the name in lower case. */
  readonly arn: string;
  /** The name that people see; its name when none was given. */
  readonly displayName: string;
  /** What it is for. */
  readonly description: string | undefined;
  /** The role that its jobs would have in AWS; nothing here needs it. */
  readonly roleArn: string;
  /** How many steps of an execution may run at once; undefined for as many as the service's limit. */
  readonly maxParallel: number | undefined;
  /** When it was created. */
  readonly createdTime: Date;
  /** When it was last changed. */
  readonly lastModifiedTime: Date;
  /** When an execution of it was last started. */
  readonly lastRunTime: Date | undefined;
  /** Its latest version. */
  readonly version: number;
}

/** A version of a pipeline, as it is kept. */
export interface PipelineVersionRecord {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** 1, 2, … in the order of the updates. */
  readonly version: number;
  /** The definition, byte for byte as it was given. */
  readonly definition: string;
  /** The name that people see. */
  readonly displayName: string | undefined;
  /** What changed. */
  readonly description: string | undefined;
  /** When it was created. */
  readonly createdTime: Date;
  /** When its names were last changed. */
  readonly lastModifiedTime: Date;
}

/** What a pipeline is created with. */
export type NewPipeline = Pick<
  PipelineRecord,
  "name" | "arn" | "displayName" | "description" | "roleArn" | "maxParallel"
> & {
  /** The definition of version 1. */
  readonly definition: string;
};

/** What may change about a pipeline; what is undefined stays. */
export interface PipelineUpdate {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly maxParallel?: number | undefined;
  /** A definition makes a version. */
  readonly definition?: string | undefined;
}

/** The pipelines of a home and their versions. */
export class Pipelines {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A pipeline by its name, in capitals or not; undefined when there is none. */
  get(name: string): PipelineRecord | undefined {
    const row = this.#database.get("SELECT * FROM pipelines WHERE name = ?", name);
    return row === undefined ? undefined : pipelineRecord(row);
  }

  /** Creates a pipeline with its first version. There must be none of that name. */
  create(pipeline: NewPipeline): void {
    const { name, arn, displayName, description, roleArn, maxParallel, definition } = pipeline;
    const now = Date.now();
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO pipelines (name, arn, display_name, description, role_arn, max_parallel,
           created_time, last_modified_time, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
        name,
        arn,
        displayName,
        orNull(description),
        roleArn,
        orNull(maxParallel),
        now,
        now,
      );
      this.#addVersion(name, 1, definition, now);
    });
  }

  /** Changes a pipeline and gives its latest version, which is a new one when a definition is given. */
  update(name: string, change: PipelineUpdate): number {
    const { displayName, description, roleArn, maxParallel, definition } = change;
    const now = Date.now();
    return this.#database.transaction(() => {
      const row = this.#database.get(
        `UPDATE pipelines SET display_name = coalesce(?, display_name),
           description = coalesce(?, description), role_arn = coalesce(?, role_arn),
           max_parallel = coalesce(?, max_parallel), last_modified_time = ?, version = version + ?
         WHERE name = ? RETURNING name, version`,
        orNull(displayName),
        orNull(description),
        orNull(roleArn),
        orNull(maxParallel),
        now,
        definition === undefined ? 0 : 1,
        name,
      );
      if (row === undefined) throw new Error(`no pipeline ${name}`);
      const read = new RowReader(row);
      const version = read.number("version");
      if (definition !== undefined) this.#addVersion(read.text("name"), version, definition, now);
      return version;
    });
  }

  /** Deletes a pipeline with its versions and executions; false when there is none. */
  delete(name: string): boolean {
    return this.#database.run("DELETE FROM pipelines WHERE name = ?", name) > 0;
  }

  /** A page of the pipelines. */
  list(filters: readonly Filter[], page: PipelinePage): PipelineRecord[] {
    const sortBy = page.sortBy === "Name" ? "name" : "created_time";
    const listing = { table: "pipelines", id: "name", filters, ...page, sortBy };
    return listRows(this.#database, listing).map(pipelineRecord);
  }

  /** A version of a pipeline; undefined when there is none. */
  version(name: string, version: number): PipelineVersionRecord | undefined {
    const row = this.#database.get(
      "SELECT * FROM pipeline_versions WHERE pipeline = ? AND version = ?",
      name,
      version,
    );
    return row === undefined ? undefined : versionRecord(row);
  }

  /** A page of the versions of a pipeline, in the order of their numbers. */
  versions(
    name: string,
    filters: readonly Filter[],
    page: Omit<PipelinePage, "sortBy">,
  ): PipelineVersionRecord[] {
    return listRows(this.#database, {
      table: "pipeline_versions",
      sortBy: "version",
      id: "pipeline",
      filters: [...equals("pipeline", name), ...filters],
      ...page,
    }).map(versionRecord);
  }

  /** The ARN of the execution of a version that was started last; undefined when there is none. */
  lastExecution({ pipeline, version }: PipelineVersionRecord): string | undefined {
    const row = this.#database.get(
      `SELECT arn FROM executions WHERE pipeline = ? AND version = ?
       ORDER BY start_time DESC, id DESC LIMIT 1`,
      pipeline,
      version,
    );
    return row === undefined ? undefined : new RowReader(row).text("arn");
  }

  /** Changes what a version is called; what is undefined stays. */
  describeVersion(
    { pipeline, version }: PipelineVersionRecord,
    displayName: string | undefined,
    description: string | undefined,
  ): void {
    this.#database.run(
      `UPDATE pipeline_versions SET display_name = coalesce(?, display_name),
         description = coalesce(?, description), last_modified_time = ?
       WHERE pipeline = ? AND version = ?`,
      orNull(displayName),
      orNull(description),
      Date.now(),
      pipeline,
      version,
    );
  }

  /** The version that an alias stands for; undefined when there is no such alias. */
  aliased(name: string, alias: string): number | undefined {
    const row = this.#database.get(
      "SELECT version FROM pipeline_version_aliases WHERE pipeline = ? AND alias = ?",
      name,
      alias,
    );
    return row === undefined ? undefined : new RowReader(row).number("version");
  }

  /** The aliases of a version, by their names. */
  aliases(name: string, version: number): string[] {
    return this.#database
      .all(
        `SELECT alias FROM pipeline_version_aliases
         WHERE pipeline = ? AND version = ? ORDER BY alias`,
        name,
        version,
      )
      .map((row) => new RowReader(row).text("alias"));
  }

  /** Gives a version an alias, which another version of the pipeline then has no more. */
  addAlias(name: string, version: number, alias: string): void {
    this.#database.run(
      `INSERT INTO pipeline_version_aliases (pipeline, alias, version) VALUES (?, ?, ?)
       ON CONFLICT (pipeline, alias) DO UPDATE SET version = excluded.version`,
      name,
      alias,
      version,
    );
  }

  /** Takes an alias from a version. */
  removeAlias(name: string, version: number, alias: string): void {
    this.#database.run(
      "DELETE FROM pipeline_version_aliases WHERE pipeline = ? AND version = ? AND alias = ?",
      name,
      version,
      alias,
    );
  }

  #addVersion(pipeline: string, version: number, definition: string, now: number): void {
    this.#database.run(
      `INSERT INTO pipeline_versions (pipeline, version, definition, created_time,
         last_modified_time) VALUES (?, ?, ?, ?, ?)`,
      pipeline,
      version,
      definition,
      now,
      now,
    );
  }
}

/** Which page of pipelines to list. */
export interface PipelinePage {
  readonly sortBy: "Name" | "CreationTime";
  readonly descending: boolean;
  /** Where the page before it ended. */
  readonly after: Cursor | undefined;
  readonly limit: number;
}

function pipelineRecord(row: Row): PipelineRecord {
  const read = new RowReader(row);
  return {
    name: read.text("name"),
    arn: read.text("arn"),
    displayName: read.text("display_name"),
    description: read.optionalText("description"),
    roleArn: read.text("role_arn"),
    maxParallel: read.optionalNumber("max_parallel"),
    createdTime: read.time("created_time"),
    lastModifiedTime: read.time("last_modified_time"),
    lastRunTime: read.optionalTime("last_run_time"),
    version: read.number("version"),
  };
}

function versionRecord(row: Row): PipelineVersionRecord {
  const read = new RowReader(row);
  return {
    pipeline: read.text("pipeline"),
    version: read.number("version"),
    definition: read.text("definition"),
    displayName: read.optionalText("display_name"),
    description: read.optionalText("description"),
    createdTime: read.time("created_time"),
    lastModifiedTime: read.time("last_modified_time"),
  };
}
