import { existsSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import {
  checkDefinition,
  NacreError,
  readDefinition,
  writeDefinition,
  type PipelineDefinition,
} from "@nacre/core";
import { Engine, unknownExecution } from "./engine/engine.ts";
import type { EndedExecution } from "./engine/running-execution.ts";
import type { Internals } from "./engine/means.ts";
import { executionDirectory, stepExecution } from "./engine/live-execution.ts";
import { pipelineArn, regionOf, startExecution } from "./engine/start-execution.ts";
import type { Execution, RunEvent, RunOptions } from "./execution.ts";
import { localAccount } from "./jobs/names.ts";
import { plan } from "./plan.ts";
import { makeHome, putObjects, rewritingWarning } from "./prepare.ts";
import { plain, resolveParameters } from "./resolve/parameters.ts";
import { pathRewriting } from "./sandbox/path-rewriting.ts";
import type { ObjectStoreKind } from "./objects/open-objects.ts";
import { Database, stateFile } from "./state/database.ts";
import { Executions, type ExecutionOptions } from "./state/executions.ts";
import { Pipelines } from "./state/pipelines.ts";
import { startsJob } from "./steps/index.ts";

/**
 * Runs a pipeline definition on this machine, whoever wrote it: real processes, each with its own
 * `/opt/ml`, on objects in a folder or in S3. Several runs may use one home at once.
 *
 * @returns the execution, when it has ended; a step that fails gives the status `Failed`, it does not throw
 * @throws NacreError for what is refused before the start: the codes of `checkDefinition`,
 * `PARAMETER_UNKNOWN`, `PARAMETER_TYPE`, `PARAMETER_NOT_IN_ENUM`, `PARAMETER_MISSING`,
 * `LOCAL_UNSUPPORTED` (a step type, image or option that does not run here), `LOCAL_OBJECT_MISSING`
 * (code or data that is not in the store), `LOCAL_FILE_MISSING`, `LOCAL_HOME_UNUSABLE`, `LOCAL_STATE_NEWER`, `LOCAL_DISK_FULL`,
 * `CONTAINER_RUNTIME_NOT_FOUND`, `CONTAINER_IMAGE_MISSING`, `LOCAL_OPTION_INVALID`, `S3_URI_INVALID`, those of S3 itself (`S3_BUCKET_MISSING`, `S3_ACCESS_DENIED`,
 * `S3_CREDENTIALS`, `S3_UNREACHABLE`, `S3_FAILED`), `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`, `PYTHON_INSTALL_FAILED`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-local-mode.html
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { readDefinition } from "@nacre/core";
 * import { run } from "@nacre/local";
 *
 * const definition = readDefinition(`{
 *   "Version": "2020-12-01",
 *   "Parameters": [{ "Name": "Why", "Type": "String", "DefaultValue": "no reason" }],
 *   "Steps": [{ "Name": "Stop", "Type": "Fail", "Arguments": { "ErrorMessage": { "Get": "Parameters.Why" } } }]
 * }`);
 * const execution = await run(definition, {
 *   home: mkdtempSync(join(tmpdir(), "nacre-")),
 *   pipelineName: "Example",
 *   parameters: { Why: "just to show it" },
 * });
 * console.assert(execution.status === "Failed");
 * console.assert(execution.failureReason === "just to show it");
 * ```
 */
export function run(definition: PipelineDefinition, options: RunOptions): Promise<Execution> {
  return runWith(definition, options, {});
}

/** The same as {@link run}, with parts replaced for a test. */
export async function runWith(
  definition: PipelineDefinition,
  options: RunOptions,
  internals: Internals,
): Promise<Execution> {
  checkDefinition(definition);
  checkCount(
    "maxParallelSteps",
    options.maxParallelSteps,
    "run as many steps at once as the service does",
  );
  checkCount("memoryLimitMb", options.memoryLimitMb, "let jobs have all the memory there is");
  resolveParameters(definition.Parameters ?? [], options.parameters ?? {});
  const home = resolvePath(options.home);
  await makeHome(home);
  return withEngine(home, options, internals, async (engine) => {
    const id = await start(engine, definition, options);
    return executionOf(engine.database, await untilItsEnd(engine, id, options.signal));
  });
}

/** How to go on with an execution. */
export type ResumeOptions = Pick<
  RunOptions,
  "home" | "objectStore" | "config" | "signal" | "onEvent"
>;

/**
 * Goes on with an execution whose process died, from where it was: what has finished is not run again,
 * and S3 URIs lead to where they led for the run, unless `objectStore` says otherwise.
 * An execution that has ended is given as it is.
 *
 * @returns the execution, when it has ended
 * @throws NacreError `EXECUTION_UNKNOWN`, `EXECUTION_RUNNING` (its process lives),
 * `LOCAL_HOME_UNUSABLE`, `LOCAL_STATE_NEWER`.
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { readDefinition } from "@nacre/core";
 * import { resume, run } from "@nacre/local";
 *
 * const home = mkdtempSync(join(tmpdir(), "nacre-"));
 * const definition = readDefinition('{ "Version": "2020-12-01", "Steps": [] }');
 * const { id } = await run(definition, { home, pipelineName: "Example" });
 * console.assert((await resume(id, { home })).status === "Succeeded");
 * ```
 */
export function resume(executionId: string, options: ResumeOptions): Promise<Execution> {
  return resumeWith(executionId, options, {});
}

/** The same as {@link resume}, with parts replaced for a test. */
export async function resumeWith(
  executionId: string,
  options: ResumeOptions,
  internals: Internals,
): Promise<Execution> {
  const home = resolvePath(options.home);
  // Nothing is made where there is nothing to go on with.
  if (!existsSync(stateFile(home))) throw unknownExecution(executionId);
  const objectStore = options.objectStore ?? objectStoreOf(home, executionId);
  return withEngine(home, { ...options, objectStore }, internals, async (engine) => {
    return executionOf(engine.database, await untilItsEnd(engine, executionId, options.signal));
  });
}

/** Where the S3 URIs of an execution lead to, where its run said so. */
function objectStoreOf(home: string, id: string): ObjectStoreKind | undefined {
  const database = new Database(home);
  try {
    return new Executions(database).get(id)?.options.objectStore;
  } finally {
    database.close();
  }
}

async function withEngine<T>(
  home: string,
  {
    objectStore,
    config,
    onEvent,
  }: Pick<RunOptions, "config" | "onEvent"> & {
    readonly objectStore?: ObjectStoreKind | undefined;
  },
  internals: Internals,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const database = new Database(home);
  try {
    const engine = new Engine(database, {
      takesUp: "own",
      objectStore,
      config,
      ...internals,
      onEvent: (_, event) => onEvent?.(event),
    });
    await engine.start();
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  } finally {
    database.close();
  }
}

async function start(
  engine: Engine,
  definition: PipelineDefinition,
  options: RunOptions,
): Promise<string> {
  const { pipelineName, objects = [], signal = new AbortController().signal } = options;
  const emit = (event: RunEvent): void => options.onEvent?.(event);
  const steps = plan(definition);
  const needsJobs = steps.some(({ type }) => startsJob(type));
  const region = regionOf(steps);
  // What takes its time begins at once; a refusal ends it.
  const refusal = new AbortController();
  const python = needsJobs
    ? engine.means.python({
        command: options.python,
        signal: AbortSignal.any([refusal.signal, signal]),
        emit,
      })
    : undefined;
  // Awaited below; until then its failure must not count as one that nobody handles.
  python?.catch(() => undefined);
  try {
    return await startExecution(engine.database, engine.means, {
      pipeline: pipelineName,
      pipelineArn: pipelineArn(region, pipelineName),
      version: () => keepVersion(engine.database, pipelineName, region, definition),
      definition,
      parameters: options.parameters ?? {},
      maxParallel: options.maxParallelSteps,
      options: { ...executionOptions(options), region },
      engine: engine.id,
      putObjects: (to) => putObjects(to, objects),
      waitFor: async () => {
        const sandbox = await engine.means.sandbox(needsJobs);
        if (needsJobs && sandbox === pathRewriting) {
          emit({ type: "warning", message: rewritingWarning });
        }
        // A run that was stopped meanwhile is kept, and stopped.
        await python?.catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      },
    });
  } catch (error) {
    refusal.abort();
    // Whatever it says, it is stopped because of the first error.
    await python?.catch(() => undefined);
    throw error;
  }
}

/** Keeps the pipeline, and a version of it where the definition is not its latest. */
function keepVersion(
  database: Database,
  name: string,
  region: string,
  definition: PipelineDefinition,
): number {
  const pipelines = new Pipelines(database);
  const text = writeDefinition(definition);
  const known = pipelines.get(name);
  if (known === undefined) {
    const arn = pipelineArn(region, name);
    const nothing = { description: undefined, maxParallel: undefined };
    pipelines.create({
      name,
      arn,
      displayName: name,
      roleArn: localRole,
      definition: text,
      ...nothing,
    });
    return 1;
  }
  const latest = pipelines.version(name, known.version);
  return latest?.definition === text ? known.version : pipelines.update(name, { definition: text });
}

/** The role of pipelines that were run from a definition; nothing here needs one. */
const localRole = `arn:aws:iam::${localAccount}:role/local`;

function executionOptions(options: RunOptions): Omit<ExecutionOptions, "region"> {
  const { libsvmIndexBase, stopGraceSeconds, python, memoryLimitMb, warm } = options;
  const { runtime, objectStore } = options;
  return {
    ...(libsvmIndexBase === undefined ? {} : { libsvmIndexBase }),
    ...(stopGraceSeconds === undefined ? {} : { stopGraceSeconds }),
    ...(python === undefined ? {} : { python }),
    ...(memoryLimitMb === undefined ? {} : { memoryLimitMb }),
    ...(warm === undefined ? {} : { warm }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(objectStore === undefined ? {} : { objectStore }),
  };
}

async function untilItsEnd(
  engine: Engine,
  id: string,
  signal: AbortSignal | undefined,
): Promise<EndedExecution> {
  const stop = (): void => void engine.stop(id);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    return await engine.execute(id);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** An execution that has ended, as users see it. */
function executionOf(database: Database, { record, steps }: EndedExecution): Execution {
  const { id, status, endTime, failureReason } = record;
  if (endTime === undefined || status === "Executing" || status === "Stopping") {
    throw new Error(`the execution ${id} has not ended`);
  }
  const definition = readDefinition(new Executions(database).definition(id) ?? "");
  const parameters = resolveParameters(definition.Parameters ?? [], record.parameters);
  return {
    id,
    pipelineName: record.pipeline,
    status,
    ...(failureReason === undefined ? {} : { failureReason }),
    startTime: record.startTime,
    endTime,
    parameters: Object.fromEntries([...parameters].map(([name, value]) => [name, plain(value)])),
    steps: steps.map((step) => stepExecution(database.home, step)),
    directory: executionDirectory(database.home, id),
  };
}

function checkCount(option: keyof RunOptions, value: number | undefined, without: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return;
  throw new NacreError(
    "LOCAL_OPTION_INVALID",
    `${option} is ${value}; it must be a whole number from 1.`,
    { help: `Leave it out to ${without}.` },
  );
}
