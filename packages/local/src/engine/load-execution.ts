import { NacreError, readDefinition, type JsonObject, type PipelineDefinition } from "@nacre/core";
import { adoptOutputs } from "../cache/adopt-outputs.ts";
import { executionObjects } from "../objects/open-objects.ts";
import type { ExecutionObjects } from "../objects/execution-objects.ts";
import { object, plan, type PlannedStep } from "../plan.ts";
import { resolveParameters } from "../resolve/parameters.ts";
import { resolveKnown } from "../resolve/resolver.ts";
import type { RunContext } from "../run-context.ts";
import { scopeOf, type ExecutionScope } from "../scope.ts";
import { Attempts } from "../state/attempts.ts";
import { Callbacks } from "../state/callbacks.ts";
import type { Database } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { Jobs } from "../state/jobs.ts";
import { ModelPackages } from "../state/model-packages.ts";
import { Models } from "../state/models.ts";
import { Pipelines } from "../state/pipelines.ts";
import { startsJob } from "../steps/index.ts";
import { CallbackDesk, type SendMessage } from "./callback-desk.ts";
import { ExecutionRun } from "./execution-run.ts";
import type { JobSlots } from "./job-slots.ts";
import { Released, type LiveExecution } from "./live-execution.ts";
import type { Means } from "./means.ts";
import type { StepPolicies } from "./step-policies.ts";
import { warmPool } from "./warm-steps.ts";

/** How many steps the service runs at once when nothing else is asked for. */
const defaultMaxParallelSteps = 50;
/** As SageMaker, in seconds. */
const defaultGraceSeconds = 120;

/** What an engine runs all its executions with. */
export interface EngineParts {
  /** The state. */
  readonly database: Database;
  /** What jobs run with. */
  readonly means: Means;
  /** How many jobs run at once, over all executions. */
  readonly slots: JobSlots;
  /** Caching, retries and what is left out. */
  readonly policies: StepPolicies;
  /** Sends the messages of Callback steps. */
  readonly sendMessage: SendMessage | undefined;
}

/**
 * Makes an execution that is kept ready to be run, or to go on.
 *
 * @throws NacreError when this machine has not what its jobs need.
 */
export async function loadExecution(
  parts: EngineParts,
  live: LiveExecution,
  stop: AbortController,
): Promise<ExecutionRun> {
  const { database, means, slots, policies, sendMessage } = parts;
  const { record, emit } = live;
  const definition = readDefinition(new Executions(database).definition(record.id) ?? "");
  const steps = plan(definition);
  const pipeline = new Pipelines(database).get(record.pipeline);
  const since = record.startTime.getTime();
  const objects = executionObjects(means.objects, live.directory, since, means.aside);
  await adoptSelected(database.home, live, objects);
  const scope = await executionScope(definition, steps, {
    executionId: record.id,
    executionArn: record.arn,
    pipelineName: record.pipeline,
    pipelineArn: pipeline?.arn ?? "",
    startTime: record.startTime,
    parameters: resolveParameters(definition.Parameters ?? [], record.parameters),
    properties: (name) => live.step(name).properties,
    objects,
  });
  const jobMeans = await jobMeansFor(parts, live, stop.signal);
  const { python } = jobMeans;
  const desk = new CallbackDesk(live, new Callbacks(database), stop.signal, sendMessage);
  const context: RunContext = {
    ...jobMeans,
    executionId: record.id,
    directory: live.directory,
    objects,
    models: new Models(database),
    modelPackages: new ModelPackages(database),
    jobs: new Jobs(database),
    slots,
    config: means.config,
    record: live,
    callbacks: desk,
    emit,
    signal: stop.signal,
    libsvmIndexBase: record.options.libsvmIndexBase ?? 0,
    get graceSeconds() {
      // An engine that closes does not wait for jobs: they run again.
      if (stop.signal.reason instanceof Released) return 0;
      return record.options.stopGraceSeconds ?? defaultGraceSeconds;
    },
    memoryLimitMb: record.options.memoryLimitMb,
    runtime: record.options.runtime ?? "python",
    containers: () => means.containers(),
    launcher: async () => (python === undefined ? undefined : means.launcher(python)),
    warm: record.options.warm === false ? undefined : warmPool(live.directory, jobMeans),
    runningJobs: () => slots.used,
    scope: (job) => scopeOf(scope, job),
  };
  return new ExecutionRun({
    live,
    context,
    attempts: new Attempts(database),
    jobs: context.jobs,
    slots,
    policies,
    steps,
    desk,
    stop,
    maxParallel: pipeline?.maxParallel ?? defaultMaxParallelSteps,
  });
}

type JobMeans = Pick<RunContext, "home" | "sandbox" | "python" | "region">;

/** What the jobs of an execution run with, made ready where it has jobs to run. */
async function jobMeansFor(
  { database, means }: EngineParts,
  { record, steps, emit }: LiveExecution,
  signal: AbortSignal,
): Promise<JobMeans> {
  // What is to be stopped starts no job any more.
  const needsJobs =
    !signal.aborted && steps.some(({ type, status }) => startsJob(type) && status !== "Succeeded");
  const { python: command, region } = record.options;
  const python = needsJobs ? await means.python({ command, signal, emit }) : undefined;
  // So that it is there when the first job is.
  if (python !== undefined) void means.launcher(python);
  return { home: database.home, sandbox: await means.sandbox(needsJobs), python, region };
}

/** Lets a selective execution have what the steps wrote whose results it takes over. */
async function adoptSelected(
  home: string,
  live: LiveExecution,
  objects: ExecutionObjects,
): Promise<void> {
  for (const { name, outputs, selectiveSource } of live.steps) {
    if (selectiveSource === undefined) continue;
    const source = selectiveSource.slice(selectiveSource.lastIndexOf("/") + 1);
    const uris = outputs.map(({ uri }) => uri);
    // oxlint-disable-next-line no-await-in-loop -- two steps may have written the same object
    const missing = await adoptOutputs({ home, source, uris, objects });
    if (missing === undefined) continue;
    throw new NacreError(
      "LOCAL_OBJECT_MISSING",
      `Nothing is left under ${missing}, which step ${name} wrote in ${selectiveSource}.`,
      { at: { step: name }, help: "Run that step again: select it too." },
    );
  }
}

/** What references stand for; the experiment config may name execution variables itself. */
export async function executionScope(
  definition: PipelineDefinition,
  steps: readonly PlannedStep[],
  given: Omit<ExecutionScope, "steps" | "experimentConfig">,
): Promise<ExecutionScope> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const scope: ExecutionScope = { ...given, steps: byName, experimentConfig: {} };
  const config: JsonObject = object(definition.PipelineExperimentConfig ?? undefined);
  return { ...scope, experimentConfig: object(await resolveKnown(config, scopeOf(scope))) };
}
