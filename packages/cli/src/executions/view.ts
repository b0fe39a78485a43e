import { LiveTable, type LiveRow, canRedraw, rowText, statusStyle } from "../run/live-table.ts";
import { type Paint, paintFor } from "../run/paint.ts";
import { seconds } from "../run/table.ts";
import { type Execution, type ExecutionStep, lastPart } from "./execution.ts";

/** An execution with all steps of its definition. */
export interface Snapshot {
  readonly execution: Execution;
  /** Those that have not begun have the status `NotRun`. */
  readonly steps: readonly ExecutionStep[];
}

/** Shows an execution while it goes on. */
export interface View {
  /** Takes what is known now. */
  update(snapshot: Snapshot): void;
  /** Says something for good. */
  note(text: string): void;
  /** Leaves the last state on the screen. */
  close(): void;
}

/** A table redrawn in place on a terminal; elsewhere a plain line for each change; nothing when quiet. */
export function openView(stream: NodeJS.WriteStream, quiet: boolean): View {
  if (quiet) return { update() {}, note() {}, close() {} };
  const paint = paintFor(stream);
  return canRedraw(stream) ? new LiveView(stream, paint) : new PlainView(stream, paint);
}

class LiveView implements View {
  readonly #table: LiveTable;
  readonly #timer: NodeJS.Timeout;
  #rows: readonly LiveRow[] = [];
  #isClosed = false;

  constructor(stream: NodeJS.WriteStream, paint: Paint) {
    this.#table = new LiveTable(stream, paint);
    this.#timer = setInterval(() => this.#table.draw(this.#rows), 200).unref();
  }

  update({ steps }: Snapshot): void {
    this.#rows = steps.map(rowOf);
    this.#table.draw(this.#rows);
  }

  note(text: string): void {
    this.#table.draw(this.#rows, `${text}\n`);
  }

  close(): void {
    // Drawn again it would go over what was printed below it since.
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#table.draw(this.#rows);
  }
}

class PlainView implements View {
  readonly #stream: NodeJS.WriteStream;
  readonly #paint: Paint;
  readonly #told = new Map<string, string>();

  constructor(stream: NodeJS.WriteStream, paint: Paint) {
    this.#stream = stream;
    this.#paint = paint;
  }

  update({ execution, steps }: Snapshot): void {
    const start = execution.startTime?.getTime() ?? 0;
    for (const step of steps) {
      const { name, status, attempts = 1, endTime } = step;
      // `Starting` is so short that it only comes between two lines.
      if (status === "NotRun" || status === "Starting") continue;
      const key = `${status} ${attempts}`;
      if (this.#told.get(name) === key) continue;
      this.#told.set(name, key);
      const row = rowOf(step);
      const text = status === "Executing" ? [status, row.note].join(" ") : rowText(row);
      const at = ((endTime ?? new Date()).getTime() - start) / 1000;
      const line = this.#paint(statusStyle(status), `${name}  ${text.trimEnd()}`);
      this.note(`${seconds(at).padStart(9)}  ${line}`);
    }
  }

  note(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  close(): void {}
}

/** A step as a row, with all there is to say beside its status. */
function rowOf(step: ExecutionStep): LiveRow {
  const { name, status, startTime, endTime } = step;
  const note = noteOf(step);
  return {
    name,
    status,
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
    ...(note === "" ? {} : { note }),
  };
}

/** Attempts, where an outcome was taken from, what a condition came to, why it failed. */
export function noteOf(step: ExecutionStep): string {
  const { attempts = 1, cachedFrom, reusedFrom, outcome, failureReason, status } = step;
  const isWaiting = status === "Executing" && step.callbackToken !== undefined;
  return [
    ...(isWaiting ? ["waits for an answer: nacre callback"] : []),
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(cachedFrom === undefined ? [] : [`from the cache, execution ${lastPart(cachedFrom)}`]),
    ...(reusedFrom === undefined ? [] : [`reused from execution ${lastPart(reusedFrom)}`]),
    ...(outcome === undefined ? [] : [`took ${outcome === "True" ? "if" : "else"}`]),
    ...(failureReason === undefined ? [] : [failureReason]),
  ].join(", ");
}
