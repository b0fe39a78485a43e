/**
 * The schema of `state/state.sqlite`, one step after the other: a database of any earlier version is brought
 * up to date by the steps it has not had. A step that has been released is never changed.
 *
 * Times are milliseconds since 1970. Columns that hold JSON end in `_json`. `sequence` grows with each
 * change of an execution or a step, over all of them, so that a reader can ask for what is new.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE pipelines (
    name               TEXT PRIMARY KEY COLLATE NOCASE,
    arn                TEXT NOT NULL,
    display_name       TEXT NOT NULL,
    description        TEXT,
    role_arn           TEXT NOT NULL,
    max_parallel       INTEGER,
    created_time       INTEGER NOT NULL,
    last_modified_time INTEGER NOT NULL,
    last_run_time      INTEGER,
    version            INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE pipeline_versions (
    pipeline           TEXT NOT NULL COLLATE NOCASE REFERENCES pipelines ON DELETE CASCADE,
    version            INTEGER NOT NULL,
    definition         TEXT NOT NULL,
    display_name       TEXT,
    description        TEXT,
    created_time       INTEGER NOT NULL,
    last_modified_time INTEGER NOT NULL,
    PRIMARY KEY (pipeline, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pipeline_version_aliases (
    pipeline TEXT NOT NULL COLLATE NOCASE REFERENCES pipelines ON DELETE CASCADE,
    alias    TEXT NOT NULL,
    version  INTEGER NOT NULL,
    PRIMARY KEY (pipeline, alias)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE engines (
    id         TEXT PRIMARY KEY,
    pid        INTEGER NOT NULL,
    start_time INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE executions (
    id                 TEXT PRIMARY KEY,
    arn                TEXT NOT NULL,
    pipeline           TEXT NOT NULL COLLATE NOCASE REFERENCES pipelines ON DELETE CASCADE,
    version            INTEGER NOT NULL,
    definition         TEXT NOT NULL,
    display_name       TEXT,
    description        TEXT,
    status             TEXT NOT NULL,
    failure_reason     TEXT,
    parameters_json    TEXT NOT NULL,
    selective_json     TEXT,
    max_parallel       INTEGER,
    options_json       TEXT NOT NULL,
    start_time         INTEGER NOT NULL,
    last_modified_time INTEGER NOT NULL,
    end_time           INTEGER,
    engine             TEXT,
    stop_requested     INTEGER NOT NULL DEFAULT 0,
    sequence           INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX executions_of_pipeline ON executions (pipeline, start_time, id);
  CREATE INDEX executions_not_ended ON executions (engine) WHERE end_time IS NULL;
  CREATE INDEX executions_by_change ON executions (sequence);

  CREATE TABLE steps (
    execution        TEXT NOT NULL REFERENCES executions ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    name             TEXT NOT NULL,
    type             TEXT NOT NULL,
    status           TEXT NOT NULL,
    start_time       INTEGER,
    end_time         INTEGER,
    failure_reason   TEXT,
    job_name         TEXT,
    log_file         TEXT,
    attempts         INTEGER NOT NULL DEFAULT 0,
    retry_time       INTEGER,
    arguments_json   TEXT,
    properties_json  TEXT,
    outputs_json     TEXT NOT NULL DEFAULT '[]',
    outcome_json     TEXT,
    metadata_json    TEXT,
    warnings_json    TEXT NOT NULL DEFAULT '[]',
    cache_source     TEXT,
    selective_source TEXT,
    callback_token   TEXT,
    sequence         INTEGER NOT NULL,
    PRIMARY KEY (execution, position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX steps_by_name ON steps (execution, name);
  CREATE UNIQUE INDEX steps_by_callback ON steps (callback_token) WHERE callback_token IS NOT NULL;
  CREATE INDEX steps_by_change ON steps (sequence);

  CREATE TABLE callbacks (
    token         TEXT PRIMARY KEY,
    outputs_json  TEXT,
    failure_reason TEXT,
    answered_time INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE attempts (
    execution      TEXT NOT NULL,
    step           TEXT NOT NULL,
    attempt        INTEGER NOT NULL,
    job_name       TEXT,
    job_arn        TEXT,
    phase          TEXT NOT NULL,
    pid            INTEGER,
    pid_start      TEXT,
    exit_code      INTEGER,
    stopped        TEXT,
    failure_reason TEXT,
    log_file       TEXT,
    start_time     INTEGER NOT NULL,
    end_time       INTEGER,
    PRIMARY KEY (execution, step, attempt),
    FOREIGN KEY (execution) REFERENCES executions ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cache_entries (
    pipeline     TEXT NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    step         TEXT NOT NULL,
    type         TEXT NOT NULL,
    key_hash     TEXT NOT NULL,
    key_json     TEXT NOT NULL,
    execution    TEXT NOT NULL REFERENCES executions ON DELETE CASCADE,
    created_time INTEGER NOT NULL,
    PRIMARY KEY (pipeline, step, execution)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cache_entries_by_key ON cache_entries (pipeline, type, key_hash, created_time);

  CREATE TABLE jobs (
    type               TEXT NOT NULL,
    name               TEXT NOT NULL COLLATE NOCASE,
    arn                TEXT NOT NULL,
    status             TEXT NOT NULL,
    description_json   TEXT NOT NULL,
    created_time       INTEGER NOT NULL,
    last_modified_time INTEGER NOT NULL,
    end_time           INTEGER,
    execution          TEXT REFERENCES executions ON DELETE CASCADE,
    step               TEXT,
    PRIMARY KEY (type, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX jobs_of_step ON jobs (execution, step);

  CREATE TABLE models (
    name             TEXT PRIMARY KEY COLLATE NOCASE,
    arn              TEXT NOT NULL,
    description_json TEXT NOT NULL,
    created_time     INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE model_package_groups (
    name         TEXT PRIMARY KEY COLLATE NOCASE,
    arn          TEXT NOT NULL,
    description  TEXT,
    created_time INTEGER NOT NULL,
    next_version INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE model_packages (
    arn                TEXT PRIMARY KEY,
    package_group      TEXT COLLATE NOCASE,
    version            INTEGER,
    name               TEXT COLLATE NOCASE,
    status             TEXT NOT NULL,
    approval           TEXT,
    description_json   TEXT NOT NULL,
    created_time       INTEGER NOT NULL,
    last_modified_time INTEGER NOT NULL,
    UNIQUE (package_group, version),
    UNIQUE (name)
  ) STRICT;

  CREATE TABLE tags (
    arn   TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (arn, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE request_tokens (
    operation    TEXT NOT NULL,
    token        TEXT NOT NULL,
    input_hash   TEXT NOT NULL,
    output_json  TEXT NOT NULL,
    created_time INTEGER NOT NULL,
    PRIMARY KEY (operation, token)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT INTO counters VALUES ('sequence', 0);
  `,
];
