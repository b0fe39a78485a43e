import { readFileSync } from "node:fs";
import type { JsonObject } from "./load.ts";

/** How long, large or shaped a value may be. For lists and maps, `min` and `max` count elements. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The API wants a whole number. */
  readonly integer?: boolean;
  /** Limits of each element of a list, or of each value of a map. */
  readonly items?: Limits;
  /** Limits of each key of a map. */
  readonly keys?: Limits;
}

/** Limits and defaults of the API's members, by shape and member. */
export interface ApiFacts {
  readonly limits: (shape: string, member: string) => Limits;
  readonly default: (shape: string, member: string) => string | undefined;
}

interface LimitsFile {
  readonly shapes: Readonly<Record<string, Readonly<Record<string, Limits>>>>;
}

interface DefaultsFile {
  readonly defaults: Readonly<Record<string, { readonly value: string }>>;
}

/** Reads `data/api-limits.json` (made by tools/src/api-limits) and `data/api-defaults.json`. */
export function loadApiFacts(): ApiFacts {
  // Our own files, written by a tool and covered by tests.
  const { shapes } = read("api-limits.json") as LimitsFile;
  const { defaults } = read("api-defaults.json") as DefaultsFile;
  return {
    limits: (shape, member) => shapes[shape]?.[member] ?? {},
    default: (shape, member) => defaults[`${shape}.${member}`]?.value,
  };
}

/** The limits that a JSON Schema node states. */
export function limitsOfSchema(json: JsonObject): Limits {
  const min = json["minLength"] ?? json["minItems"] ?? json["minProperties"] ?? json["minimum"];
  const max = json["maxLength"] ?? json["maxItems"] ?? json["maxProperties"] ?? json["maximum"];
  const { pattern } = json;
  return {
    ...(typeof min === "number" && { min }),
    ...(typeof max === "number" && { max }),
    ...(typeof pattern === "string" && { pattern }),
    ...(json["type"] === "integer" && { integer: true }),
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8"));
}
