import type { JsonObject } from "@nacre/core";
import type { PlannedStep } from "../plan.ts";
import { CacheEntries } from "../state/cache-entries.ts";
import type { Database } from "../state/database.ts";
import { cacheKey } from "./cache-key.ts";
import { cachingOff, explainCache, type CacheExplanation } from "./explain.ts";

/** A run of a step that might be taken from the cache, or be taken by later ones. */
export interface StepRunFacts {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The step. */
  readonly step: PlannedStep;
  /** Its arguments with every reference replaced. */
  readonly args: JsonObject;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

/** What earlier executions of a home have left for later ones. */
export class StepCache {
  readonly #entries: CacheEntries;

  constructor(database: Database) {
    this.#entries = new CacheEntries(database);
  }

  /** Whether a step is taken from the cache, as far as the key says; whether its outputs are left, it does not. */
  explain({ pipeline, step, args, now }: StepRunFacts): CacheExplanation {
    const { type, name, definition } = step;
    const config = definition["CacheConfig"];
    const off = cachingOff(type, config);
    if (off !== undefined) return off;
    const key = cacheKey(type, args, definition);
    const entries =
      key === undefined
        ? []
        : this.#entries.candidates({ pipeline, step: name, type }, key.hash, now);
    return explainCache({ type, config, key, entries, now });
  }

  /** Keeps a success, whether caching is on for the step or not: it may be on in a later execution. */
  remember({ pipeline, step, args, now }: StepRunFacts, execution: string): void {
    const { type, name, definition } = step;
    const key = cacheKey(type, args, definition);
    if (key === undefined) return;
    this.#entries.add({ pipeline, step: name, type }, key, execution, new Date(now));
  }
}
