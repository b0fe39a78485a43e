import { checkDefinition, NacreError, readDefinition, type PipelineDefinition } from "@nacre/core";
import { openObjects } from "../objects/open-objects.ts";
import { object, plan, type PlannedStep } from "../plan.ts";
import { resolveParameters } from "../resolve/parameters.ts";
import { Database, hasState } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { Steps, type StepRecord } from "../state/steps.ts";
import { cachingOff, type CacheExplanation } from "./explain.ts";
import { Forecast } from "./forecast.ts";
import { StepCache } from "./step-cache.ts";

/** Whether a step is taken from the cache. */
export interface StepExplanation {
  /** The step's name. */
  readonly step: string;
  /** Its type. */
  readonly type: string;
  /** What the cache gives, or why nothing. */
  readonly explanation: CacheExplanation;
}

/** An execution that has not been started. */
export interface ExplainOptions {
  /** The folder with all state. */
  readonly home: string;
  /** The pipeline's name. */
  readonly pipelineName: string;
  /** Parameter values as text. @default {} (the definition's own defaults) */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Only ARNs have it, which differ in it for nobody here. */
const region = "us-east-1";

/**
 * Says for every step of a definition whether an execution that started now would take it from the
 * cache. Nothing is run or changed.
 *
 * @returns the steps in the order of the definition
 * @throws NacreError as `run` does for definitions and parameters.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
 */
export async function explainDefinition(
  definition: PipelineDefinition,
  { home, pipelineName, parameters: given = {} }: ExplainOptions,
): Promise<StepExplanation[]> {
  checkDefinition(definition);
  const parameters = resolveParameters(definition.Parameters ?? [], given);
  const steps = plan(definition);
  // To look at the state must not make it.
  if (!hasState(home)) return steps.map(firstRun);
  const database = new Database(home);
  try {
    const forecast = new Forecast({
      database,
      objects: openObjects({ home, region }),
      pipeline: pipelineName,
      region,
      parameters,
      experimentConfig: object(definition.PipelineExperimentConfig ?? undefined),
      steps,
    });
    const explanations = await forecast.explanations();
    return steps.map((step) => {
      const explanation = explanations.get(step.name);
      if (explanation === undefined) throw new Error(`no explanation of ${step.name}`);
      return { step: step.name, type: step.type, explanation };
    });
  } finally {
    database.close();
  }
}

/**
 * Says for every step of an execution that has started whether it was taken from the cache, and why not.
 *
 * @throws NacreError `EXECUTION_NOT_FOUND`
 */
export function explainExecution(home: string, id: string): StepExplanation[] {
  const database = hasState(home) ? new Database(home) : undefined;
  try {
    const execution = database && new Executions(database).get(id);
    if (database === undefined || execution === undefined) {
      throw new NacreError("EXECUTION_NOT_FOUND", `There is no execution ${id} in ${home}.`, {
        at: { file: home },
        help: "Give the id that nacre run printed, and the same --home.",
      });
    }
    const definition = readDefinition(new Executions(database).definition(id) ?? "");
    const planned = new Map(plan(definition).map((step) => [step.name, step]));
    const rows = new Steps(database);
    const cache = new StepCache(database);
    return rows.ofExecution(id).flatMap((record) => {
      const step = planned.get(record.name);
      if (step === undefined || record.startTime === undefined) return [];
      const explanation =
        takenFrom(rows, record) ?? whyRun(cache, execution.pipeline, step, record);
      return [{ step: record.name, type: record.type, explanation }];
    });
  } finally {
    database?.close();
  }
}

function takenFrom(rows: Steps, { name, cacheSource }: StepRecord): CacheExplanation | undefined {
  if (cacheSource === undefined) return undefined;
  const execution = cacheSource.slice(cacheSource.lastIndexOf("/") + 1);
  const time = rows.get(execution, name)?.endTime?.getTime() ?? 0;
  return { result: "hit", source: { execution, time } };
}

function whyRun(
  cache: StepCache,
  pipeline: string,
  step: PlannedStep,
  record: StepRecord,
): CacheExplanation {
  const off = cachingOff(step.type, step.definition["CacheConfig"]);
  if (off !== undefined) return off;
  const now = record.startTime?.getTime() ?? 0;
  const explanation = cache.explain({ pipeline, step, args: record.arguments ?? {}, now });
  if (explanation.result === "miss") return explanation;
  // The key was the same and the step ran all the same: what was to be taken was not there.
  return { result: "miss", reason: "outputs", source: explanation.source, uri: "its output URIs" };
}

function firstRun({ name, type, definition }: PlannedStep): StepExplanation {
  const first: CacheExplanation = { result: "miss", reason: "first" };
  const explanation = cachingOff(type, definition["CacheConfig"]) ?? first;
  return { step: name, type, explanation };
}
