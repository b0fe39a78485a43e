import { setTimeout as sleep } from "node:timers/promises";
import { flattenSteps, NacreError, type PipelineDefinition } from "@nacre/core";
import { describeExecutionDefinition } from "../aws/definitions.ts";
import type { Session } from "../aws/session.ts";
import { EXIT_TRY_AGAIN, exitCodeOf } from "../errors.ts";
import { describeExecution, listSteps } from "./api.ts";
import { type ExecutionStep, hasEnded } from "./execution.ts";
import type { Snapshot, View } from "./view.ts";

/** How an execution is followed. */
export interface FollowOptions {
  /** Seconds between two looks while something changes; with nothing new the pauses grow. */
  readonly interval: number;
  readonly view: View;
  /** Ends the following; the execution goes on. */
  readonly signal: AbortSignal;
}

/** Pauses grow by this factor, up to so many times the interval. */
const [growth, longest] = [1.5, 6];

/** After so many faults in a row that might have passed, one counts. */
const patience = 8;

/** All of an execution as it is now. */
export async function takeSnapshot(
  session: Session,
  arn: string,
  definition: PipelineDefinition | undefined,
): Promise<Snapshot> {
  // The execution first: when that has ended, the steps that are read after it have too.
  const execution = await describeExecution(session, arn);
  const begun = await listSteps(session, arn);
  return { execution, steps: allSteps(begun, definition) };
}

/**
 * Looks at an execution until it has ended, or the signal comes, and gives what was seen last.
 *
 * @throws NacreError of AWS; throttling and faults of the network only when they last
 */
export async function follow(
  session: Session,
  arn: string,
  { interval, view, signal }: FollowOptions,
): Promise<Snapshot> {
  const definition = await definitionOf(session, arn);
  let pause = interval;
  let faults = 0;
  let last = "";
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const snapshot = await takeSnapshot(session, arn, definition);
      faults = 0;
      view.update(snapshot);
      if (hasEnded(snapshot.execution.status) || signal.aborted) return snapshot;
      const seen = JSON.stringify(snapshot);
      pause = seen === last ? Math.min(pause * growth, interval * longest) : interval;
      last = seen;
    } catch (error) {
      faults += 1;
      // What has never answered will not.
      if (last === "" || exitCodeOf(error) !== EXIT_TRY_AGAIN || faults > patience) throw error;
      if (error instanceof NacreError) view.note(`still watching: ${error.message}`);
      pause = interval * longest;
    }
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await sleep(pause * 1000, undefined, { signal }).catch(() => undefined);
  }
}

/** The definition tells the steps that are still to come; without it only those that began are shown. */
export async function definitionOf(
  session: Session,
  arn: string,
): Promise<PipelineDefinition | undefined> {
  try {
    return await describeExecutionDefinition(session, arn);
  } catch (error) {
    if (!(error instanceof NacreError) || exitCodeOf(error) === EXIT_TRY_AGAIN) throw error;
    return undefined;
  }
}

/** The steps of the definition in its order, with what is known of them, and then any others. */
function allSteps(
  begun: readonly ExecutionStep[],
  definition: PipelineDefinition | undefined,
): ExecutionStep[] {
  if (definition === undefined) return [...begun];
  const byName = new Map(begun.map((step) => [step.name, step]));
  const known = flattenSteps(definition).map(({ definition: { Name: name, Type: type } }) => {
    const step = byName.get(name);
    byName.delete(name);
    return { ...(step ?? { name, status: "NotRun" }), type };
  });
  return [...known, ...byName.values()];
}
