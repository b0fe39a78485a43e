import { rm } from "node:fs/promises";
import { join, resolve as resolvePath } from "node:path";
import { checkDefinition, NacreError, type JsonObject, type PipelineDefinition } from "@nacre/core";
import { ExecutionRecord } from "./execution-record.ts";
import type { Execution, RunOptions, StepExecution } from "./execution.ts";
import { knownImage } from "./jobs/images.ts";
import { object, plan, type PlannedStep } from "./plan.ts";
import { notDoneHere } from "./preflight/not-done.ts";
import { asHomeFault, makeHome, prepare, type Internals, type Means } from "./prepare.ts";
import { randomToken } from "./random.ts";
import { Registry } from "./registry.ts";
import { plain, resolveParameters } from "./resolve/parameters.ts";
import { resolveKnown } from "./resolve/resolver.ts";
import type { RunContext } from "./run-context.ts";
import { Scheduler } from "./scheduler.ts";
import { scopeOf, type ExecutionScope } from "./scope.ts";
import { startsJob } from "./steps/index.ts";
import { ObjectStore } from "./store/object-store.ts";

/** How many steps the service runs at once when nothing else is asked for. */
const defaultMaxParallelSteps = 50;
/** As SageMaker, in seconds. */
const defaultGraceSeconds = 120;

/**
 * Runs a pipeline definition on this machine, whoever wrote it: real processes, each with its own
 * `/opt/ml`, on objects in a folder. Several runs may use one home at once.
 *
 * @returns the execution, when it has ended; a step that fails gives the status `Failed`, it does not throw
 * @throws NacreError for what is refused before the start: the codes of `checkDefinition`,
 * `PARAMETER_UNKNOWN`, `PARAMETER_TYPE`, `PARAMETER_NOT_IN_ENUM`, `PARAMETER_MISSING`,
 * `LOCAL_UNSUPPORTED` (a step type, image or option that does not run here), `LOCAL_OBJECT_MISSING`
 * (code or data that is not in the store), `LOCAL_FILE_MISSING`, `LOCAL_HOME_UNUSABLE`, `LOCAL_DISK_FULL`,
 * `LOCAL_OPTION_INVALID`, `S3_URI_INVALID`, `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`, `PYTHON_INSTALL_FAILED`.
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
  const maxParallel = maxParallelOf(options);
  const parameters = resolveParameters(definition.Parameters ?? [], options.parameters ?? {});
  const steps = plan(definition);
  const emit = options.onEvent ?? ((): void => undefined);
  const signal = options.signal ?? new AbortController().signal;
  const home = resolvePath(options.home);
  const executionId = randomToken(12);
  const directory = join(home, "executions", executionId);
  const startTime = new Date();
  const { pipelineName } = options;

  await makeHome(home, directory);
  const store = new ObjectStore(home, join(directory, "s3"), startTime.getTime());
  const registry = new Registry(home);
  const properties = new Map<string, JsonObject>();
  const scope = await withExperimentConfig(definition, {
    executionId,
    pipelineName,
    startTime,
    region: regionOf(steps),
    parameters,
    properties,
    steps,
    experimentConfig: {},
    store,
  });
  const record = new ExecutionRecord(
    { id: executionId, pipelineName, startTime, parameters: plainValues(parameters), directory },
    steps,
    emit,
  );

  let means: Means;
  try {
    means = await prepare({
      home,
      steps,
      store,
      registry,
      scope: scopeOf(scope),
      options,
      internals,
    });
  } catch (error) {
    if (signal.aborted) return record.end("Stopped", undefined);
    await rm(directory, { recursive: true, force: true });
    throw asHomeFault(error, home);
  }
  const context: RunContext = {
    home,
    executionId,
    directory,
    region: scope.region,
    store,
    registry,
    record,
    sandbox: means.sandbox,
    python: means.python,
    emit,
    signal,
    libsvmIndexBase: options.libsvmIndexBase ?? 0,
    graceSeconds: options.stopGraceSeconds ?? defaultGraceSeconds,
    runningJobs: () => record.steps.filter(isRunningJob).length,
    scope: (job) => scopeOf(scope, job),
  };
  record.begin();
  for (const message of notDoneHere(steps)) emit({ type: "warning", message });
  const result = await new Scheduler(steps, context, properties, maxParallel).run();
  return record.end(result.status, result.failureReason);
}

function maxParallelOf({ maxParallelSteps = defaultMaxParallelSteps }: RunOptions): number {
  if (Number.isInteger(maxParallelSteps) && maxParallelSteps >= 1) return maxParallelSteps;
  throw new NacreError(
    "LOCAL_OPTION_INVALID",
    `maxParallelSteps is ${maxParallelSteps}; it must be a whole number from 1.`,
    { help: "Leave it out to run as many steps at once as the service does." },
  );
}

function isRunningJob({ type, status }: StepExecution): boolean {
  return startsJob(type) && (status === "Starting" || status === "Executing");
}

/** The experiment config may name execution variables itself. */
async function withExperimentConfig(
  definition: PipelineDefinition,
  scope: ExecutionScope,
): Promise<ExecutionScope> {
  const config = object(definition.PipelineExperimentConfig ?? undefined);
  return { ...scope, experimentConfig: object(await resolveKnown(config, scopeOf(scope))) };
}

/** The region in the steps' image URIs; jobs and ARNs here are told the same. */
function regionOf(steps: readonly PlannedStep[]): string {
  for (const { args } of steps) {
    for (const member of ["AppSpecification", "AlgorithmSpecification", "PrimaryContainer"]) {
      for (const image of Object.values(object(args[member]))) {
        const region = typeof image === "string" ? knownImage(image)?.region : undefined;
        if (region !== undefined) return region;
      }
    }
  }
  return "us-east-1";
}

function plainValues(
  parameters: ReturnType<typeof resolveParameters>,
): Record<string, string | number | boolean> {
  return Object.fromEntries([...parameters].map(([name, value]) => [name, plain(value)]));
}
