import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  diffDefinitions,
  NacreError,
  readDefinition,
  type PipelineDefinition,
} from "../../src/index.ts";
import { applyDiff, content, partsOf } from "../support/apply-diff.ts";
import { edited, edits } from "../support/edits.ts";
import { corpus, corpusFiles } from "../support/shared.ts";

const seed = 7;
const texts = [
  readFileSync(join(import.meta.dirname, "../fixtures/abalone-definition.json"), "utf8"),
  ...corpusFiles().map((file) => readFileSync(join(corpus, file), "utf8")),
];
const originals = texts.map((text) => readDefinition(text));
const original = fc.nat({ max: originals.length - 1 }).map((index) => originals[index]);

/** Undefined where the edits left no definition, or one with two steps or parameters of one name. */
function read(value: unknown): PipelineDefinition | undefined {
  try {
    const definition = readDefinition(JSON.stringify(value) ?? "");
    const { steps, parameters } = partsOf(definition);
    const isUnique =
      steps.size === JSON.stringify(definition).split('"Arguments":').length - 1 &&
      parameters.size === (definition.Parameters?.length ?? 0);
    return isUnique ? definition : undefined;
  } catch (error) {
    if (error instanceof NacreError) return undefined;
    throw error;
  }
}

/** The same definition with the keys of every object in another order, and the steps too. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const list = shuffled(inner, random);
    const isFree = /^(?:Steps|IfSteps|ElseSteps|Parameters|DependsOn|ProcessingInputs|Tags)$/.test(
      key,
    );
    return [key, isFree && Array.isArray(list) ? order(list, random) : list];
  });
  return Object.fromEntries(order(entries, random));
}

function order<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe("a diff", () => {
  it("is empty however keys, steps, parameters and named items are ordered", () => {
    fc.assert(
      fc.property(
        original,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (one, numbers) => {
          if (one === undefined) return;
          const other = shuffled(JSON.parse(JSON.stringify(one, plain)), () =>
            Number(numbers.next().value),
          );
          const diff = diffDefinitions(one, readDefinition(JSON.stringify(other)));
          expect(diff).toEqual({
            isEmpty: true,
            definition: [],
            parameters: [],
            steps: [],
            caching: [],
            permissions: [],
          });
        },
      ),
      { seed, numRuns: 100 },
    );
  });

  it("applied to the earlier definition gives the later one, and its inverse goes back", () => {
    let compared = 0;
    fc.assert(
      fc.property(original, edits, (one, list) => {
        const before = read(one === undefined ? undefined : JSON.parse(JSON.stringify(one, plain)));
        const after = before === undefined ? undefined : read(edited(before, list));
        if (before === undefined || after === undefined) return;
        compared += 1;
        for (const [from, to] of [
          [before, after],
          [after, before],
        ] as const) {
          const diff = diffDefinitions(from, to);
          expect(content(applyDiff(from, diff))).toEqual(content(partsOf(to)));
          expect(diff.isEmpty).toBe(diffDefinitions(to, from).isEmpty);
        }
      }),
      { seed, numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(200);
  }, 120_000);
});

/** Numbers that keep their text, as numbers. */
function plain(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && "text" in value && "value" in value
    ? value.value
    : value;
}
