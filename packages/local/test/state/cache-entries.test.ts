import { describe, expect, test } from "vitest";
import { cacheKey, type CacheKey } from "../../src/cache/cache-key.ts";
import { CacheEntries } from "../../src/state/cache-entries.ts";
import { Database } from "../../src/state/database.ts";
import { temporaryFolder } from "../machine.ts";

const step = { pipeline: "P", step: "Clean", type: "Processing" };

function keyOf(value: string): CacheKey {
  const key = cacheKey("Processing", { Environment: { A: value } });
  if (key === undefined) throw new Error("Processing has a key");
  return key;
}

/** Entries of executions one, two, three … of pipelines P and Q. */
function entriesWith(
  ...given: readonly (readonly [execution: string, value: string, time: number])[]
): CacheEntries {
  const database = new Database(temporaryFolder());
  for (const name of ["P", "Q"]) {
    database.run(
      `INSERT INTO pipelines (name, arn, display_name, role_arn, created_time, last_modified_time, version)
       VALUES (?, ?, ?, '', 0, 0, 1)`,
      name,
      name,
      name,
    );
  }
  const entries = new CacheEntries(database);
  for (const [execution, value, time] of given) {
    const pipeline = execution.startsWith("q") ? "Q" : "P";
    database.run(
      `INSERT OR IGNORE INTO executions (id, arn, pipeline, version, definition, status,
         parameters_json, options_json, start_time, last_modified_time, sequence)
       VALUES (?, ?, ?, 1, '{}', 'Succeeded', '{}', '{}', 0, 0, 0)`,
      execution,
      execution,
      pipeline,
    );
    entries.add({ ...step, pipeline }, keyOf(value), execution, new Date(time));
  }
  return entries;
}

describe("of the successes of a step", () => {
  const entries = entriesWith(
    ["one", "1", 100],
    ["two", "1", 200],
    ["three", "2", 300],
    ["q-one", "1", 900],
  );
  const found = (value: string, before?: number, change: Partial<typeof step> = {}): string[] =>
    entries
      .candidates({ ...step, ...change }, keyOf(value).hash, before)
      .map(({ execution }) => execution);

  test.each([
    ["the newest with the key and the newest of all", found("1"), ["two", "three"]],
    ["one entry twice when it is both", found("2"), ["three", "three"]],
    ["the newest when none has the key", found("3"), ["three"]],
    ["those from before a time", found("1", 200), ["one", "one"]],
    ["none of another step", found("1", undefined, { step: "Other" }), []],
    ["none of another type", found("1", undefined, { type: "Training" }), []],
    [
      "those of another pipeline for that one only",
      found("1", undefined, { pipeline: "Q" }),
      ["q-one", "q-one"],
    ],
  ])("%s are found", (_, given, wanted) => {
    expect(given).toEqual(wanted);
  });

  test("the last one counts where a step has succeeded twice in an execution", () => {
    const twice = entriesWith(["one", "1", 100], ["one", "2", 200]);
    expect(twice.candidates(step, keyOf("1").hash)).toEqual([
      {
        execution: "one",
        time: 200,
        hash: keyOf("2").hash,
        attributes: { "Arguments.Environment": { A: "2" } },
      },
    ]);
  });
});
