import { type Drawing, drawingOf, type StepRun, withRuns } from "@nacre/graph";
import type { PipelineDefinition } from "@nacre/core";
import type { Execution, ExecutionStep } from "../executions/execution.ts";
import { timeText } from "../executions/times.ts";
import type { Snapshot } from "../executions/view.ts";

/**
 * The drawing of an execution: its definition with the statuses of its steps. Where the service does not
 * give the definition, the steps that have begun stand side by side. Steps that run have run until `now`.
 *
 * @param title - what the pipeline is called
 */
export function executionDrawing(
  { execution, steps }: Snapshot,
  definition: PipelineDefinition | undefined,
  title: string,
  now: Date = new Date(),
): Drawing {
  const runs = new Map(steps.map((step) => [step.name, runOf(step, now)]));
  const drawing: Drawing =
    definition === undefined
      ? { title, edges: [], parameters: [], steps: steps.map(bareStep) }
      : drawingOf(definition, title);
  return withRuns(drawing, runs, headOf(execution));
}

function headOf({ id, displayName, status, startTime }: Execution): string {
  const name = displayName === undefined || displayName === id ? id : `${displayName} (${id})`;
  return `execution ${name} · ${status} · started ${timeText(startTime)}`;
}

function bareStep({ name, type = "" }: ExecutionStep) {
  return { name, type, layer: 0, parameters: [] };
}

function runOf(step: ExecutionStep, now: Date): StepRun {
  const { status, startTime, endTime, cachedFrom, reusedFrom, attempts, outcome, failureReason } =
    step;
  const from =
    cachedFrom !== undefined ? "cache" : reusedFrom !== undefined ? "execution" : undefined;
  return {
    status,
    ...(startTime === undefined
      ? {}
      : { duration: (endTime ?? now).getTime() - startTime.getTime() }),
    ...(from === undefined ? {} : { from }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(failureReason === undefined ? {} : { failureReason }),
  };
}
