import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PipelineDefinition } from "@nacre/core";
import type { Execution, StepExecution, StepOutput } from "@nacre/local";
import type { DataInput } from "./data.ts";
import { type Metric, readMetrics } from "./metrics.ts";

const LINE_FEED = 10;

/** What a run came to: printed as a table, or as JSON with `--json`. */
export interface RunResult {
  /** Always true: nothing here ran in AWS. */
  readonly local: true;
  readonly pipelineName: string;
  readonly executionId: string;
  readonly status: Execution["status"];
  readonly failureReason?: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly durationSeconds: number;
  readonly parameters: Execution["parameters"];
  /** What was put into the store for parameters; `synthetic` marks made-up samples. */
  readonly data: readonly DataInput[];
  readonly steps: readonly StepResult[];
  /** Every number in the property files that were written. */
  readonly metrics: readonly Metric[];
  /** The folder of the execution. */
  readonly directory: string;
  /** The folder of all state. */
  readonly home: string;
}

/** A step of a {@link RunResult}: times are ISO 8601. */
export interface StepResult extends Omit<StepExecution, "startTime" | "endTime" | "outputs"> {
  readonly startTime?: string;
  readonly endTime?: string;
  readonly durationSeconds?: number;
  readonly outputs: readonly OutputResult[];
}

/** An output; those of Transform steps with their files, which hold one prediction a line. */
interface OutputResult extends StepOutput {
  readonly files?: readonly { readonly path: string; readonly lines: number }[];
}

/** Gathers what a run came to. */
export function resultOf(
  definition: PipelineDefinition,
  execution: Execution,
  data: readonly DataInput[],
  home: string,
): RunResult {
  const { id, startTime, endTime, failureReason } = execution;
  return {
    local: true,
    pipelineName: execution.pipelineName,
    executionId: id,
    status: execution.status,
    ...(failureReason === undefined ? {} : { failureReason }),
    startTime: startTime.toISOString(),
    endTime: endTime.toISOString(),
    durationSeconds: secondsBetween(startTime, endTime),
    parameters: execution.parameters,
    data,
    steps: execution.steps.map(stepResult),
    metrics: readMetrics(definition, execution),
    directory: execution.directory,
    home,
  };
}

/** Seconds between two times, to the millisecond. */
export function secondsBetween(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / 1000;
}

function stepResult({ startTime, endTime, outputs, ...step }: StepExecution): StepResult {
  return {
    ...step,
    ...(startTime ? { startTime: startTime.toISOString() } : {}),
    ...(endTime ? { endTime: endTime.toISOString() } : {}),
    ...(startTime && endTime ? { durationSeconds: secondsBetween(startTime, endTime) } : {}),
    outputs: outputs.map((output) =>
      step.type === "Transform" ? { ...output, files: filesWithLines(output.path) } : output,
    ),
  };
}

function filesWithLines(path: string): { path: string; lines: number }[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [{ path, lines: countLines(path) }];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesWithLines(join(path, name)));
}

/** Lines of a file; a last line without its end counts. */
function countLines(file: string): number {
  const content = readFileSync(file);
  let lines = content.length > 0 && content.at(-1) !== LINE_FEED ? 1 : 0;
  for (let at = content.indexOf(LINE_FEED); at >= 0; at = content.indexOf(LINE_FEED, at + 1)) {
    lines += 1;
  }
  return lines;
}
