import { statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Database, Row } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { Steps } from "../state/steps.ts";
import { homeStep, type HomeStep } from "./home-step.ts";

/** What has changed in a home since the last time. */
export interface HomeChanges {
  /** Executions that are new, or changed their status or what they are called. */
  readonly executions: readonly { readonly pipeline: string; readonly id: string }[];
  /** Steps as they are now. */
  readonly steps: readonly {
    readonly pipeline: string;
    readonly id: string;
    readonly step: HomeStep;
  }[];
  /** Steps whose job has printed more. */
  readonly logs: readonly {
    readonly pipeline: string;
    readonly id: string;
    readonly step: string;
  }[];
  /** Whether model packages or their groups have changed. */
  readonly registry: boolean;
  /** Whether pipelines have. */
  readonly pipelines: boolean;
}

/** Is told changes. */
export type HomeListener = (changes: HomeChanges) => void;

/** Somebody who looks for changes. */
export interface HomeWatch {
  /** Looks at once, when what runs now has ended; any number of calls are one look. */
  look(): void;
  /** Looks no more. */
  close(): void;
}

const lookMs = 50;
/** Logs are files, of which nobody says when they grow. In looks. */
const looksPerLogs = 4;

/** Looks for what any process changes in a home, from now on. */
export function watchHome(database: Database, listener: HomeListener): HomeWatch {
  const look = new Looks(database);
  let isAsked = false;
  let isOpen = true;
  const tell = (): void => {
    isAsked = false;
    const changes = isOpen ? look.changes() : undefined;
    if (changes !== undefined) listener(changes);
  };
  const timer = setInterval(tell, lookMs);
  timer.unref();
  return {
    look: () => {
      if (isAsked) return;
      isAsked = true;
      setImmediate(tell);
    },
    close: () => {
      isOpen = false;
      clearInterval(timer);
    },
  };
}

class Looks {
  readonly #database: Database;
  readonly #executions: Executions;
  readonly #steps: Steps;
  #writes: string;
  #sequence: number;
  #registry: string;
  #pipelines: string;
  #looks = 0;
  readonly #logSizes = new Map<string, number>();
  readonly #pipelineOf = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
    this.#executions = new Executions(database);
    this.#steps = new Steps(database);
    this.#writes = this.#allWrites();
    this.#sequence = this.#lastSequence();
    this.#registry = this.#text(registrySql);
    this.#pipelines = this.#text(pipelinesSql);
    this.#grownLogs();
  }

  /** What has changed since the last look; undefined when nothing has. */
  changes(): HomeChanges | undefined {
    this.#looks += 1;
    const writes = this.#allWrites();
    const isWritten = writes !== this.#writes;
    if (!isWritten && this.#looks % looksPerLogs !== 0) return undefined;
    this.#writes = writes;
    const logs = this.#grownLogs();
    if (!isWritten && logs.length === 0) return undefined;
    const rows = isWritten ? this.#rows() : { executions: [], steps: [] };
    return { ...rows, logs, ...this.#tables(isWritten) };
  }

  #rows(): Pick<HomeChanges, "executions" | "steps"> {
    // First the number, then the rows: what falls between is told twice rather than never.
    const since = this.#sequence;
    this.#sequence = this.#lastSequence();
    if (this.#sequence === since) return { executions: [], steps: [] };
    return {
      executions: this.#executions
        .changedAfter(since)
        .map(({ id, pipeline }) => ({ id, pipeline })),
      steps: this.#steps.changedAfter(since).map((record) => ({
        pipeline: this.#pipeline(record.execution),
        id: record.execution,
        step: homeStep(record),
      })),
    };
  }

  #tables(isWritten: boolean): Pick<HomeChanges, "registry" | "pipelines"> {
    if (!isWritten) return { registry: false, pipelines: false };
    const registry = this.#text(registrySql);
    const pipelines = this.#text(pipelinesSql);
    const changed = {
      registry: registry !== this.#registry,
      pipelines: pipelines !== this.#pipelines,
    };
    this.#registry = registry;
    this.#pipelines = pipelines;
    return changed;
  }

  #grownLogs(): HomeChanges["logs"] {
    const open = this.#steps.withOpenLogs();
    const sizes = new Map<string, number>();
    const grown = open.flatMap(({ execution, name, logFile = "" }) => {
      const size = this.#sizeOf(logFile);
      sizes.set(logFile, size);
      if (size <= (this.#logSizes.get(logFile) ?? 0)) return [];
      return [{ pipeline: this.#pipeline(execution), id: execution, step: name }];
    });
    this.#logSizes.clear();
    for (const [file, size] of sizes) this.#logSizes.set(file, size);
    return grown;
  }

  #sizeOf(file: string): number {
    const path = isAbsolute(file) ? file : join(this.#database.home, file);
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  #pipeline(execution: string): string {
    const known = this.#pipelineOf.get(execution);
    if (known !== undefined) return known;
    const pipeline = this.#executions.get(execution)?.pipeline ?? "";
    // The names are needed again and again while an execution runs, and not after.
    if (this.#pipelineOf.size > 1_000) this.#pipelineOf.clear();
    this.#pipelineOf.set(execution, pipeline);
    return pipeline;
  }

  /** Changes with every write, of this connection and of others. */
  #allWrites(): string {
    const own = this.#database.get("SELECT total_changes() AS changes")?.["changes"];
    return `${this.#database.otherWrites()}/${String(own)}`;
  }

  #lastSequence(): number {
    const row = this.#database.get("SELECT value FROM counters WHERE name = 'sequence'");
    return Number(row?.["value"]);
  }

  #text(sql: string): string {
    const row: Row = this.#database.get(sql) ?? {};
    return Object.values(row).map(String).join("/");
  }
}

const registrySql = `SELECT count(*) AS packages, max(last_modified_time) AS modified,
  (SELECT count(*) FROM model_package_groups) AS groups FROM model_packages`;

const pipelinesSql = `SELECT count(*) AS pipelines, max(last_modified_time) AS modified,
  sum(version) AS versions, (SELECT count(*) FROM executions) AS executions FROM pipelines`;
