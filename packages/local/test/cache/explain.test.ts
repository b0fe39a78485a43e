import type { JsonObject } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { cacheKey, type CacheKey } from "../../src/cache/cache-key.ts";
import { explainCache, explanationText, type CacheEntry } from "../../src/cache/explain.ts";

function keyOf(environment: JsonObject): CacheKey {
  const key = cacheKey("Processing", { Environment: environment });
  if (key === undefined) throw new Error("Processing has a key");
  return key;
}

function entry(execution: string, time: string, environment: JsonObject): CacheEntry {
  const { hash, attributes } = keyOf(environment);
  return { execution, time: Date.parse(time), hash, attributes };
}

const on = { Enabled: true, ExpireAfter: "P1D" };
const entries = [
  entry("older", "2026-03-30T13:00:00Z", { A: "1" }),
  entry("newest", "2026-03-31T09:00:00Z", { A: "2" }),
  entry("newer", "2026-03-31T08:00:00Z", { A: "1" }),
  entry("old", "2026-03-30T11:00:00Z", { A: "3" }),
];

function explain(
  environment: JsonObject,
  change: Partial<Parameters<typeof explainCache>[0]> = {},
): string {
  return explanationText(
    explainCache({
      type: "Processing",
      config: on,
      key: keyOf(environment),
      entries,
      now: Date.parse("2026-03-31T12:00:00Z"),
      ...change,
    }),
  );
}

describe("a step is", () => {
  test.each<[string, string]>([
    [
      "taken from the newest run with the same key",
      explain({ A: "1" }) + "|taken from execution newer (2026-03-31T08:00:00.000Z)",
    ],
    [
      "taken from an old run when there is no ExpireAfter",
      explain({ A: "3" }, { config: { Enabled: true } }) +
        "|taken from execution old (2026-03-30T11:00:00.000Z)",
    ],
    [
      "run when the same run has expired",
      explain({ A: "3" }) +
        "|the same run of execution old (2026-03-30T11:00:00.000Z) is older than ExpireAfter P1D",
    ],
    [
      "run when none is the same, and the newest tells the difference",
      explain({ A: "4" }) +
        '|Arguments.Environment.A is "4"; in execution newest (2026-03-31T09:00:00.000Z) it was "2"',
    ],
    [
      "run when there is none",
      explain({}, { entries: [] }) + "|no earlier run of the step in this pipeline has succeeded",
    ],
    [
      "run when caching is off",
      explain({ A: "1" }, { config: { Enabled: false, ExpireAfter: "P1D" } }) +
        "|caching is off: the step has no CacheConfig with Enabled true",
    ],
    [
      "run when the duration is none",
      explain({ A: "1" }, { config: { Enabled: true, ExpireAfter: "soon" } }) +
        '|ExpireAfter "soon" is no ISO 8601 duration such as "P30D"',
    ],
  ])("%s", (_, pair) => {
    const [given, wanted] = pair.split("|");
    expect(given).toBe(wanted);
  });

  test("run when its type is never cached, whatever its CacheConfig says", () => {
    expect(explain({ A: "1" }, { type: "Condition", key: undefined })).toMatch(
      /^steps of type Condition are never cached, only Processing, Training, Tuning, AutoML, /,
    );
  });
});
