import { resolveParameters } from "../resolve/parameters.ts";
import { textOf } from "../resolve/resolver.ts";
import { keptDefinition } from "../service/definition.ts";
import type { Database } from "../state/database.ts";
import { type ExecutionListing, type ExecutionRecord, Executions } from "../state/executions.ts";

/** An execution, with times in milliseconds since 1970. */
export interface HomeExecution {
  /** Twelve lower-case letters and digits. */
  readonly id: string;
  /** Its ARN. */
  readonly arn: string;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The version of the pipeline that it runs. */
  readonly version: number;
  /** `PipelineExecutionDisplayName` */
  readonly displayName?: string;
  /** `PipelineExecutionDescription` */
  readonly description?: string;
  /** How far it has come. */
  readonly status: string;
  /** Why it failed. */
  readonly failureReason?: string;
  /** When it started. */
  readonly startTime: number;
  /** When it last changed. */
  readonly lastModifiedTime: number;
  /** When it ended; absent while it runs. */
  readonly endTime?: number;
  /** The value of every parameter, defaults included, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Executions for which this is the same run the same definition. */
  readonly definitionKey: string;
}

/** A part of a pipeline's executions. */
export interface HomeExecutionListing extends Pick<ExecutionListing, "order" | "after"> {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** At most so many. */
  readonly limit: number;
}

/** How many versions' defaults are kept. */
const mostVersions = 200;

type Defaults = (given: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;

/** The executions of a home, with the values of all their parameters. */
export class HomeExecutions {
  readonly #database: Database;
  readonly #executions: Executions;
  /** Of the versions of pipelines, whose definitions never change. */
  readonly #defaults = new Map<string, Defaults>();

  constructor(database: Database) {
    this.#database = database;
    this.#executions = new Executions(database);
  }

  /** An execution by its id; undefined when there is none. */
  get(id: string): HomeExecution | undefined {
    const record = this.#executions.get(id);
    return record && this.#view(record, this.#pipelineKey(record.pipeline));
  }

  /** A page of a pipeline's executions. */
  list(listing: HomeExecutionListing): readonly HomeExecution[] {
    const key = this.#pipelineKey(listing.pipeline);
    return this.#executions.list(listing).map((record) => this.#view(record, key));
  }

  /** How many executions a pipeline has. */
  count(pipeline: string): number {
    return this.#executions.count(pipeline);
  }

  #view(record: ExecutionRecord, pipelineKey: string): HomeExecution {
    const { id, arn, pipeline, version, displayName, description, status, failureReason } = record;
    const { startTime, lastModifiedTime, endTime } = record;
    const definitionKey = `${pipelineKey} ${version}`;
    return {
      id,
      arn,
      pipeline,
      version,
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
      status,
      ...(failureReason === undefined ? {} : { failureReason }),
      startTime: startTime.getTime(),
      lastModifiedTime: lastModifiedTime.getTime(),
      ...(endTime === undefined ? {} : { endTime: endTime.getTime() }),
      parameters: this.#defaultsOf(id, definitionKey)(record.parameters),
      definitionKey,
    };
  }

  #defaultsOf(execution: string, key: string): Defaults {
    const known = this.#defaults.get(key);
    if (known !== undefined) return known;
    const text = this.#executions.definition(execution);
    const declared = text === undefined ? [] : (keptDefinition(text).Parameters ?? []);
    const defaults: Defaults = (given) => {
      const values = [...resolveParameters(declared, given)];
      return Object.fromEntries(
        values.map(([name, value]) => [name, given[name] ?? textOf(value)]),
      );
    };
    if (this.#defaults.size >= mostVersions) this.#defaults.clear();
    this.#defaults.set(key, defaults);
    return defaults;
  }

  /** A pipeline that is made anew under the name of one that was deleted is another one. */
  #pipelineKey(name: string): string {
    const row = this.#database.get("SELECT created_time FROM pipelines WHERE name = ?", name);
    return `${name.toLowerCase()} ${String(row?.["created_time"])}`;
  }
}
