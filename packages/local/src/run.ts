import { mkdir } from "node:fs/promises";
import { join, resolve as resolvePath } from "node:path";
import { checkDefinition, NacreError, type JsonObject, type PipelineDefinition } from "@nacre/core";
import { ExecutionRecord } from "./execution-record.ts";
import type { Execution, RunEvent, RunOptions } from "./execution.ts";
import { knownImage } from "./jobs/images.ts";
import { object, plan, type PlannedStep } from "./plan.ts";
import { preflight } from "./preflight/preflight.ts";
import { ensurePythonEnvironment } from "./python/environment.ts";
import { randomToken } from "./random.ts";
import { Registry } from "./registry.ts";
import { plain, resolveParameters } from "./resolve/parameters.ts";
import { resolveKnown } from "./resolve/resolver.ts";
import type { RunContext } from "./run-context.ts";
import { chooseSandbox } from "./sandbox/choose-sandbox.ts";
import { pathRewriting } from "./sandbox/path-rewriting.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { Scheduler } from "./scheduler.ts";
import { scopeOf, type ExecutionScope } from "./scope.ts";
import { startsJob } from "./steps/index.ts";
import { faultCode } from "./store/files.ts";
import { ObjectStore, sharedFolder } from "./store/object-store.ts";

/** How many steps the service runs at once when nothing else is asked for. */
const defaultMaxParallelSteps = 50;
/** As SageMaker, in seconds. */
const defaultGraceSeconds = 120;

/** What tests put in place of the real thing. */
export interface RunInternals {
  /** The interpreter of the jobs, instead of the environment that is made. */
  readonly python?: string;
  /** The sandbox, instead of the first that works. */
  readonly sandbox?: Sandbox;
}

/**
 * Runs a pipeline definition on this machine, whoever wrote it: real processes, each with its own
 * `/opt/ml`, on objects in a folder. Several runs may use one home at once.
 *
 * @returns the execution, when it has ended; a step that fails gives the status `Failed`, it does not throw
 * @throws NacreError for what is refused before the start: the codes of `checkDefinition`,
 * `PARAMETER_UNKNOWN`, `PARAMETER_TYPE`, `PARAMETER_NOT_IN_ENUM`, `PARAMETER_MISSING`,
 * `LOCAL_UNSUPPORTED` (a step type, image or option that does not run here), `LOCAL_OBJECT_MISSING`
 * (code or data that is not in the store), `LOCAL_FILE_MISSING`, `LOCAL_HOME_UNUSABLE`,
 * `S3_URI_INVALID`, `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`, `PYTHON_INSTALL_FAILED`.
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
  internals: RunInternals,
): Promise<Execution> {
  checkDefinition(definition);
  const parameters = resolveParameters(definition.Parameters ?? [], options.parameters ?? {});
  const steps = plan(definition);
  const emit = options.onEvent ?? ((): void => undefined);
  const home = resolvePath(options.home);
  const id = randomToken(12);
  const directory = join(home, "executions", id);
  await makeHome(home, directory);

  const startTime = new Date();
  const store = new ObjectStore(home, join(directory, "s3"), startTime.getTime());
  const registry = new Registry(home);
  const properties = new Map<string, JsonObject>();
  const { pipelineName } = options;
  const region = regionOf(steps);
  const bare: ExecutionScope = {
    executionId: id,
    ...{ pipelineName, startTime, region, parameters, properties, steps, store },
    experimentConfig: {},
  };
  const experiment = object(definition.PipelineExperimentConfig ?? undefined);
  const experimentConfig = object(await resolveKnown(experiment, scopeOf(bare)));
  const scope: ExecutionScope = { ...bare, experimentConfig };

  const needsJobs = steps.some(({ type }) => startsJob(type));
  const sandbox = needsJobs
    ? (internals.sandbox ?? (await chooseSandbox(join(home, "tmp"))))
    : pathRewriting;
  await putObjects(store, options);
  await preflight({ steps, scope: scopeOf(scope), store, registry, sandbox });
  const python = needsJobs ? (internals.python ?? (await environment(options, emit))) : undefined;
  if (needsJobs && sandbox === pathRewriting) emit({ type: "warning", message: rewritingWarning });

  const record = new ExecutionRecord(
    { id, pipelineName, startTime, parameters: plainValues(parameters), directory },
    steps,
    emit,
  );
  const runningJobs = (): number =>
    record.steps.filter(
      ({ type, status }) => startsJob(type) && (status === "Starting" || status === "Executing"),
    ).length;
  const context: RunContext = {
    ...{ home, executionId: id, directory, region, store, registry, record, sandbox, python, emit },
    libsvmIndexBase: options.libsvmIndexBase ?? 0,
    graceSeconds: options.stopGraceSeconds ?? defaultGraceSeconds,
    signal: options.signal ?? new AbortController().signal,
    runningJobs,
    scope: (job) => scopeOf(scope, job),
  };
  record.begin();
  const maxParallel = options.maxParallelSteps ?? defaultMaxParallelSteps;
  const result = await new Scheduler(steps, context, properties, maxParallel).run();
  return record.end(result.status, result.failureReason);
}

const rewritingWarning =
  "This machine lets no process have an /opt/ml of its own. Jobs run without a sandbox: paths below " +
  "/opt/ml are rewritten inside Python, which is good for plain Python scripts only. On Linux, " +
  "install bubblewrap or allow user namespaces.";

async function environment(
  { python, signal }: RunOptions,
  emit: (event: RunEvent) => void,
): Promise<string> {
  const ready = await ensurePythonEnvironment({
    ...(python === undefined ? {} : { python }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: (message) => emit({ type: "environment", message }),
  });
  return ready.python;
}

async function makeHome(home: string, directory: string): Promise<void> {
  try {
    for (const folder of [sharedFolder(home), join(directory, "s3"), join(home, "tmp")]) {
      await mkdir(folder, { recursive: true });
    }
  } catch (error) {
    const code = faultCode(error) ?? String(error);
    throw new NacreError("LOCAL_HOME_UNUSABLE", `The folder ${home} cannot be written: ${code}.`, {
      at: { file: home },
      help: "Choose another folder with --home, or make room in this one.",
      cause: error,
    });
  }
}

async function putObjects(store: ObjectStore, { objects = [] }: RunOptions): Promise<void> {
  for (const { uri, file } of objects) {
    try {
      await store.put(uri, file);
    } catch (error) {
      if (error instanceof NacreError) throw error;
      const code = faultCode(error) ?? String(error);
      throw new NacreError("LOCAL_FILE_MISSING", `${file} cannot be put under ${uri}: ${code}.`, {
        at: { file },
        help: "Name a file that can be read; and make sure that the disk has room for it.",
        cause: error,
      });
    }
  }
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
