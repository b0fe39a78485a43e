import { createHash } from "node:crypto";
import type { JsonObject, JsonValue } from "@nacre/core";
import { Callbacks } from "../state/callbacks.ts";
import type { Database } from "../state/database.ts";
import { Executions, type ExecutionOptions } from "../state/executions.ts";
import { Jobs } from "../state/jobs.ts";
import { ModelPackages } from "../state/model-packages.ts";
import { Models } from "../state/models.ts";
import { Pipelines } from "../state/pipelines.ts";
import { RequestTokens } from "../state/request-tokens.ts";
import { Steps } from "../state/steps.ts";
import { Tags } from "../state/tags.ts";
import { operationOf } from "./api-model.ts";
import { asFault } from "./as-fault.ts";
import { checkRequest } from "./check-request.ts";
import type { ServiceContext, ServiceEngine, Write } from "./context.ts";
import { conflict, ServiceFault } from "./fault.ts";
import { sagemaker } from "./generated/sagemaker.ts";
import { optionalText } from "./input.ts";
import { handlers } from "./operations/index.ts";

/** What a service is made of. */
export interface ServiceOptions {
  /** The state of a home. */
  readonly database: Database;
  /** What runs its executions. */
  readonly engine: ServiceEngine;
  /** The text of an object of S3; undefined when there is none. */
  readonly readObject: (uri: string) => Promise<string | undefined>;
  /** The region of what is made by clients that do not say theirs. @default "us-east-1" */
  readonly region?: string;
  /** How executions run that are started through it. @default as the engine does */
  readonly executions?: Omit<ExecutionOptions, "region"> | undefined;
}

/** Who asks. */
export interface Caller {
  /** The region that the client signed for. @default the service's own */
  readonly region?: string | undefined;
}

/** The SageMaker API over a home. */
export interface Service {
  /**
   * Answers a request.
   *
   * @param operation - such as `CreatePipeline`
   * @param input - what a client sent: any JSON
   * @throws ServiceFault for what the client has to hear; anything else is a bug of ours
   */
  readonly handle: (operation: string, input: JsonValue, caller?: Caller) => Promise<JsonObject>;
}

/**
 * The operations of the SageMaker API about pipelines, executions, the model registry, models, jobs and
 * tags, over the state of a home. Requests are checked as the API's model has it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations.html
 */
export function createService(options: ServiceOptions): Service {
  const { database, engine, readObject, region = "us-east-1", executions = {} } = options;
  const context: ServiceContext = {
    database,
    engine,
    readObject,
    executionOptions: executions,
    pipelines: new Pipelines(database),
    executions: new Executions(database),
    steps: new Steps(database),
    callbacks: new Callbacks(database),
    jobs: new Jobs(database),
    models: new Models(database),
    modelPackages: new ModelPackages(database),
    tags: new Tags(database),
    tokens: new RequestTokens(database),
  };
  return {
    handle: (operation, input, caller = {}) =>
      answer(context, { operation, input, region: caller.region ?? region }),
  };
}

interface Request {
  readonly operation: string;
  readonly input: JsonValue;
  readonly region: string;
}

async function answer(context: ServiceContext, request: Request): Promise<JsonObject> {
  const { operation: name, region } = request;
  const operation = operationOf(sagemaker, name);
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (operation === undefined || handler === undefined) throw unknownOperation(name);
  const input = checkRequest(sagemaker, operation.input, request.input);
  const memory = new AnswerMemory(context.tokens, name, input);
  try {
    const known = memory.find();
    if (known !== undefined) return known;
    const result = await handler(input, { ...context, operation: name, region });
    return typeof result === "function" ? write(context.database, memory, result) : result;
  } catch (error) {
    throw asFault(error);
  }
}

/** Does the changes of an operation once, however many ask for it with one token at a time. */
function write(database: Database, memory: AnswerMemory, changes: Write): JsonObject {
  return database.transaction(() => {
    const known = memory.find();
    if (known !== undefined) return known;
    const output = changes();
    memory.keep(output);
    return output;
  });
}

/** What was answered to a request with the same token, if it has one. */
class AnswerMemory {
  readonly #tokens: RequestTokens;
  readonly #operation: string;
  readonly #token: string | undefined;
  readonly #inputHash: string;

  constructor(tokens: RequestTokens, operation: string, input: JsonObject) {
    this.#tokens = tokens;
    this.#operation = operation;
    this.#token = optionalText(input, "ClientRequestToken") ?? optionalText(input, "ClientToken");
    this.#inputHash = createHash("sha256").update(JSON.stringify(input)).digest("base64url");
  }

  find(): JsonObject | undefined {
    if (this.#token === undefined) return undefined;
    const known = this.#tokens.find(this.#operation, this.#token);
    if (known === undefined || known.inputHash === this.#inputHash) return known?.output;
    throw conflict(
      `The request token ${this.#token} was used for a ${this.#operation} request with other ` +
        "parameters. Use a new token for a new request.",
    );
  }

  keep(output: JsonObject): void {
    if (this.#token === undefined) return;
    this.#tokens.remember(this.#operation, this.#token, { inputHash: this.#inputHash, output });
  }
}

function unknownOperation(name: string): ServiceFault {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  return new ServiceFault(
    "UnknownOperationException",
    `The local SageMaker service has no operation ${JSON.stringify(shown)}. It has those on pipelines, ` +
      "their executions, the model registry, models and tags, and Describe and List of jobs.",
  );
}
