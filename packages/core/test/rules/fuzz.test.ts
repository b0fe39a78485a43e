import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rules, validateText } from "../../src/index.ts";
import { edited, edits, hostileNames } from "../support/edits.ts";
import { corpus, corpusFiles } from "../support/shared.ts";

const seed = 5;
const reading = ["DEFINITION_NOT_JSON", "DEFINITION_DUPLICATE_KEY"];
const ids = new Set([...rules.map(({ id }) => id), ...reading]);

/** AWS's Abalone, the examples of the rules, and the corpus where it is at hand. */
const texts = [
  readFileSync(join(import.meta.dirname, "../fixtures/abalone-definition.json"), "utf8"),
  ...rules.flatMap(({ passing, failing }) => [passing, failing]),
  ...corpusFiles().map((file) => readFileSync(join(corpus, file), "utf8")),
];
const definitions = texts.flatMap((text): unknown[] => {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
});
// Large ones first would make every run slow: half of the runs take the small examples.
const definition = fc.nat({ max: definitions.length - 1 }).map((index) => definitions[index]);

/** What is wrong with the answer to a text: it takes too long, or a finding is not well formed. */
function faults(text: string): string[] {
  // Processor time: what else the machine does must not fail a test.
  const start = process.threadCpuUsage();
  const findings = validateText(text);
  const { user, system } = process.threadCpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const seen = new Set<string>();
  return [
    ...(milliseconds < 1000 ? [] : [`took ${milliseconds} ms`]),
    ...findings.flatMap((finding) => {
      const { rule, severity, message, path, line = 0, column = 0 } = finding;
      const key = `${rule} ${path}`;
      const isWellFormed =
        ids.has(rule) &&
        ["error", "warning", "info"].includes(severity) &&
        message !== "" &&
        path.startsWith("$") &&
        line > 0 &&
        column > 0 &&
        !seen.has(key);
      seen.add(key);
      return isWellFormed ? [] : [JSON.stringify(finding)];
    }),
  ];
}

describe("validateText never throws, never takes a second, and reports in order", () => {
  it("on 6,000 definitions with random edits", { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(definition, edits, (original, list) => {
        expect(faults(JSON.stringify(edited(original, list), null, 2) ?? "")).toEqual([]);
      }),
      { seed, numRuns: 6000 },
    );
  });

  it(
    "on 2,000 texts with random cuts, repeats and strange characters",
    { timeout: 120_000 },
    () => {
      const text = fc.nat({ max: texts.length - 1 }).map((index) => texts[index] ?? "");
      const strange = fc.oneof(
        fc.constantFrom(
          "{",
          "}",
          "[",
          "]",
          '"',
          ",",
          ":",
          "\\",
          "\n",
          "\u0000",
          "\ufeff",
          "\ud800",
        ),
        fc.string({ unit: "binary", maxLength: 20 }),
      );
      fc.assert(
        fc.property(text, fc.nat(), fc.nat(), strange, (whole, a, b, inserted) => {
          const [from, to] = [a % (whole.length + 1), b % (whole.length + 1)];
          expect(faults(whole.slice(0, from) + inserted + whole.slice(to))).toEqual([]);
        }),
        { seed, numRuns: 2000 },
      );
    },
  );

  it("on 2,000 random JSON values, as documents and within them", { timeout: 120_000 }, () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, json, json, fc.constantFrom(...hostileNames), (a, b, c, name) => {
        const own = Object.defineProperty({}, name, { value: a, enumerable: true });
        const step = { Name: name, Type: b, Arguments: own, DependsOn: c, [String(a)]: b };
        expect(faults(JSON.stringify(a))).toEqual([]);
        expect(faults(JSON.stringify({ Version: a, Parameters: b, Steps: c }))).toEqual([]);
        expect(
          faults(JSON.stringify({ Version: "2020-12-01", Parameters: [a, own], Steps: [b, step] })),
        ).toEqual([]);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it.each([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])("on every definition cut at %f", (part) => {
    for (const text of texts) expect(faults(text.slice(0, text.length * part))).toEqual([]);
  });

  it.each([
    ["lists in lists", "[".repeat(200_000)],
    ["objects in objects", '{"a":'.repeat(200_000)],
    [
      "arguments in arguments",
      `{"Steps":[{"Name":"A","Type":"Fail","Arguments":${"[".repeat(190)}${"]".repeat(190)}}]}`,
    ],
    ["conditions in conditions", nestedConditions(60)],
    ["a string of 5 MB", JSON.stringify({ Version: "x".repeat(5_000_000), Steps: [] })],
    [
      "a step name of 1 MB",
      JSON.stringify({
        Version: "2020-12-01",
        Steps: [{ Name: "A".repeat(1_000_000), Type: "Fail", Arguments: {} }],
      }),
    ],
    [
      "a reference of 1 MB",
      JSON.stringify({
        Version: "2020-12-01",
        Steps: [
          {
            Name: "A",
            Type: "Fail",
            Arguments: { ErrorMessage: { Get: `Steps.${"A[".repeat(500_000)}` } },
          },
        ],
      }),
    ],
    [
      "a duration of 1 MB",
      JSON.stringify({
        Version: "2020-12-01",
        Steps: [
          {
            Name: "A",
            Type: "Processing",
            Arguments: {},
            CacheConfig: { Enabled: true, ExpireAfter: `P${"1D".repeat(500_000)}` },
          },
        ],
      }),
    ],
    ["nothing", ""],
    ["a byte order mark alone", "\ufeff"],
  ])("on %s", (_, text) => expect(faults(text)).toEqual([]));
});

function nestedConditions(depth: number): string {
  let steps: object[] = [];
  for (let level = 0; level < depth; level += 1) {
    const branches = { IfSteps: steps, ElseSteps: [] };
    steps = [{ Name: `C${level}`, Type: "Condition", Arguments: { Conditions: [], ...branches } }];
  }
  return JSON.stringify({ Version: "2020-12-01", Steps: steps });
}
