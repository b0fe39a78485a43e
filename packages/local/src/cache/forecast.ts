import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { arn } from "../jobs/names.ts";
import { FolderObjects } from "../objects/folder-objects.ts";
import type { Objects } from "../objects/objects.ts";
import { object, type PlannedStep } from "../plan.ts";
import type { ParameterValue } from "../resolve/parameters.ts";
import { lookUp } from "../resolve/path.ts";
import { resolveKnown, type ResolverScope } from "../resolve/resolver.ts";
import type { Database } from "../state/database.ts";
import { Steps } from "../state/steps.ts";
import { asArguments } from "../steps/common.ts";
import { joinS3Uri } from "../objects/s3-uri.ts";
import { missingOutput } from "./adopt-outputs.ts";
import { cachingOff, type CacheExplanation } from "./explain.ts";
import { StepCache } from "./step-cache.ts";
import { unknownReferences } from "./unknown-references.ts";

/** What a forecast is made from. */
export interface ForecastOptions {
  /** The state of the home. */
  readonly database: Database;
  /** The objects that all executions share. */
  readonly objects: Objects;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The region of its ARN. */
  readonly region: string;
  /** The value of every parameter. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The resolved `PipelineExperimentConfig`, as far as it is known. */
  readonly experimentConfig: JsonObject;
  /** All steps. */
  readonly steps: readonly PlannedStep[];
}

/**
 * What the cache would give for the steps of an execution that started now. A step that would run has
 * the properties that repeat its arguments; those that are new in each run are not known. A step that
 * would be taken has the properties of its source, so that the steps after it may be taken too.
 */
export class Forecast {
  readonly #options: ForecastOptions;
  readonly #cache: StepCache;
  readonly #rows: Steps;
  readonly #explanations = new Map<string, CacheExplanation>();
  readonly #properties = new Map<string, JsonObject>();
  /** The execution that a taken step's outcome is of. */
  readonly #sources = new Map<string, string>();

  constructor(options: ForecastOptions) {
    this.#options = options;
    this.#cache = new StepCache(options.database);
    this.#rows = new Steps(options.database);
  }

  /** The explanations by step name. */
  async explanations(): Promise<ReadonlyMap<string, CacheExplanation>> {
    for (const step of this.#options.steps) {
      // oxlint-disable-next-line no-await-in-loop -- a step is known when those before it are
      await this.#explain(step);
    }
    return this.#explanations;
  }

  async #explain(step: PlannedStep): Promise<void> {
    if (this.#explanations.has(step.name)) return;
    for (const name of step.waitsFor) {
      const before = this.#options.steps.find((candidate) => candidate.name === name);
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each once
      if (before !== undefined) await this.#explain(before);
    }
    const scope = this.#scope();
    const args = object(asArguments(await resolveKnown(step.args, scope)));
    const explanation = await this.#decide(step, args, scope);
    this.#explanations.set(step.name, explanation);
    const source = explanation.result === "hit" ? explanation.source.execution : undefined;
    const taken = source === undefined ? undefined : this.#rows.get(source, step.name)?.properties;
    this.#properties.set(step.name, taken ?? args);
    if (source !== undefined) this.#sources.set(step.name, source);
  }

  async #decide(
    step: PlannedStep,
    args: JsonObject,
    scope: ResolverScope,
  ): Promise<CacheExplanation> {
    const { database, objects, pipeline } = this.#options;
    const off = cachingOff(step.type, step.definition["CacheConfig"]);
    if (off !== undefined) return off;
    const references = await unknownReferences(step.type, step.definition, scope);
    if (references.length > 0) return { result: "miss", reason: "unknown", references };
    const explanation = this.#cache.explain({ pipeline, step, args, now: Date.now() });
    if (explanation.result === "miss") return explanation;
    const { source } = explanation;
    const outputs = this.#rows.get(source.execution, step.name)?.outputs ?? [];
    const uri = await missingOutput({
      home: database.home,
      source: source.execution,
      uris: outputs.map((output) => output.uri),
      objects,
    });
    return uri === undefined ? explanation : { result: "miss", reason: "outputs", source, uri };
  }

  #scope(): ResolverScope {
    const { parameters, experimentConfig, pipeline, region, objects, database } = this.#options;
    const known = new Map([
      ["PipelineName", pipeline],
      ["PipelineArn", arn(region, "pipeline", pipeline.toLowerCase())],
    ]);
    return {
      parameters,
      experimentConfig,
      execution: (name) => known.get(name),
      properties: (step) => this.#properties.get(step),
      propertyFile: (step, name) => this.#propertyFile(step, name),
      readObject: async (uri) => {
        // What a taken step wrote, whatever others have written under the same URI since.
        for (const source of this.#sources.values()) {
          const folder = join(database.home, "executions", source, "s3");
          const own = new FolderObjects(folder, join(database.home, "tmp"));
          // oxlint-disable-next-line no-await-in-loop -- the next only when this one has none
          const text = await own.readText(uri);
          if (text !== undefined) return text;
        }
        return objects.readText(uri);
      },
    };
  }

  #propertyFile(stepName: string, name: string): string | undefined {
    if (!this.#sources.has(stepName)) return undefined;
    const step = this.#options.steps.find((candidate) => candidate.name === stepName);
    const file = step?.definition.PropertyFiles?.find(
      ({ PropertyFileName }) => PropertyFileName === name,
    );
    const config = object(this.#properties.get(stepName)?.["ProcessingOutputConfig"]);
    const uri = file && lookUp(config, ["Outputs", file.OutputName, "S3Output", "S3Uri"]);
    return file !== undefined && typeof uri === "string"
      ? joinS3Uri(uri, file.FilePath)
      : undefined;
  }
}
