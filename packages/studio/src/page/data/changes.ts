import type {
  ChangeEvent,
  ExecutionSummaryView,
  ExecutionView,
  PipelinesView,
  StepDetailView,
} from "../../api.ts";
import type { ExecutionKey } from "../links.ts";

/** How many executions a pipeline of the list shows. */
const recentMost = 10;

/** The list of pipelines after a change. */
export function changePipelines(view: PipelinesView, event: ChangeEvent): PipelinesView | "reload" {
  if (event.type === "pipelines") return "reload";
  if (event.type !== "execution") return view;
  // One that is not on this page is on another.
  const isElsewhere = view.items.every(({ name }) => name !== event.pipeline);
  if (isElsewhere) return view.next === undefined ? "reload" : view;
  const items = view.items.map((pipeline) => {
    if (pipeline.name !== event.pipeline || pipeline.recent === undefined) return pipeline;
    const recent = putExecution(pipeline.recent, event.execution).slice(0, recentMost);
    const lastExecutionTime = recent[0]?.startTime;
    return lastExecutionTime === undefined
      ? { ...pipeline, recent }
      : { ...pipeline, recent, lastExecutionTime };
  });
  return { ...view, items };
}

/** The same executions with one put in its place: by its id, else by its start, the newest first. */
export function putExecution<T extends Pick<ExecutionSummaryView, "id" | "startTime">>(
  executions: readonly T[],
  changed: T,
): readonly T[] {
  const index = executions.findIndex(({ id }) => id === changed.id);
  if (index >= 0) return executions.with(index, changed);
  const later = executions.findIndex(({ startTime }) => startTime <= changed.startTime);
  return executions.toSpliced(later < 0 ? executions.length : later, 0, changed);
}

/** An execution after a change. */
export function changeExecution(
  execution: ExecutionView,
  event: ChangeEvent,
): ExecutionView | "reload" {
  if (event.type === "execution" && isSame(event.pipeline, event.execution.id, execution)) {
    // The critical path is known by the server, and is another one at the end.
    const isOver = event.execution.endTime !== undefined && execution.endTime === undefined;
    return isOver ? "reload" : withoutFormer(execution, event.execution);
  }
  if (event.type !== "step" || !isSame(event.pipeline, event.id, execution)) return execution;
  const index = execution.steps.findIndex(({ name }) => name === event.step.name);
  if (index < 0) return "reload";
  return { ...execution, steps: execution.steps.with(index, event.step) };
}

/** A retry takes members away that an execution had before: its end, its failure. */
function withoutFormer(
  { definition, steps, stepsUnread, criticalPath }: ExecutionView,
  summary: ExecutionSummaryView,
): ExecutionView {
  const unread = stepsUnread === undefined ? {} : { stepsUnread };
  return { ...summary, definition, steps, criticalPath, ...unread };
}

/** What the panel of a step shows is read again when anything of the step changes. */
export function changeStep(
  key: ExecutionKey,
): (detail: StepDetailView, event: ChangeEvent) => StepDetailView | "reload" {
  return (detail, event) =>
    event.type === "step" &&
    event.pipeline === key.pipeline &&
    event.id === key.id &&
    event.step.name === detail.name
      ? "reload"
      : detail;
}

function isSame(pipeline: string, id: string, execution: ExecutionView): boolean {
  return pipeline === execution.pipeline && id === execution.id;
}
