import { NacreError, type JsonObject } from "@nacre/core";
import type { Execution } from "./execution.ts";
import type { PlannedStep } from "./plan.ts";
import type { RunContext } from "./run-context.ts";
import { StepFailure, StepStopped } from "./step-failure.ts";
import { stepRunner } from "./steps/index.ts";
import { faultCode } from "./store/files.ts";

/** How all steps together ended. */
export interface ScheduleResult {
  /** How the execution ended. */
  readonly status: Execution["status"];
  /** Why it failed. */
  readonly failureReason?: string;
}

/**
 * Runs steps, each the moment everything it waits for has succeeded. A condition lets one of its
 * branches run; what waits for a step that does not run does not run either. After a failure
 * nothing more starts, and what runs goes on to its end.
 */
export class Scheduler {
  readonly #context: RunContext;
  readonly #maxParallel: number;
  readonly #properties: Map<string, JsonObject>;
  readonly #waiting: Set<PlannedStep>;
  readonly #skipped = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #failures: string[] = [];
  readonly #bugs: unknown[] = [];

  /**
   * @param properties - filled with the properties of each step that succeeds
   * @param maxParallel - how many steps may run at once
   */
  constructor(
    steps: readonly PlannedStep[],
    context: RunContext,
    properties: Map<string, JsonObject>,
    maxParallel: number,
  ) {
    this.#waiting = new Set(steps);
    this.#context = context;
    this.#properties = properties;
    this.#maxParallel = maxParallel;
  }

  /** Runs until nothing runs and nothing can start. */
  async run(): Promise<ScheduleResult> {
    const { signal, record } = this.#context;
    const onAbort = (): void => record.stopping();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      this.#startWhatCan();
      while (this.#running.size > 0) {
        // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
        await Promise.race(this.#running);
        this.#startWhatCan();
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    const [bug] = this.#bugs;
    if (bug !== undefined) throw bug;
    const wasStopped = record.steps.some(({ status }) => status === "Stopped");
    if (signal.aborted && (wasStopped || this.#waiting.size > 0)) return { status: "Stopped" };
    if (this.#failures.length === 0) return { status: "Succeeded" };
    return { status: "Failed", failureReason: this.#failures.join("; ") };
  }

  #startWhatCan(): void {
    this.#skipWhatWillNotRun();
    const isEnding = this.#failures.length > 0 || this.#bugs.length > 0;
    if (isEnding || this.#context.signal.aborted) return;
    for (const step of this.#waiting) {
      if (this.#running.size >= this.#maxParallel) return;
      if ([...step.waitsFor].every((name) => this.#properties.has(name))) this.#start(step);
    }
  }

  #skipWhatWillNotRun(): void {
    // One step skipped may skip those that wait for it, in whatever order they stand.
    let before: number;
    do {
      before = this.#skipped.size;
      for (const step of this.#waiting) {
        if (!this.#isRuledOut(step)) continue;
        this.#waiting.delete(step);
        this.#skipped.add(step.name);
        this.#context.record.change(step.name, { status: "NotRun" });
      }
    } while (this.#skipped.size > before);
  }

  #isRuledOut({ branch, waitsFor }: PlannedStep): boolean {
    if ([...waitsFor].some((name) => this.#skipped.has(name))) return true;
    if (branch === undefined) return false;
    const outcome = this.#properties.get(branch.condition)?.["Outcome"];
    return outcome !== undefined && outcome !== (branch.when === "if");
  }

  #start(step: PlannedStep): void {
    this.#waiting.delete(step);
    this.#context.record.change(step.name, { status: "Starting", startTime: new Date() });
    const running = this.#runStep(step).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #runStep(step: PlannedStep): Promise<void> {
    const { record } = this.#context;
    const runner = stepRunner(step.type);
    try {
      if (runner === undefined) throw new Error(`no runner for steps of type ${step.type}`);
      this.#properties.set(step.name, await runner(step, this.#context));
      record.change(step.name, { status: "Succeeded", endTime: new Date() });
    } catch (error) {
      if (error instanceof StepStopped) {
        record.change(step.name, { status: "Stopped", endTime: new Date() });
        return;
      }
      const failureReason = reasonOf(error);
      if (failureReason === undefined) this.#bugs.push(error);
      else {
        const isFail = step.type === "Fail";
        this.#failures.push(isFail ? failureReason : `Step ${step.name} failed: ${failureReason}`);
      }
      record.change(step.name, {
        status: "Failed",
        endTime: new Date(),
        failureReason: failureReason ?? `InternalServerError: ${String(error)}`,
      });
    }
  }
}

/** Why a step failed; undefined when the error is a bug of ours. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof StepFailure) return error.message;
  if (error instanceof NacreError) return `ClientError: ${error.message}`;
  const code = faultCode(error);
  // Codes of Node itself (ERR_…) are faults of ours.
  if (code === undefined || code.startsWith("ERR_") || !(error instanceof Error)) return undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return `ClientError: No space left on the disk of the local store (${error.message}).`;
  }
  return `ClientError: ${error.message}`;
}
