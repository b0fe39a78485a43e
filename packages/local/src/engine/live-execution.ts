import { isAbsolute, join, relative } from "node:path";
import { numberOf, type JsonObject } from "@nacre/core";
import type {
  Execution,
  ExecutionStatus,
  ModelPackageReference,
  RunEvent,
  StepExecution,
  StepOutput,
} from "../execution.ts";
import { text } from "../plan.ts";
import type { StepNotes, WorkFacts } from "../run-context.ts";
import type { Database } from "../state/database.ts";
import { Executions, type ExecutionRecord } from "../state/executions.ts";
import { Steps, type StepRecord, type StepUpdate, type StoredOutput } from "../state/steps.ts";
import { isFullDisk } from "./failure-reason.ts";

/** How long something may be told and not kept, in milliseconds: others look at the state less often. */
const longestPendingMs = 50;

/** Who is told what happens. */
export type Emit = (event: RunEvent) => void;

/**
 * The state of an execution that an engine runs: each change is kept first, then told. What is read is
 * in memory; nobody else changes these rows while the engine has the execution.
 */
export class LiveExecution implements StepNotes {
  /** The folder of the execution. */
  readonly directory: string;
  readonly #database: Database;
  readonly #executions: Executions;
  readonly #rows: Steps;
  readonly #steps: StepRecord[];
  readonly #positions: ReadonlyMap<string, number>;
  /** Tells what happens. */
  readonly emit: Emit;
  #record: ExecutionRecord;
  /** What is told and not kept yet. */
  readonly #pending = new Map<string, StepUpdate>();
  #willKeepPending = false;
  #released = false;
  #unwritable = false;

  /** Reads an execution that is kept. */
  constructor(database: Database, record: ExecutionRecord, emit: Emit) {
    this.#database = database;
    this.#executions = new Executions(database);
    this.#rows = new Steps(database);
    this.#record = record;
    this.#steps = this.#rows.ofExecution(record.id);
    this.#positions = new Map(this.#steps.map(({ name, position }) => [name, position]));
    this.emit = emit;
    this.directory = executionDirectory(database.home, record.id);
  }

  /** The folder of the home. */
  get home(): string {
    return this.#database.home;
  }

  /** The execution as it is kept. */
  get record(): ExecutionRecord {
    return this.#record;
  }

  /** The steps as they are kept, in the order of the definition. */
  get steps(): readonly StepRecord[] {
    return this.#steps;
  }

  /** A step as it is kept. */
  step(name: string): StepRecord {
    const step = this.#steps[this.#positions.get(name) ?? -1];
    if (step === undefined) throw new Error(`no step ${name}`);
    return step;
  }

  /**
   * Changes a step.
   *
   * @param change - what changes, or what says so inside the transaction, after other changes there
   * @param ifFull - what at least is told and reported when the disk has no room for the change: the run
   * goes on, and after a crash at what was kept last. Without it a full disk is thrown.
   * @throws Released when the engine has let the execution go
   */
  change(name: string, change: StepUpdate | (() => StepUpdate), ifFull?: StepUpdate): void {
    const before = this.step(name);
    const pending = this.#pending.get(name);
    let after: StepRecord;
    try {
      after = this.#write(() => {
        const changed = typeof change === "function" ? change() : change;
        const update = pending === undefined ? changed : { ...pending, ...changed };
        const sequence = this.#rows.update(this.#record.id, before.position, update);
        return { ...before, ...update, sequence };
      });
    } catch (error) {
      if (ifFull === undefined || !isFullDisk(error)) throw error;
      this.#sayUnwritable(error);
      after = { ...before, ...ifFull };
    }
    this.#pending.delete(name);
    this.#steps[before.position] = after;
    if (after.status !== before.status) this.#tell(after);
  }

  /**
   * Changes a step, tells it, and keeps it together with the step's next change or, where that is long in
   * coming, after a moment: for what is over soon.
   */
  changeForNow(name: string, change: StepUpdate): void {
    const before = this.step(name);
    const after = { ...before, ...change };
    this.#pending.set(name, { ...this.#pending.get(name), ...change });
    if (!this.#willKeepPending) setTimeout(() => this.#keepPending(), longestPendingMs).unref();
    this.#willKeepPending = true;
    this.#steps[before.position] = after;
    this.#tell(after);
  }

  /** Tells a step's status again, for one that is known not to run. */
  tell(name: string): void {
    this.#tell(this.step(name));
  }

  warn(step: string, message: string): void {
    const change = { warnings: [...this.step(step).warnings, message] };
    this.change(step, change, change);
    this.emit({ type: "warning", step, message });
  }

  executing(step: string, { logFile, jobName, metadata }: WorkFacts = {}): void {
    // Who is asked to stop before it has begun is stopping.
    const status = this.step(step).status === "Starting" ? "Executing" : this.step(step).status;
    const home = this.#database.home;
    this.change(step, {
      status,
      ...(logFile === undefined ? {} : { logFile: storedPath(home, logFile) }),
      ...(jobName === undefined ? {} : { jobName }),
      ...(metadata === undefined ? {} : { metadata }),
    });
  }

  /** Keeps other things in one transaction. */
  write(work: () => void): void {
    this.#write(work);
  }

  /** Keeps other things about a step, and what is told of it and not kept yet, in one transaction. */
  writeOf(name: string, work: () => void): void {
    if (!this.#pending.has(name)) return this.#write(work);
    this.change(name, () => {
      work();
      return {};
    });
  }

  /** Tells the status of the execution. */
  tellStatus(status: ExecutionStatus = this.#record.status): void {
    this.emit({ type: "execution", id: this.#record.id, status, directory: this.directory });
  }

  /** Takes over what others have changed about the execution: that it is to stop, how many steps may run at once. */
  noteRequests(requests: Pick<ExecutionRecord, "stopRequested" | "maxParallel" | "status">): void {
    const { status } = this.#record;
    this.#record = { ...this.#record, ...requests };
    if (requests.status !== status) this.tellStatus();
  }

  /** Ends the execution. */
  end(status: Execution["status"], failureReason: string | undefined): void {
    const endTime = new Date();
    try {
      this.#write(() => this.#executions.end(this.#record.id, status, failureReason, endTime));
    } catch (error) {
      if (!isFullDisk(error)) throw error;
      this.#sayUnwritable(error);
    }
    this.#record = { ...this.#record, status, failureReason, endTime, engine: undefined };
    this.tellStatus();
  }

  /** Lets it go: from now on every change throws, so that nothing is kept any more. */
  release(): void {
    this.#released = true;
  }

  #keepPending(): void {
    this.#willKeepPending = false;
    if (this.#released) return;
    try {
      for (const name of this.#pending.keys()) this.change(name, {});
    } catch {
      // It is kept with the next change then, which tells what is wrong.
    }
  }

  #sayUnwritable(error: unknown): void {
    if (this.#unwritable) return;
    this.#unwritable = true;
    const message = `The state of the run cannot be written: ${String(error)}`;
    this.emit({ type: "warning", message });
  }

  #tell(record: StepRecord): void {
    this.emit({ type: "step", step: stepExecution(this.#database.home, record) });
  }

  #write<T>(work: () => T): T {
    if (this.#released) throw new Released();
    return this.#database.transaction(work);
  }
}

/** Thrown into the steps of an execution that the engine has let go; no fault. */
export class Released extends Error {
  override readonly name = "Released";
}

/** The folder of an execution. */
export function executionDirectory(home: string, id: string): string {
  return join(home, "executions", id);
}

/** A path as it is kept: relative to the home, so that a home may be moved. */
export function storedPath(home: string, path: string): string {
  return relative(home, path);
}

/** Outputs as they are kept. */
export function storedOutputs(home: string, outputs: readonly StepOutput[]): StoredOutput[] {
  return outputs.map(({ name, uri, path }) => ({ name, uri, path: storedPath(home, path) }));
}

/** A step as users see it. */
export function stepExecution(home: string, record: StepRecord): StepExecution {
  const { name, type, status, startTime, endTime, failureReason, outcome } = record;
  const { jobName, cacheSource } = record;
  const logFile = record.logFile === undefined ? undefined : absolute(home, record.logFile);
  const modelPackage = modelPackageOf(record);
  return {
    name,
    type,
    status,
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
    ...(failureReason === undefined ? {} : { failureReason }),
    ...(logFile === undefined ? {} : { logFile }),
    ...(outcome === undefined ? {} : { outcome }),
    outputs: record.outputs.map((output) => ({ ...output, path: absolute(home, output.path) })),
    ...(modelPackage === undefined ? {} : { modelPackage }),
    ...(jobName === undefined ? {} : { jobName }),
    ...(cacheSource === undefined ? {} : { cacheSource }),
    warnings: record.warnings,
  };
}

function absolute(home: string, path: string): string {
  return isAbsolute(path) ? path : join(home, path);
}

function modelPackageOf({ type, properties }: StepRecord): ModelPackageReference | undefined {
  if (type !== "RegisterModel" || properties === undefined) return undefined;
  const { ModelPackageArn, ModelPackageGroupName, ModelPackageVersion }: JsonObject = properties;
  return {
    arn: text(ModelPackageArn) ?? "",
    group: text(ModelPackageGroupName) ?? "",
    version: numberOf(ModelPackageVersion) ?? 0,
  };
}
