import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PipelineDefinition } from "@nacre/core";
import type { Execution, StepExecution, StepOutput } from "@nacre/local";
import type { DataInput } from "./data.ts";
import { type Metric, readMetrics } from "./metrics.ts";

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

/** An output, for Transform steps with its number of lines: one prediction each. */
export interface OutputResult extends StepOutput {
  readonly lines?: number;
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
      step.type === "Transform" ? { ...output, lines: countLines(output.path) } : output,
    ),
  };
}

/** Lines of a file, or of all files in a folder; a last line without its end counts. */
function countLines(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (stat.isDirectory()) {
    return readdirSync(path).reduce((sum, name) => sum + countLines(join(path, name)), 0);
  }
  const content = readFileSync(path);
  let lines = content.length > 0 && content.at(-1) !== 10 ? 1 : 0;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lines++;
  return lines;
}
