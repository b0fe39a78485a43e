import type { JsonObject } from "@nacre/core";
import { adoptOutputs } from "../cache/adopt-outputs.ts";
import { StepCache, type StepRunFacts } from "../cache/step-cache.ts";
import { objects, text, type PlannedStep } from "../plan.ts";
import { nextRetry } from "../retry/policies.ts";
import type { Database } from "../state/database.ts";
import { Executions, type ExecutionRecord } from "../state/executions.ts";
import { Steps } from "../state/steps.ts";
import { storedPath } from "./live-execution.ts";
import type { CacheHit, FailedStep, StepPolicies, StepQuestion } from "./step-policies.ts";

/** SageMaker's own policies: its cache, its retries, its selective executions. */
export class SageMakerPolicies implements StepPolicies {
  readonly #home: string;
  readonly #cache: StepCache;
  readonly #executions: Executions;
  readonly #steps: Steps;

  constructor(database: Database) {
    this.#home = database.home;
    this.#cache = new StepCache(database);
    this.#executions = new Executions(database);
    this.#steps = new Steps(database);
  }

  async lookUp(question: StepQuestion): Promise<CacheHit | undefined> {
    const explanation = this.#cache.explain(factsOf(question));
    if (explanation.result === "miss") return undefined;
    const { execution } = explanation.source;
    const source = this.#executions.get(execution);
    const earlier = this.#steps.get(execution, question.step.name);
    if (source === undefined || earlier?.properties === undefined) return undefined;
    const uris = earlier.outputs.map(({ uri }) => uri);
    const missing = await adoptOutputs({
      home: this.#home,
      source: execution,
      uris,
      objects: question.objects,
    });
    if (missing !== undefined) return undefined;
    return {
      source: source.arn,
      properties: earlier.properties,
      metadata: earlier.metadata,
      outputs: earlier.outputs.map(({ name, uri }) => {
        return { name, uri, path: storedPath(this.#home, question.objects.ownPath(uri)) };
      }),
    };
  }

  remember(question: StepQuestion): void {
    this.#cache.remember(factsOf(question), question.execution.id);
  }

  nextRetry({ step, record, failures }: FailedStep): Date | undefined {
    const now = Date.now();
    const retry = nextRetry({
      type: step.type,
      policies: step.definition["RetryPolicies"],
      failures,
      startTime: record.startTime?.getTime() ?? now,
      now,
    });
    return retry === undefined ? undefined : new Date(retry.time);
  }

  leftOut({ selective }: ExecutionRecord, steps: readonly PlannedStep[]): readonly string[] {
    const selected = selectedNames(selective);
    return selected === undefined
      ? []
      : steps.flatMap(({ name }) => (selected.has(name) ? [] : [name]));
  }
}

/** The names of the steps that a selective execution runs; undefined for one that runs all. */
function selectedNames(selective: JsonObject | undefined): ReadonlySet<string> | undefined {
  if (selective === undefined) return undefined;
  const selected = objects(selective["SelectedSteps"]);
  return new Set(selected.flatMap(({ StepName }) => text(StepName) ?? []));
}

function factsOf({ execution, step, args }: StepQuestion): StepRunFacts {
  return { pipeline: execution.pipeline, step, args, now: Date.now() };
}
