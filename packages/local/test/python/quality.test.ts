import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { pythonFolder } from "../../src/python/python-folder.ts";
import { systemPython } from "../machine.ts";

const program = `
import json, sys
from nacre_jobs.quality_profile import profile, suggest
from nacre_jobs.quality_violations import violations

class Data(dict):
    """As much of a table as the checks use."""
    columns = property(lambda self: list(self))
    __len__ = lambda self: len(next(iter(self.values())))

given = json.load(sys.stdin)
before, now = Data(x=given["before"]), Data(x=given["now"])
statistics = profile(before)
constraints = suggest(before, statistics)
rules = constraints["monitoring_config"]["distribution_constraints"]
rules.update(given["rules"])
found = violations(now, profile(now), constraints, statistics)
print(json.dumps({"statistics": statistics["features"][0], "found": found}))
`;

interface Answer {
  readonly statistics: {
    readonly numerical_statistics?: {
      readonly distribution: { readonly kll: { readonly sketch: { readonly data: number[][] } } };
    };
  };
  readonly found: readonly {
    readonly constraint_check_type: string;
    readonly description: string;
  }[];
}

function compare(before: readonly string[], now: readonly string[], rules: object = {}): Answer {
  const input = JSON.stringify({ before, now, rules });
  const env = { ...process.env, PYTHONPATH: pythonFolder(), PYTHONDONTWRITEBYTECODE: "1" };
  return JSON.parse(execFileSync(systemPython, ["-c", program], { input, env }).toString());
}

const numbers = (count: number, shift = 0): string[] =>
  Array.from({ length: count }, (_, index) => String((index % 1000) + shift));
const words = (count: number, first: number): string[] =>
  Array.from({ length: count }, (_, index) => (index < first ? "a" : "b"));

/** The distance of the drift that is found; undefined when none is. */
function drift(...given: Parameters<typeof compare>): number | undefined {
  const found = compare(...given).found.find(
    ({ constraint_check_type: type }) => type === "baseline_drift_check",
  );
  return found && Number(Number(/is ([\d.e-]+) from/.exec(found.description)?.[1]).toFixed(2));
}

describe("the distance of two datasets", () => {
  test.each<[string, number | undefined, number | undefined]>([
    ["is nothing of the same numbers", drift(numbers(1000), numbers(1000)), undefined],
    [
      "is the largest difference of their shares up to a number",
      drift(numbers(1000), numbers(1000, 500), { comparison_method: "Simple" }),
      0.5,
    ],
    [
      "is less what chance may do, as Deequ has it: 1.8 sqrt((n + m) / nm)",
      drift(numbers(1000), numbers(1000, 500)),
      0.42,
    ],
    ["of few numbers is chance", drift(numbers(5), numbers(5, 3)), undefined],
    [
      "is found in sketches of many numbers too",
      drift(numbers(10_000), numbers(10_000, 500), { comparison_method: "Simple" }),
      0.5,
    ],
    ["of texts is the largest difference of a share", drift(words(100, 20), words(100, 60)), 0.4],
    ["of texts below the threshold is none", drift(words(100, 20), words(100, 25)), undefined],
    [
      "is not looked for when comparing is off",
      drift(numbers(1000), numbers(1000, 500), { perform_comparison: "Disabled" }),
      undefined,
    ],
  ])("%s", (_, given, wanted) => {
    expect(given).toBe(wanted);
  });
});

const sketchOf = (count: number): number[][] | undefined =>
  compare(numbers(count), numbers(count)).statistics.numerical_statistics?.distribution.kll.sketch
    .data;

test("a sketch holds all of few numbers, and of many those that stand for the others", () => {
  expect(sketchOf(100)).toEqual([Array.from({ length: 100 }, (_, index) => index)]);
  const many = sketchOf(10_000) ?? [];
  expect(many.map(({ length }) => length)).toEqual([0, 0, 0, 1250]);
});
