import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePythonEnvironment } from "@nacre/local";
import { repositoryRoot } from "../repository.ts";
import { measure, type Command, type Cost } from "./measure.ts";
import { words, type Row } from "./row.ts";
import { findSnakemake, snakemakeVersion } from "./snakemake.ts";

/** How many jobs run at once, on either side. */
const atOnce = 4;
const few = 100;
const many = 1000;

/**
 * Graphs of steps that do nothing, of which each waits for two before it, in Nacre and in Snakemake:
 * steps without a process, and jobs (`true`, here in a sandbox), of which 100 and 1,000, so that what a
 * start costs falls out. And 100 executions at once of 10 jobs each against one with all of them.
 */
export async function benchLoad(runs: number): Promise<Row[]> {
  // What a first run installs is no overhead of a step.
  await ensurePythonEnvironment({});
  const work = mkdtempSync(join(tmpdir(), "nacre-bench-load-"));
  try {
    const snakemake = await findSnakemake();
    const commands = [
      ...[few, many].map((count) => nacre(work, `jobs-${count}`, steps(count, job))),
      nacre(work, "idle", steps(many, idle)),
      manyExecutions(work),
      ...(snakemake === undefined
        ? []
        : [
            ...[few, many].map((count) => peer(work, snakemake, count, true)),
            peer(work, snakemake, many, false),
          ]),
    ];
    const [oursFew, oursMany, idleMany, split, theirsFew, theirsMany, theirsIdle] = await measure(
      commands,
      runs,
      0,
    );
    if (!oursFew || !oursMany || !idleMany || !split) throw new Error("four commands at least");
    return [
      {
        what: "1,000 jobs that do nothing, cost of one of them / of one of 100, CPU",
        value: oursMany.cpu / many / (oursFew.cpu / few),
        unit: "×",
        goal: 1,
        detail: `${words(oursMany)} / ${words(oursFew)}`,
      },
      {
        what: "100 executions at once of 10 jobs each / one of 1,000, CPU",
        value: split.cpu / oursMany.cpu,
        unit: "×",
        goal: 1,
        detail: `${words(split)} / ${words(oursMany)}`,
      },
      ...(theirsFew && theirsMany && theirsIdle
        ? [
            ...noProcess(idleMany, theirsIdle),
            ...beside({ few: oursFew, many: oursMany }, { few: theirsFew, many: theirsMany }),
          ]
        : []),
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Whole runs, with what their starts cost: they are a small part of it. */
function noProcess(ours: Cost, theirs: Cost): Row[] {
  return (["wall", "cpu", "peak"] as const).map((of) => ({
    what: `1,000 steps that start no process / in Snakemake ${snakemakeVersion}, ${of === "peak" ? "peak memory" : of}`,
    value: ours[of] / theirs[of],
    unit: "×",
    ...(of === "peak" ? {} : { goal: 0.1 }),
    detail: `${words(ours)} / ${words(theirs)}`,
  }));
}

/** The costs of a small and of a large graph. */
interface Pair {
  readonly few: Cost;
  readonly many: Cost;
}

/** By wall time alone: nobody waits for the launcher of jobs, whose processor time is not seen. */
function beside(ours: Pair, theirs: Pair): Row[] {
  const perStep = (pair: Pair): number => ((pair.many.wall - pair.few.wall) * 1000) / (many - few);
  return [
    {
      what: `overhead of a job among 1,000 / in Snakemake ${snakemakeVersion}, wall`,
      value: perStep(ours) / perStep(theirs),
      unit: "×",
      goal: 0.1,
      detail: `${perStep(ours).toFixed(1)} ms / ${perStep(theirs).toFixed(1)} ms`,
    },
    {
      what: `1,000 jobs in one execution / in Snakemake ${snakemakeVersion}, peak memory`,
      value: ours.many.peak / theirs.many.peak,
      unit: "×",
      detail: `${words(ours.many)} / ${words(theirs.many)}`,
    },
  ];
}

type Make = (name: string, after: readonly string[]) => object;

/** Steps of which each waits for two before it; ten can run at once. */
function steps(count: number, make: Make): object[] {
  return Array.from({ length: count }, (_, index) => make(`S${index}`, before(index)));
}

function before(index: number): string[] {
  return index < 10 ? [] : [`S${index - 10}`, `S${index - 7}`];
}

/** A step whose job ends at once. */
export const job: Make = (Name, DependsOn) => ({
  Name,
  Type: "Processing",
  Arguments: {
    ProcessingResources: {
      ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 1 },
    },
    RoleArn: "arn:aws:iam::000000000000:role/bench",
    AppSpecification: {
      ImageUri: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
      ContainerEntrypoint: ["true"],
    },
  },
  DependsOn,
});

/** A step that starts no job. */
const idle: Make = (Name, DependsOn) => ({
  Name,
  Type: "Condition",
  Arguments: {
    Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
    IfSteps: [],
    ElseSteps: [],
  },
  DependsOn,
});

/** A run in a new home each time. */
function nacre(work: string, name: string, list: readonly object[]): Command {
  const file = join(work, `${name}.json`);
  writeFileSync(file, JSON.stringify({ Version: "2020-12-01", Steps: list }));
  const home = join(work, name);
  const program = join(repositoryRoot, "packages/cli/bin/nacre.js");
  const run = ["run", file, "--home", home, "--max-parallel", String(atOnce), "--no-warm"];
  return afresh(home, [process.execPath, program, ...run]);
}

function manyExecutions(work: string): Command {
  const home = join(work, "executions");
  const program = join(import.meta.dirname, "load-executions.ts");
  return afresh(home, [process.execPath, program, home, String(atOnce)]);
}

/** The same graph in Snakemake, with a file for each job as it wants them. */
function peer(work: string, snakemake: string, count: number, hasJobs: boolean): Command {
  const name = `${count}-${hasJobs ? "jobs" : "idle"}`;
  const folder = join(work, `snakemake-${name}`);
  const names = Array.from({ length: count }, (_, index) => index);
  const text = [
    `rule all:\n  input: ${names.map((index) => done(index)).join(", ")}`,
    ...names.map((index) =>
      [
        `rule S${index}:`,
        ...(index < 10 ? [] : [`  input: ${[index - 10, index - 7].map(done).join(", ")}`]),
        `  output: touch(${done(index)})`,
        ...(hasJobs ? ['  shell: "true"'] : []),
      ].join("\n"),
    ),
  ].join("\n");
  const snakefile = join(work, `Snakefile-${name}`);
  writeFileSync(snakefile, `${text}\n`);
  const args = ["-s", snakefile, "-d", folder, "-j", String(atOnce), "--quiet", "all"];
  return afresh(folder, [snakemake, ...args]);
}

/** The file that a job of Snakemake leaves. */
function done(index: number): string {
  return JSON.stringify(`done/S${index}`);
}

function afresh(folder: string, argv: readonly string[]): Command {
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  return { argv: ["sh", "-euc", 'rm -rf "$1"; shift; exec "$@"', "sh", folder, ...argv] };
}
