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
  const { ours, theirs } = warmCosts(text, runs);
  return {
    what: "validateText of 1 MB / JSON.parse and compiled ajv, in one warm process, CPU",
    value: ours / theirs,
    unit: "×",
    goal: 2,
    detail: `${ours.toFixed(0)} ms / ${theirs.toFixed(0)} ms`,
  };
}

/**
 * Milliseconds of processor time for one check of a definition by `validateText`, and by `JSON.parse`
 * and ajv with the schema compiled, by turns in one process that has done both before. The clock of a
 * thread may tick every few milliseconds only: what is timed are batches.
 */
export function warmCosts(text: string, runs: number): { ours: number; theirs: number } {
  const schema: object = JSON.parse(readFileSync(schemaFile, "utf8"));
  const check = new Ajv2020({ strict: false }).compile(schema);
  const ours = (): boolean => !validateText(text).some(({ severity }) => severity === "error");
  const theirs = (): boolean => check(JSON.parse(text));
  // A quick refusal is no measure.
  if (!ours() || !theirs()) throw new Error("the large definition has errors");
  // What has run a few times only is not compiled yet: both run equally often before they are timed.
  for (let time = 0; time < 20; time += 1) void [ours(), theirs()];
  const costs = { ours: [] as number[], theirs: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    const [a, b] = [milliseconds(ours, 5), milliseconds(theirs, 20)];
    costs.ours.push(a);
    costs.theirs.push(b);
  }
  return { ours: median(costs.ours), theirs: median(costs.theirs) };
}

/**
 * AWS's Abalone definition over and over, the names of its steps with a number each time, and so the
 * folders that they write to: steps that write to one prefix would be hundreds of findings.
 */
export function largeDefinition(size: number): string {
  const file = join(repositoryRoot, "packages/core/test/fixtures/abalone-definition.json");
  const definition: Definition = JSON.parse(readFileSync(file, "utf8"));
  const steps = JSON.stringify(definition.Steps);
  const names = [...new Set(steps.match(/(?<="Name":")Abalone[A-Za-z-]+/g))];
  const copies: object[] = [];
  for (let length = 0, copy = 0; length < size; length += steps.length, copy += 1) {
    const renamed = names.reduce(
      // Within one text a name may be the beginning of another: only whole ones are meant.
      (text, name) => text.replaceAll(new RegExp(`\\b${name}(?![\\w-])`, "g"), `${name}-${copy}`),
      // The SDK ends the names of folders in a hash.
      steps.replaceAll(/(?<=-)[0-9a-f]{32}\b/g, (hash) => `${hash}-${copy}`),
    );
    copies.push(...(JSON.parse(renamed) as object[])); // a list, as it was before
  }
  return JSON.stringify({ ...definition, Steps: copies });
}

function milliseconds(work: () => unknown, times: number): number {
  const start = process.threadCpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000 / times;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
