import type { JsonObject } from "@nacre/core";
import type { Engine } from "../engine/engine.ts";
import type { Callbacks } from "../state/callbacks.ts";
import type { Database } from "../state/database.ts";
import type { ExecutionOptions, Executions } from "../state/executions.ts";
import type { Jobs } from "../state/jobs.ts";
import type { ModelPackages } from "../state/model-packages.ts";
import type { Models } from "../state/models.ts";
import type { Pipelines } from "../state/pipelines.ts";
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
  /** How executions run that are started. */
  readonly executionOptions: Omit<ExecutionOptions, "region">;
  /** The text of an object of S3; undefined when there is none. */
  readonly readObject: (uri: string) => Promise<string | undefined>;
}

/** What the service needs of the engine. */
export type ServiceEngine = Pick<Engine, "check" | "wake">;

/** Who asks for what. */
export interface Call extends ServiceContext {
  /** The operation's name. */
  readonly operation: string;
  /** The region that the client signed for, else the service's own. */
  readonly region: string;
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
