import { join } from "node:path";
import type { Execution, ExecutionStatus, RunEvent, StepExecution } from "./execution.ts";
import { replaceTextSync } from "./store/files.ts";

/** What is known of an execution when it starts. */
export type ExecutionStart = Pick<
  Execution,
  "id" | "pipelineName" | "startTime" | "parameters" | "directory"
>;

/** What may change about a step. */
export type StepChange = Partial<Omit<StepExecution, "name" | "type">>;

/**
 * The state of an execution while it runs: each change is written to `execution.json`, then told.
 */
export class ExecutionRecord {
  readonly #start: ExecutionStart;
  readonly #steps: Map<string, StepExecution>;
  readonly #emit: (event: RunEvent) => void;
  #status: ExecutionStatus = "Executing";
  #unwritable = false;

  constructor(
    start: ExecutionStart,
    steps: readonly { readonly name: string; readonly type: string }[],
    emit: (event: RunEvent) => void,
  ) {
    this.#start = start;
    this.#emit = emit;
    this.#steps = new Map(
      steps.map(({ name, type }) => [
        name,
        { name, type, status: "NotRun", outputs: [], warnings: [] },
      ]),
    );
  }

  /** Tells that the execution has started. */
  begin(): void {
    this.#write({});
    this.#tellStatus();
  }

  /** The steps as they are now. */
  get steps(): StepExecution[] {
    return [...this.#steps.values()];
  }

  /** A step as it is now. */
  step(name: string): StepExecution {
    const step = this.#steps.get(name);
    if (step === undefined) throw new Error(`no step ${name}`);
    return step;
  }

  /** Changes a step. */
  change(name: string, change: StepChange): void {
    const step = { ...this.step(name), ...change };
    this.#steps.set(name, step);
    this.#write({});
    if (change.status !== undefined) this.#emit({ type: "step", step });
  }

  /** Adds a warning to a step. */
  warn(name: string, message: string): void {
    this.change(name, { warnings: [...this.step(name).warnings, message] });
    this.#emit({ type: "warning", step: name, message });
  }

  /** Marks that the execution is being stopped. */
  stopping(): void {
    this.#status = "Stopping";
    this.#write({});
    this.#tellStatus();
  }

  /** Ends the execution. */
  end(status: Execution["status"], failureReason: string | undefined): Execution {
    this.#status = status;
    const ending = {
      endTime: new Date(),
      ...(failureReason === undefined ? {} : { failureReason }),
    };
    this.#write(ending);
    this.#tellStatus();
    return { ...this.#start, status, ...ending, steps: this.steps };
  }

  #tellStatus(): void {
    const { id, directory } = this.#start;
    this.#emit({ type: "execution", id, status: this.#status, directory });
  }

  #write(ending: { readonly endTime?: Date; readonly failureReason?: string }): void {
    const { directory, ...start } = this.#start;
    const state = { ...start, status: this.#status, ...ending, steps: this.steps };
    try {
      replaceTextSync(
        join(directory, "execution.json"),
        `${JSON.stringify(state, undefined, 2)}\n`,
      );
    } catch (error) {
      // The jobs do not need the state; a full disk must not take a good run down with it.
      if (this.#unwritable) return;
      this.#unwritable = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.#emit({ type: "warning", message: `The state of the run cannot be written: ${reason}` });
    }
  }
}
