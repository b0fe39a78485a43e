import { basename, dirname, relative } from "node:path";
import type { DataInput } from "./data.ts";
import { type Metric, metricName } from "./metrics.ts";
import type { RunResult, StepResult } from "./result.ts";
import type { Paint } from "./paint.ts";

/** The closing table of a run: every step, what was decided and made, and where it lies. */
export function resultTable(result: RunResult, paint: Paint): string {
  const { steps, status } = result;
  const facts: Fact[] = [
    ...result.data.map((input) => dataFact(input, paint)),
    ...steps.flatMap(conditionFacts),
    ...result.metrics.map(metricFact),
    ...steps.flatMap(modelPackageFacts),
    ...steps.flatMap(outputFacts),
    ...logFacts(steps),
    ["execution", `${result.executionId}, state in ${shortPath(result.directory)}`],
  ];
  const took = `${status} in ${seconds(result.durationSeconds)}`;
  return [
    "",
    ...stepRows(steps, paint),
    "",
    ...factRows(facts),
    "",
    paint(status === "Succeeded" ? "green" : "red", `${result.pipelineName}: ${took}`),
    "",
  ].join("\n");
}

/** A number of seconds for people, such as `3.2 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** A path as seen from here, when that is the shorter way to say it. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short !== "" && short.length < path.length ? short : path;
}

type Fact = [label: string, text: string];

function stepRows(steps: readonly StepResult[], paint: Paint): string[] {
  const head = ["Step", "Type", "Status", "Time"];
  const rows = steps.map(({ name, type, status, cacheSource, durationSeconds }) => [
    name,
    type,
    cacheSource === undefined ? status : `${status} (cached)`,
    durationSeconds === undefined ? "-" : seconds(durationSeconds),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ");
  return [
    paint("bold", line(head)),
    ...rows.map((row, index) => {
      const status = steps[index]?.status;
      const color = status === "Succeeded" ? "green" : status === "NotRun" ? "gray" : "red";
      return paint(color, line(row));
    }),
  ];
}

function factRows(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([label]) => label.length));
  return facts.map(([label, text]) => `${label.padEnd(width)}  ${text}`);
}

function conditionFacts({ name, outcome }: StepResult): Fact[] {
  if (!outcome) return [];
  const branch = outcome.result ? "if" : "else";
  return outcome.conditions.map(({ text, left, right, result }) => [
    "condition",
    `${name} took ${branch}: ${text} is ${result} (${left} against ${right})`,
  ]);
}

function dataFact({ parameter, file, synthetic }: DataInput, paint: Paint): Fact {
  const warning = synthetic ? `${paint("yellow", "synthetic sample, not real data")}, ` : "";
  return ["data", `${parameter}: ${warning}${shortPath(file)}`];
}

function metricFact(metric: Metric): Fact {
  const rounded = Number(metric.value.toPrecision(6));
  return ["metric", `${metricName(metric)} ${rounded} (${metric.propertyFile} ${metric.path})`];
}

function modelPackageFacts({ modelPackage }: StepResult): Fact[] {
  if (!modelPackage) return [];
  return [["model package", `${modelPackage.group} version ${modelPackage.version}`]];
}

function outputFacts({ name: step, outputs }: StepResult): Fact[] {
  return outputs.flatMap(({ name, path, files }): Fact[] => {
    if (!files) return [["output", `${step} ${name}: ${shortPath(path)}`]];
    return files.map((file) => [
      "output",
      `${step} ${name}: ${shortPath(file.path)} (${file.lines} lines)`,
    ]);
  });
}

/** The logs of all steps lie in one folder: said once. */
function logFacts(steps: readonly StepResult[]): Fact[] {
  const files = steps.flatMap(({ logFile }) => logFile ?? []);
  const [first] = files;
  if (first === undefined) return [];
  return [
    ["logs", `${shortPath(dirname(first))} (${files.map((file) => basename(file)).join(", ")})`],
  ];
}
