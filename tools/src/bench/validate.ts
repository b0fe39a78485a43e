import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateText } from "@nacre/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { repositoryRoot } from "../repository.ts";
import { measure } from "./measure.ts";
import { words, type Row } from "./row.ts";

/** A definition, as far as it is looked at here. */
interface Definition {
  readonly Steps: readonly object[];
}

const schemaFile = join(repositoryRoot, "packages/core/schema/pipeline-definition.schema.json");

/**
 * The checking of a definition of 1 MB against parsing it and asking ajv with the schema that
 * @nacre/core publishes: as whole processes, which is what a user waits for, and within one process
 * that has done it before, with the schema compiled.
 */
export async function benchValidate(runs: number): Promise<Row[]> {
  const text = largeDefinition(1_000_000);
  const folder = mkdtempSync(join(tmpdir(), "nacre-bench-"));
  try {
    const file = join(folder, "definition.json");
    writeFileSync(file, text);
    return [await inProcesses(file, runs), inOneProcess(text, runs)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inProcesses(file: string, runs: number): Promise<Row> {
  const peer = join(import.meta.dirname, "ajv-check.ts");
  const [ours, theirs] = await measure(
    [
      { argv: ["node", join(repositoryRoot, "packages/cli/bin/nacre.js"), "validate", file] },
      { argv: ["node", peer, schemaFile, file] },
    ],
    runs,
  );
  if (ours === undefined || theirs === undefined) throw new Error("two commands give two costs");
  return {
    what: "nacre validate of 1 MB / a process that parses and asks ajv, wall",
    value: ours.wall / theirs.wall,
    unit: "×",
    goal: 2,
    detail: `${words(ours)} / ${words(theirs)}`,
  };
}

function inOneProcess(text: string, runs: number): Row {
  const schema: object = JSON.parse(readFileSync(schemaFile, "utf8"));
  const check = new Ajv2020({ strict: false }).compile(schema);
  const ours = (): number =>
    validateText(text).filter(({ severity }) => severity === "error").length;
  const theirs = (): number => (check(JSON.parse(text)) ? 0 : 1);
  // A quick refusal is no measure.
  if (ours() > 0 || theirs() > 0) throw new Error("the large definition has errors");
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let run = -5; run < runs * 3; run += 1) {
    const [a, b] = [seconds(ours), seconds(theirs)];
    if (run < 0) continue;
    times.ours.push(a);
    times.theirs.push(b);
  }
  const [a, b] = [median(times.ours), median(times.theirs)];
  return {
    what: "validateText of 1 MB / JSON.parse and compiled ajv, in one warm process",
    value: a / b,
    unit: "×",
    goal: 2,
    detail: `${(a * 1000).toFixed(0)} ms / ${(b * 1000).toFixed(0)} ms`,
  };
}

/** AWS's Abalone definition over and over, the names of its steps with a number each time. */
function largeDefinition(size: number): string {
  const file = join(repositoryRoot, "packages/core/test/fixtures/abalone-definition.json");
  const definition: Definition = JSON.parse(readFileSync(file, "utf8"));
  const steps = JSON.stringify(definition.Steps);
  const names = [...new Set(steps.match(/(?<="Name":")Abalone[A-Za-z-]+/g))];
  const copies: object[] = [];
  for (let length = 0, copy = 0; length < size; length += steps.length, copy += 1) {
    const renamed = names.reduce(
      // Within one text a name may be the beginning of another: only whole ones are meant.
      (text, name) => text.replaceAll(new RegExp(`\\b${name}(?![\\w-])`, "g"), `${name}-${copy}`),
      steps,
    );
    copies.push(...(JSON.parse(renamed) as object[])); // a list, as it was before
  }
  return JSON.stringify({ ...definition, Steps: copies });
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
