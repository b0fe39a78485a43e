import { isJsonObject, type JsonObject } from "@nacre/core";
import type { PlannedStep } from "../plan.ts";
import { CacheEntries } from "../state/cache-entries.ts";
import type { Database } from "../state/database.ts";
import { cacheKey, keyMembers } from "./cache-key.ts";
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
    const references = referencesBeside(type, definition);
    if (references.length > 0) return { result: "miss", reason: "unknown", references };
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
    if (key === undefined || referencesBeside(type, definition).length > 0) return;
    this.#entries.add({ pipeline, step: name, type }, key, execution, new Date(now));
  }
}

/**
 * The members of a step beside its arguments that count for its key and are references: their values
 * are not kept, so that such a step is never taken from the cache.
 */
function referencesBeside(type: string, definition: JsonObject): string[] {
  return (keyMembers(type) ?? []).filter(
    (member) => !member.startsWith("Arguments.") && isJsonObject(definition[member]),
  );
}
