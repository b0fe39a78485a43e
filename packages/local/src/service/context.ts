import type { JsonObject, PipelineDefinition } from "@nacre/core";
import type { Callbacks } from "../state/callbacks.ts";
import type { Database } from "../state/database.ts";
import type { Executions, NewStep } from "../state/executions.ts";
import type { Jobs } from "../state/jobs.ts";
import type { ModelPackages } from "../state/model-packages.ts";
import type { Models } from "../state/models.ts";
import type { PipelineRecord, Pipelines } from "../state/pipelines.ts";
import type { RequestTokens } from "../state/request-tokens.ts";
import type { Steps } from "../state/steps.ts";
import type { Tags } from "../state/tags.ts";

/** What operations work on. */
export interface ServiceContext {
  readonly database: Database;
  readonly pipelines: Pipelines;
  readonly executions: Executions;
  readonly steps: Steps;
  readonly callbacks: Callbacks;
  readonly jobs: Jobs;
  readonly models: Models;
  readonly modelPackages: ModelPackages;
  readonly tags: Tags;
  readonly tokens: RequestTokens;
  /** What runs executions. */
  readonly engine: ServiceEngine;
  /** The text of an object of S3; undefined when there is none. */
  readonly readObject: (uri: string) => Promise<string | undefined>;
}

/** What the service needs of the engine. */
export interface ServiceEngine {
  /**
   * Checks an execution that is asked for, and keeps it: it has then started.
   *
   * @throws NacreError for what cannot run here, with the steps, the reasons and what to do.
   */
  readonly start: (start: ExecutionStart) => Promise<void>;
  /** Looks for what there is to do: executions to run, to stop, answers to callbacks. */
  readonly wake: () => void;
}

/** An execution that is asked for. */
export interface ExecutionStart {
  readonly pipeline: PipelineRecord;
  readonly version: number;
  readonly definition: PipelineDefinition;
  /** The text of the definition, byte for byte as it was given. */
  readonly definitionText: string;
  /** Parameter values as text; the others have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Its steps, with the results that are taken over from another execution. */
  readonly steps: readonly NewStep[];
  readonly displayName: string | undefined;
  readonly description: string | undefined;
  readonly maxParallel: number | undefined;
  /** `SelectiveExecutionConfig` */
  readonly selective: JsonObject | undefined;
  /** Keeps what belongs to the execution, in the transaction that keeps it. */
  readonly alsoKeep: (executionArn: string) => void;
}

/** Who asks for what. */
export interface Call extends ServiceContext {
  /** The operation's name. */
  readonly operation: string;
  /** The region that the client signed for, else the service's own. */
  readonly region: string;
  /**
   * Remembers the answer for the request's token, in the transaction of the changes; for operations
   * that do these themselves.
   *
   * @throws AnsweredBefore when another request with the same token was faster.
   */
  readonly keepAnswer: (output: JsonObject) => void;
}

/**
 * What an operation does with a request that was checked: gives the answer, or a function that does
 * all its changes and gives the answer. That function is called in a transaction, together with
 * what remembers the answer for the request's token.
 */
export type Handler = (
  input: JsonObject,
  call: Call,
) => JsonObject | Write | Promise<JsonObject | Write>;

/** The changes of an operation; gives the answer. */
export type Write = () => JsonObject;

/** Operations by their names. */
export type Handlers = Readonly<Record<string, Handler>>;
