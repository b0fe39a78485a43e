import { join } from "node:path";
import { startInSandbox, withVariables, type JobMeans } from "../jobs/job-start.ts";
import { WarmPool } from "../jobs/warm/warm-pool.ts";
import type { PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { startsJob } from "../steps/index.ts";
import { waitingJob } from "../steps/waiting-job.ts";

/**
 * The waiting processes of an execution; undefined where its jobs have no processes of their own, so
 * that nothing would end a process that waits in all cases.
 */
export function warmPool(directory: string, means: JobMeans): WarmPool | undefined {
  if (means.sandbox.depth < 2 || means.python === undefined) return undefined;
  return new WarmPool(join(directory, "jobs", "waiting"), (job, folders) =>
    startInSandbox(means, job, folders),
  );
}

/** Starts the processes of steps to come while others run. */
export class WarmSteps {
  readonly #context: RunContext;
  readonly #steps: ReadonlyMap<string, PlannedStep>;
  /** Steps with a job that nothing was tried for, in the order of the definition. */
  readonly #untried: PlannedStep[];
  readonly #gone = new Set<string>();
  #filling = false;
  #ended = false;

  constructor(steps: readonly PlannedStep[], context: RunContext) {
    this.#context = context;
    this.#steps = new Map(steps.map((step) => [step.name, step]));
    this.#untried =
      context.warm === undefined ? [] : steps.filter(({ type }) => startsJob(type)).toReversed();
  }

  /** Starts processes while there is room for them. */
  fill(): void {
    if (this.#filling || this.#untried.length === 0) return;
    this.#filling = true;
    // A step whose process cannot be started early only starts later.
    void this.#fill()
      .catch(() => undefined)
      .finally(() => (this.#filling = false));
  }

  /** Notes that a step has started: its process is its own now, or it needs none. */
  start(step: string): void {
    this.#gone.add(step);
  }

  /** Ends the process of a step that has ended or will not run. */
  drop(step: string): void {
    this.#gone.add(step);
    this.#context.warm?.drop(step);
  }

  /** Ends all of them; no more are started. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#untried.length = 0;
    // Folders that cannot be removed go with those of the execution.
    await this.#context.warm?.dispose().catch(() => undefined);
  }

  async #fill(): Promise<void> {
    const { warm } = this.#context;
    for (let step = this.#next(); step !== undefined; step = this.#next()) {
      if (this.#gone.has(step.name)) continue;
      // oxlint-disable-next-line no-await-in-loop -- in the order in which they will be needed
      const found = await waitingJob(step, this.#steps, this.#context);
      // Much may have happened meanwhile.
      if (found === undefined || this.#gone.has(step.name) || this.#ended) continue;
      const job = withVariables(found.job, this.#context, "/opt/ml", this.#jobsWith(step));
      warm?.prepare(step.name, job, found.head);
    }
  }

  /** The next one to be tried, while there is room. */
  #next(): PlannedStep | undefined {
    return this.#context.warm?.hasRoom === true ? this.#untried.pop() : undefined;
  }

  /** How many jobs will start at the moment when a step's does: those that wait for the same. */
  #jobsWith({ waitsFor, branch }: PlannedStep): number {
    const same = (other: PlannedStep): boolean =>
      startsJob(other.type) &&
      other.branch?.when === branch?.when &&
      other.waitsFor.size === waitsFor.size &&
      [...waitsFor].every((name) => other.waitsFor.has(name));
    return [...this.#steps.values()].filter(same).length;
  }
}
