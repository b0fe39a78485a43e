import type { ExecutionView, StepView } from "../../api.ts";

/** A step of several executions: how it fared in each of them. */
export interface ComparedStep {
  readonly name: string;
  /** Undefined where the execution's definition has no such step. */
  readonly steps: readonly (StepView | undefined)[];
  /** Whether it ended, decided or was taken from the cache otherwise, or took noticeably longer. */
  readonly differs: boolean;
}

/** All steps of executions, in the order of their definitions, the first execution's before others. */
export function comparedSteps(executions: readonly Pick<ExecutionView, "steps">[]): ComparedStep[] {
  const known = executions.map(({ steps }) => new Map(steps.map((step) => [step.name, step])));
  const names = new Set(known.flatMap((steps) => [...steps.keys()]));
  return [...names].map((name) => {
    const steps = known.map((one) => one.get(name));
    const ends = new Set(steps.map(endOf));
    const times = steps.flatMap((step) => tookOf(step) ?? []);
    return { name, steps, differs: ends.size > 1 || isNoticeable(times) };
  });
}

/**
 * How long a step took, in milliseconds; undefined when it has not ended, and for a result of the cache,
 * whose time says nothing.
 */
export function tookOf(step: StepView | undefined): number | undefined {
  if (step?.startTime === undefined || step.endTime === undefined) return undefined;
  return step.cacheSource === undefined ? step.endTime - step.startTime : undefined;
}

/** From which difference on times are no longer called the same: two runs never take equally long. */
const noticeable = { milliseconds: 1_000, part: 0.1 } as const;

/** Whether times, in milliseconds, are further apart than those of two runs of the same usually are. */
export function isNoticeable(times: readonly number[]): boolean {
  if (times.length < 2) return false;
  const longest = Math.max(...times);
  const apart = longest - Math.min(...times);
  return apart >= noticeable.milliseconds && apart >= longest * noticeable.part;
}

function endOf(step: StepView | undefined): string {
  if (step === undefined) return "";
  const { status, cacheSource, conditionOutcome } = step;
  return [status, cacheSource === undefined ? "" : "cached", conditionOutcome].join(" ");
}
