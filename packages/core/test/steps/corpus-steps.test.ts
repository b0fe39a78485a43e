import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Pipeline } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { corpusPipelines } from "../support/corpus-steps.ts";
import { corpus, hasCorpus } from "../support/shared.ts";

interface Definition {
  readonly Steps: readonly { readonly Name: string }[];
}

describe.skipIf(!hasCorpus)("a step of a recorded definition, in its short form", () => {
  it.each(
    Object.entries(corpusPipelines).flatMap(([file, { steps }]) =>
      steps.map((step) => ({ file, name: step.name })),
    ),
  )("$file: $name is the same JSON, key order included", ({ file, name }) => {
    const { parameters = [], steps = [], others = [] } = corpusPipelines[file] ?? {};
    const pipeline = new Pipeline("P", { parameters, steps: [...steps, ...others] });
    const text = readFileSync(join(corpus, `${file}.json`), "utf8");
    const { Steps: recorded } = JSON.parse(text) as Definition;
    expect(stepOf(pipeline.definition(), name)).toBe(stepOf({ Steps: recorded }, name));
  });
});

function stepOf({ Steps }: Definition, name: string): string {
  return JSON.stringify(
    Steps.find((step) => step.Name === name),
    null,
    2,
  );
}
