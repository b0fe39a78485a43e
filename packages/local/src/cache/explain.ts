import { cacheKeyMembers, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { keyMembers, type CacheKey } from "./cache-key.ts";
import { firstDifference, type Difference } from "./difference.ts";
import { before, parseDuration } from "./duration.ts";

/** Where the outcome of a step comes from. */
export interface CacheSource {
  /** The id of the execution in which it ran; not one that took it from the cache itself. */
  readonly execution: string;
  /** When the step succeeded there, in milliseconds since 1970. */
  readonly time: number;
}

/** An earlier success of a step. */
export interface CacheEntry extends CacheSource {
  /** SHA-256 of the attributes, in hex. */
  readonly hash: string;
  /** What it was known by. */
  readonly attributes: JsonObject;
}

/** Whether a step is taken from the cache, and why not. */
export type CacheExplanation =
  | {
      /** The outcome of an earlier run is taken. */
      readonly result: "hit";
      /** The run it comes from. */
      readonly source: CacheSource;
    }
  | {
      /** The step runs. */
      readonly result: "miss";
      /** The `CacheConfig` is missing or not enabled. */
      readonly reason: "off";
    }
  | {
      readonly result: "miss";
      /** Steps of this type are never taken from the cache. */
      readonly reason: "type";
      /** The type. */
      readonly type: string;
    }
  | {
      readonly result: "miss";
      /** `ExpireAfter` is no duration. */
      readonly reason: "duration";
      /** What it is. */
      readonly expireAfter: string;
    }
  | {
      readonly result: "miss";
      /** No earlier run of this step in this pipeline has succeeded. */
      readonly reason: "first";
    }
  | {
      readonly result: "miss";
      /** The newest earlier run with the same key is older than `ExpireAfter` allows. */
      readonly reason: "expired";
      /** That run. */
      readonly source: CacheSource;
      /** The duration as the definition has it. */
      readonly expireAfter: string;
    }
  | {
      readonly result: "miss";
      /** No earlier run has the same key. */
      readonly reason: "different";
      /** The newest earlier run. */
      readonly source: CacheSource;
      /** The first place where it differs from this one. */
      readonly difference: Difference;
    }
  | {
      readonly result: "miss";
      /** The key is the same, but what the earlier run wrote is gone. */
      readonly reason: "outputs";
      /** The earlier run. */
      readonly source: CacheSource;
      /** The S3 URI under which nothing is left. */
      readonly uri: string;
    }
  | {
      readonly result: "miss";
      /** The arguments that count are not known before the run, mostly because they are new in each. */
      readonly reason: "unknown";
      /** The references whose value is not known, such as `Steps.Train.ModelArtifacts.S3ModelArtifacts`. */
      readonly references: readonly string[];
    };

/** A step that may be taken from the cache. */
export interface CacheQuestion {
  /** The step's type. */
  readonly type: string;
  /** Its `CacheConfig` as the definition has it. */
  readonly config: JsonValue | undefined;
  /** Its key; undefined only for types that are never cached. */
  readonly key: CacheKey | undefined;
  /** Every earlier success of the step in the same pipeline. */
  readonly entries: readonly CacheEntry[];
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Says whether a step's cache is on at all; what it says is the reason why not.
 *
 * @returns undefined when it is on
 */
export function cachingOff(
  type: string,
  config: JsonValue | undefined,
): CacheExplanation | undefined {
  if (!isJsonObject(config) || config["Enabled"] !== true) return { result: "miss", reason: "off" };
  if (keyMembers(type) === undefined) return { result: "miss", reason: "type", type };
  const expireAfter = config["ExpireAfter"];
  if (typeof expireAfter !== "string" || parseDuration(expireAfter) !== undefined) return undefined;
  return { result: "miss", reason: "duration", expireAfter };
}

/**
 * Decides whether a step is taken from the cache: the newest success with the same key counts, when it
 * is young enough. Without `ExpireAfter` any age is.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
 */
export function explainCache(question: CacheQuestion): CacheExplanation {
  const { type, config, key, now } = question;
  const off = cachingOff(type, config);
  if (off !== undefined) return off;
  if (key === undefined) return { result: "miss", reason: "type", type };
  const entries = question.entries.toSorted((a, b) => b.time - a.time);
  const [newest] = entries;
  if (newest === undefined) return { result: "miss", reason: "first" };
  const source = entries.find(({ hash }) => hash === key.hash);
  if (source === undefined) {
    const difference = firstDifference(newest.attributes, key.attributes);
    if (difference === undefined) throw new Error("two keys differ, but no attribute does");
    return { result: "miss", reason: "different", source: newest, difference };
  }
  const expireAfter = isJsonObject(config) ? config["ExpireAfter"] : undefined;
  const duration = typeof expireAfter === "string" ? parseDuration(expireAfter) : undefined;
  if (typeof expireAfter === "string" && duration !== undefined) {
    if (source.time < before(now, duration)) {
      return { result: "miss", reason: "expired", source, expireAfter };
    }
  }
  return { result: "hit", source };
}

/** An explanation in a sentence. */
export function explanationText(explanation: CacheExplanation): string {
  if (explanation.result === "hit") return `taken from execution ${fromRun(explanation.source)}`;
  switch (explanation.reason) {
    case "off":
      return "caching is off: the step has no CacheConfig with Enabled true";
    case "type":
      return `steps of type ${explanation.type} are never cached, only ${Object.keys(cacheKeyMembers).join(", ")}`;
    case "duration":
      return `ExpireAfter ${JSON.stringify(explanation.expireAfter)} is no ISO 8601 duration such as "P30D"`;
    case "first":
      return "no earlier run of the step in this pipeline has succeeded";
    case "expired":
      return `the same run of execution ${fromRun(explanation.source)} is older than ExpireAfter ${explanation.expireAfter}`;
    case "different": {
      const { path, before: was, now } = explanation.difference;
      return `${path} is ${shown(now)}; in execution ${fromRun(explanation.source)} it was ${shown(was)}`;
    }
    case "outputs":
      return `nothing is left under ${explanation.uri}, which execution ${fromRun(explanation.source)} wrote`;
    case "unknown":
      return `not known before the run: ${explanation.references.join(", ")}`;
  }
}

function fromRun({ execution, time }: CacheSource): string {
  return `${execution} (${new Date(time).toISOString()})`;
}

/** The longest value that a sentence shows, in characters. */
const longestShown = 200;

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
