import type { RunEvent } from "../execution.ts";
import type { ExecutionRecord } from "../state/executions.ts";
import type { StepRecord } from "../state/steps.ts";
import type { ExecutionRun, Requests } from "./execution-run.ts";
import { failureReasonOf } from "./failure-reason.ts";
import { LiveExecution, Released, type Emit } from "./live-execution.ts";
import { loadExecution, type EngineParts } from "./load-execution.ts";

/** An execution and its steps, as they were when it ended. */
export interface EndedExecution {
  /** The execution. */
  readonly record: ExecutionRecord;
  /** Its steps in the order of the definition. */
  readonly steps: readonly StepRecord[];
}

/** An execution that an engine has: first it is made ready, then it runs. */
export class RunningExecution {
  /**
   * How it has ended.
   *
   * Rejects with Released when it was let go before; with any other error for a fault of this package.
   */
  readonly ended: Promise<EndedExecution>;
  readonly #listener: Emit;
  readonly #stop = new AbortController();
  #run: ExecutionRun | undefined;
  #released = false;
  /** What was asked for while it was being made ready. */
  #early: Requests | undefined;
  /** What a listener threw before there was a run to be failed by it. */
  #earlyBug: unknown;

  constructor(record: ExecutionRecord, parts: EngineParts, listener: Emit) {
    this.#listener = listener;
    if (record.stopRequested) this.#stop.abort();
    this.ended = this.#execute(record, parts);
  }

  /** Takes over what others have asked for. */
  request(requests: Requests): void {
    this.#early = requests;
    if (requests.stopRequested && this.#run === undefined) this.#stop.abort();
    this.#run?.request(requests);
  }

  /** Looks whether callbacks were answered. */
  lookForAnswers(): void {
    this.#run?.lookForAnswers();
  }

  /** Lets it go, for another engine. */
  release(): void {
    this.#released = true;
    this.#stop.abort(new Released());
    this.#run?.release();
  }

  async #execute(record: ExecutionRecord, parts: EngineParts): Promise<EndedExecution> {
    const { database } = parts;
    const live = new LiveExecution(database, record, (event) => this.#emit(event));
    try {
      this.#run = await loadExecution(parts, live, this.#stop);
    } catch (error) {
      if (this.#released) throw new Released();
      const reason = failureReasonOf(error);
      if (this.#stop.signal.aborted) live.end("Stopped", undefined);
      else live.end("Failed", reason ?? `InternalServerError: ${String(error)}`);
      if (reason === undefined && !this.#stop.signal.aborted) throw error;
      return live;
    }
    if (this.#released) throw new Released();
    if (this.#early !== undefined) this.#run.request(this.#early);
    if (this.#earlyBug !== undefined) this.#run.fail(this.#earlyBug);
    await this.#run.run();
    return live;
  }

  /** What a listener throws ends the execution, not the step that happened to be told. */
  #emit(event: RunEvent): void {
    try {
      this.#listener(event);
    } catch (error) {
      if (this.#run === undefined) this.#earlyBug = error;
      else this.#run.fail(error);
    }
  }
}
