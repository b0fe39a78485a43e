import { neededTrials, nextValues, type Trial, type TunedValues } from "./search.ts";
import type { TrialJob } from "./summaries.ts";
import type { TuningJob } from "./tuning-job.ts";

/** Runs one training job; rejects only when the whole search is to end. */
export type RunTrial = (index: number, values: TunedValues) => Promise<TrialJob>;

/**
 * Runs the training jobs of a tuning job, as many at once as it says, until all have ended or a
 * criterion ends the search.
 *
 * @returns the training jobs in the order of their start
 */
export async function runTrials(job: TuningJob, run: RunTrial): Promise<TrialJob[]> {
  const { search } = job;
  const planned: TunedValues[] = [];
  const ended = new Map<number, TrialJob>();
  const running = new Map<number, Promise<void>>();
  const faults: unknown[] = [];
  const known = (): Trial[] =>
    planned.map((values, index) => {
      const trial = ended.get(index);
      const counts = trial?.status === "Completed";
      return { values, objective: counts ? trial.objective : undefined };
    });
  const canPlan = (): boolean => {
    const needed = neededTrials(search, planned.length);
    return running.size < search.parallel && planned.slice(0, needed).every((_, i) => ended.has(i));
  };
  const start = (): void => {
    const index = planned.length;
    const values = nextValues(search, known());
    planned.push(values);
    const trial = run(index, values)
      .then((result) => ended.set(index, result))
      .catch((error: unknown) => faults.push(error))
      .then(() => {
        running.delete(index);
      });
    running.set(index, trial);
  };
  for (;;) {
    while (
      planned.length < search.count &&
      faults.length === 0 &&
      !isOver(job, known()) &&
      canPlan()
    )
      start();
    if (running.size === 0) break;
    // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
    await Promise.race(running.values());
  }
  if (faults.length > 0) throw faults[0];
  return [...ended].toSorted(([a], [b]) => a - b).map(([, trial]) => trial);
}

/** Whether the results end the search before all training jobs have run. */
export function isOver(
  { search, target, mostWithoutGain }: Pick<TuningJob, "search" | "target" | "mostWithoutGain">,
  trials: readonly Trial[],
): boolean {
  const sign = search.maximize ? -1 : 1;
  let best = Number.POSITIVE_INFINITY;
  let withoutGain = 0;
  for (const { objective } of trials) {
    if (objective === undefined) continue;
    const cost = sign * objective;
    withoutGain = cost < best ? 0 : withoutGain + 1;
    best = Math.min(best, cost);
  }
  if (target !== undefined && best <= sign * target) return true;
  return mostWithoutGain !== undefined && withoutGain >= mostWithoutGain;
}
