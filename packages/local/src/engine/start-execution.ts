import { rm } from "node:fs/promises";
import { checkDefinition, writeDefinition, type PipelineDefinition } from "@nacre/core";
import { requireImages } from "../jobs/container/container-engine.ts";
import { knownImage, type JobRuntime } from "../jobs/images.ts";
import { arn } from "../jobs/names.ts";
import type { Objects } from "../objects/objects.ts";
import { executionObjects } from "../objects/open-objects.ts";
import { object, plan, type PlannedStep } from "../plan.ts";
import { cureByOption } from "../preflight/missing-objects.ts";
import { preflight, type Preflight } from "../preflight/preflight.ts";
import { asHomeFault, makeHome } from "../prepare.ts";
import { randomToken } from "../random.ts";
import { resolveParameters } from "../resolve/parameters.ts";
import { scopeOf } from "../scope.ts";
import type { Database } from "../state/database.ts";
import { Executions, type ExecutionOptions, type NewStep } from "../state/executions.ts";
import { Models } from "../state/models.ts";
import { startsJob } from "../steps/index.ts";
import { executionDirectory } from "./live-execution.ts";
import { executionScope } from "./load-execution.ts";
import type { Means } from "./means.ts";

/** An execution that is asked for. */
export interface StartRequest {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The pipeline's ARN. */
  readonly pipelineArn: string;
  /** The pipeline's version, or what keeps pipeline and version, inside the transaction that starts it. */
  readonly version: number | (() => number);
  /** The definition. */
  readonly definition: PipelineDefinition;
  /** Parameter values as text. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `MaxParallelExecutionSteps` */
  readonly maxParallel?: number | undefined;
  /** How it runs here; without a region, that of its images, or us-east-1. */
  readonly options: Omit<ExecutionOptions, "region"> & { readonly region?: string };
  /** The engine that will run it; without, the first that looks takes it. */
  readonly engine?: string | undefined;
  /** Puts the objects that the execution needs, before they are looked for. */
  readonly putObjects?: (objects: Objects) => Promise<void>;
  /** Waits for what else must be there; called after all checks. */
  readonly waitFor?: () => Promise<unknown>;
}

/**
 * Checks an execution that is asked for, and keeps it: it has then started. Wake the engine afterwards,
 * or let it execute it.
 *
 * @returns its id
 * @throws NacreError what `checkDefinition`, `resolveParameters` and `preflight` throw, and
 * `LOCAL_HOME_UNUSABLE` and `LOCAL_DISK_FULL`; nothing is kept then.
 */
export async function startExecution(
  database: Database,
  means: Means,
  request: StartRequest,
): Promise<string> {
  const { definition, parameters, pipeline, pipelineArn: itsArn } = request;
  const region = request.options.region ?? regionOf(plan(definition));
  const id = randomToken(12);
  const startTime = new Date();
  const { home } = database;
  const directory = executionDirectory(home, id);
  await makeHome(home, directory);
  try {
    const objects = executionObjects(means.objects, directory, startTime.getTime(), means.aside);
    await request.putObjects?.(objects);
    const steps = await checkExecution(database, means, {
      definition,
      parameters,
      pipeline,
      pipelineArn: itsArn,
      id,
      startTime,
      objects,
      runtime: request.options.runtime,
      cureOfMissing: cureByOption,
    });
    await request.waitFor?.();
    database.transaction(() => {
      const { version } = request;
      new Executions(database).create({
        id,
        arn: executionArn(itsArn, id),
        pipeline,
        version: typeof version === "number" ? version : version(),
        definition: writeDefinition(definition),
        parameters,
        options: { ...request.options, region },
        startTime,
        steps,
        maxParallel: request.maxParallel,
        engine: request.engine,
      });
    });
    return id;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw asHomeFault(error, home);
  }
}

/** An execution that is to be checked. */
export interface ExecutionToCheck extends Pick<
  StartRequest,
  "definition" | "parameters" | "pipeline" | "pipelineArn"
> {
  /** Its id. */
  readonly id: string;
  /** When it starts. */
  readonly startTime: Date;
  /** The objects as it will see them. */
  readonly objects: Objects;
  /** The steps that will not run. @default none */
  readonly reused?: ReadonlySet<string>;
  /** Its steps with the results that are taken over from another execution. @default none are */
  readonly chosen?: readonly NewStep[] | undefined;
  /** What its jobs run in. @default "python" */
  readonly runtime?: JobRuntime | undefined;
  /** What to do about an object that is missing, in a sentence. */
  readonly cureOfMissing: Preflight["cureOfMissing"];
}

/**
 * Refuses an execution that cannot run here. Nothing is kept.
 *
 * @returns its steps
 * @throws NacreError as {@link startExecution}
 */
export async function checkExecution(
  database: Database,
  means: Means,
  given: ExecutionToCheck,
): Promise<readonly PlannedStep[]> {
  const { definition, pipeline, id, startTime, objects, reused, chosen = [] } = given;
  checkDefinition(definition);
  const steps = plan(definition);
  const taken = new Map(chosen.map((step) => [step.name, step.reused]));
  const scope = await executionScope(definition, steps, {
    executionId: id,
    executionArn: executionArn(given.pipelineArn, id),
    pipelineName: pipeline,
    pipelineArn: given.pipelineArn,
    startTime,
    parameters: resolveParameters(definition.Parameters ?? [], given.parameters),
    properties: (name) => taken.get(name)?.properties,
    objects,
  });
  const toRun = reused === undefined ? steps : steps.filter(({ name }) => !reused.has(name));
  const sandbox = await means.sandbox(toRun.some(({ type }) => startsJob(type)));
  const models = new Models(database);
  const images = await preflight({
    steps: toRun,
    runtime: given.runtime ?? "python",
    scope: scopeOf(scope),
    objects,
    taken: [...taken.values()].flatMap((result) => result?.outputs.map(({ uri }) => uri) ?? []),
    models,
    sandbox,
    config: means.config,
    cureOfMissing: given.cureOfMissing,
  });
  if (images.length > 0) await requireImages(await means.containers(), images);
  return steps;
}

/** The ARN of an execution. */
function executionArn(pipeline: string, id: string): string {
  return `${pipeline}/execution/${id}`;
}

/** The ARN of a pipeline, which has its name in lower case. */
export function pipelineArn(region: string, name: string): string {
  return arn(region, "pipeline", name.toLowerCase());
}

/** The region in the steps' image URIs; jobs and ARNs here are told the same. */
export function regionOf(steps: readonly PlannedStep[]): string {
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
