import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Execution, StepStatus } from "../execution.ts";
import { JobFolder } from "../jobs/job-folder.ts";
import type { PlannedStep } from "../plan.ts";
import type { ExecutionRecord } from "../state/executions.ts";
import type { StepRecord } from "../state/steps.ts";
import type { CallbackDesk } from "./callback-desk.ts";
import { Released } from "./live-execution.ts";
import { StepGraph } from "./step-graph.ts";
import { StepRun } from "./step-run.ts";
import type { StepServices } from "./step-services.ts";
import { WarmSteps } from "./warm-steps.ts";

/** What an execution is run with. */
export interface ExecutionRunOptions extends StepServices {
  /** Its steps. */
  readonly steps: readonly PlannedStep[];
  /** How its Callback steps wait. */
  readonly desk: CallbackDesk;
  /** Stops its jobs; `context.signal` is its signal. */
  readonly stop: AbortController;
  /** How many steps may run at once when the execution itself says nothing. */
  readonly maxParallel: number;
}

/** What others may ask of an execution while it runs. */
export type Requests = Pick<ExecutionRecord, "stopRequested" | "maxParallel" | "status">;

/** A step in these was being run when the engine died. */
const interrupted: ReadonlySet<StepStatus> = new Set(["Starting", "Executing", "Stopping"]);

/**
 * Runs an execution from wherever it is to its end: each step the moment everything it waits for has
 * succeeded. A condition lets one of its branches run; what waits for a step that does not run does not
 * run either. After a failure nothing more starts, and what runs goes on to its end.
 */
export class ExecutionRun {
  readonly #given: ExecutionRunOptions;
  readonly #graph: StepGraph;
  readonly #byName: ReadonlyMap<string, PlannedStep>;
  readonly #warm: WarmSteps;
  readonly #done = Promise.withResolvers<void>();
  #running = 0;
  #hasBegun = false;
  /** What removes the folders of the jobs that have ended. */
  readonly #removals: Promise<unknown[]>[] = [];
  #failed = false;
  readonly #bugs: unknown[] = [];

  constructor(given: ExecutionRunOptions) {
    this.#given = given;
    this.#graph = new StepGraph(given.steps);
    this.#byName = new Map(given.steps.map((step) => [step.name, step]));
    this.#warm = new WarmSteps(given.steps, given.context);
  }

  /**
   * Runs it to its end, which is kept when this resolves.
   *
   * @throws Released when the engine let it go. Any other error is a bug; the execution has failed.
   */
  async run(): Promise<void> {
    const { live } = this.#given;
    live.tellStatus();
    const left = this.#goOn();
    this.#hasBegun = true;
    if (live.record.stopRequested) this.#stop();
    for (const step of left) this.#start(step);
    this.#startWhatCan();
    await this.#done.promise;
    await this.#warm.end();
    this.#bugs.push(...(await Promise.all(this.#removals)).flat());
    const [bug] = this.#bugs;
    if (bug instanceof Released) throw bug;
    await this.#removeJobFolders();
    const { status, failureReason } = this.#result();
    live.end(status, failureReason);
    if (bug !== undefined) throw bug;
  }

  /** Takes over what others have asked for. */
  request(requests: Requests): void {
    const { live } = this.#given;
    const wasStopping = live.record.stopRequested;
    live.noteRequests(requests);
    // What is asked for before it runs is seen when it begins; a step started here would start twice.
    if (!this.#hasBegun) return;
    if (requests.stopRequested && !wasStopping) this.#stop();
    this.#startWhatCan();
  }

  /** Looks whether callbacks were answered. */
  lookForAnswers(): void {
    this.#given.desk.look();
  }

  /** Lets it go, for another engine: nothing of it is kept from now on, its jobs are stopped. */
  release(): void {
    this.#given.live.release();
    this.#given.stop.abort(new Released());
    void this.#warm.end();
  }

  /** Reports something that only a fault of this package, or of a listener, can cause. */
  fail(bug: unknown): void {
    this.#bugs.push(bug);
  }

  /** Brings the graph to where the execution is; gives the steps that were being run. */
  #goOn(): PlannedStep[] {
    const { live, policies, steps } = this.#given;
    const begun = live.steps.filter(({ status }) => status !== "NotRun");
    for (const { name, status } of begun) {
      this.#graph.take(name);
      if (status === "Failed") this.#failed = true;
    }
    for (const name of policies.leftOut(live.record, steps)) this.#graph.skip(name);
    for (const record of begun) {
      if (record.status === "Succeeded") this.#noteSuccess(record);
    }
    return begun.flatMap(({ name, status }) =>
      interrupted.has(status) ? (this.#byName.get(name) ?? []) : [],
    );
  }

  #stop(): void {
    const { live, stop } = this.#given;
    for (const { name, status } of live.steps) {
      if (status === "Starting" || status === "Executing") {
        live.change(name, { status: "Stopping" }, { status: "Stopping" });
      }
    }
    stop.abort();
    void this.#warm.end();
  }

  #startWhatCan(): void {
    const { live, maxParallel } = this.#given;
    const most = live.record.maxParallel ?? maxParallel;
    while (this.#running < most && !this.#isEnding()) {
      const step = this.#graph.takeReady();
      if (step === undefined) break;
      this.#start(step);
    }
    // What could not start now waits for something that runs; when nothing does, all is done.
    if (this.#running === 0) this.#done.resolve();
    else if (this.#isEnding()) void this.#warm.end();
    else this.#warm.fill();
  }

  /** What engines left that died between the end of a step and the removal of its job's folder. */
  async #removeJobFolders(): Promise<void> {
    const { directory, objects } = this.#given.context;
    const jobs = join(directory, "jobs");
    const names = await readdir(jobs).catch(() => []);
    await Promise.all(names.map((name) => JobFolder.open(join(jobs, name), objects).remove()));
  }

  #isEnding(): boolean {
    return this.#failed || this.#bugs.length > 0 || this.#given.context.signal.aborted;
  }

  #start(step: PlannedStep): void {
    this.#running += 1;
    this.#warm.start(step.name);
    void this.#runStep(step);
  }

  async #runStep(step: PlannedStep): Promise<void> {
    const run = new StepRun(step, this.#given);
    try {
      await run.run();
    } catch (error) {
      this.#bugs.push(error);
    }
    this.#removals.push(run.removed());
    this.#warm.drop(step.name);
    const record = this.#given.live.step(step.name);
    if (record.status === "Failed") this.#failed = true;
    if (record.status === "Succeeded") this.#noteSuccess(record);
    this.#running -= 1;
    this.#startWhatCan();
  }

  #noteSuccess({ name, properties }: StepRecord): void {
    const outcome = properties?.["Outcome"];
    const isCondition = this.#byName.get(name)?.type === "Condition";
    const skipped = this.#graph.succeed(name, isCondition ? outcome === true : undefined);
    for (const step of skipped) {
      this.#warm.drop(step.name);
      this.#given.live.tell(step.name);
    }
  }

  #result(): { status: Execution["status"]; failureReason?: string } {
    const { live, context } = this.#given;
    const wasStopped = live.steps.some(({ status }) => status === "Stopped");
    if (context.signal.aborted && (wasStopped || this.#graph.waiting > 0)) {
      return { status: "Stopped" };
    }
    const failures = live.steps
      .filter(({ status }) => status === "Failed")
      .toSorted((a, b) => Number(a.endTime) - Number(b.endTime))
      .map(({ name, type, failureReason = "" }) =>
        type === "Fail" ? failureReason : `Step ${name} failed: ${failureReason}`,
      );
    if (failures.length > 0) return { status: "Failed", failureReason: failures.join("; ") };
    const [bug] = this.#bugs;
    if (bug !== undefined) {
      return { status: "Failed", failureReason: `InternalServerError: ${String(bug)}` };
    }
    return { status: "Succeeded" };
  }
}
