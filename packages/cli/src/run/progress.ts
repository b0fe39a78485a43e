import type { RunEvent, StepExecution } from "@nacre/local";
import { type LiveRow, LiveTable, canRedraw, rowText, statusStyle } from "./live-table.ts";
import { type Paint, paintFor } from "./paint.ts";
import { secondsBetween } from "./result.ts";

/** Shows a run while it goes on. */
export interface Progress {
  /** Takes what the engine reports. */
  onEvent(event: RunEvent): void;
  /** Leaves the last state on the screen and stops redrawing. */
  close(): void;
}

/**
 * Times and statuses redrawn in place on a terminal; elsewhere one plain line a change.
 *
 * @param before - steps as they are at the start, of an execution that goes on
 */
export function showProgress(
  stepNames: readonly string[],
  stream: NodeJS.WriteStream,
  before: readonly StepExecution[] = [],
): Progress {
  const paint = paintFor(stream);
  return canRedraw(stream)
    ? new LiveProgress(stepNames, stream, paint, before)
    : new PlainProgress(stream, paint);
}

class PlainProgress implements Progress {
  readonly #start = new Date();
  readonly #stream: NodeJS.WriteStream;
  readonly #paint: Paint;

  constructor(stream: NodeJS.WriteStream, paint: Paint) {
    this.#stream = stream;
    this.#paint = paint;
  }

  onEvent(event: RunEvent): void {
    const text = eventText(event, this.#paint);
    if (text === undefined) return;
    const time = secondsBetween(this.#start, new Date()).toFixed(1).padStart(7);
    this.#stream.write(`${time} s  ${text}\n`);
  }

  close(): void {}
}

class LiveProgress implements Progress {
  readonly #stepNames: readonly string[];
  readonly #table: LiveTable;
  readonly #paint: Paint;
  readonly #steps = new Map<string, StepExecution>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    stepNames: readonly string[],
    stream: NodeJS.WriteStream,
    paint: Paint,
    before: readonly StepExecution[],
  ) {
    for (const step of before) this.#steps.set(step.name, step);
    this.#stepNames = stepNames;
    this.#table = new LiveTable(stream, paint);
    this.#paint = paint;
    this.#timer = setInterval(() => this.#draw(), 200).unref();
  }

  onEvent(event: RunEvent): void {
    if (event.type === "step") {
      this.#steps.set(event.step.name, event.step);
      this.#draw();
      return;
    }
    const text = eventText(event, this.#paint);
    if (text !== undefined) this.#draw(`${text}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#draw();
  }

  #draw(above = ""): void {
    // Nothing is drawn before the first step begins: until then there is only what is above.
    const names = this.#steps.size > 0 ? this.#stepNames : [];
    const rows = names.map((name) => {
      const step = this.#steps.get(name);
      return step === undefined ? { name, status: "NotRun" } : liveRow(step);
    });
    this.#table.draw(rows, above);
  }
}

/** What an event says to a reader; undefined for what only the log files keep. */
function eventText(event: RunEvent, paint: Paint): string | undefined {
  switch (event.type) {
    case "environment":
      return `Python environment: ${event.message}`;
    case "execution":
      return event.status === "Executing"
        ? `execution ${event.id} in ${event.directory}`
        : undefined;
    case "step":
      return plainText(event.step, paint);
    case "warning":
      return paint("yellow", `warning${event.step ? ` (${event.step})` : ""}: ${event.message}`);
    case "log":
      return undefined;
  }
}

/** One line when a job begins and one when a step has ended. */
function plainText(step: StepExecution, paint: Paint): string | undefined {
  if (step.status === "NotRun" || step.status === "Starting") return undefined;
  const text = step.status === "Executing" ? step.status : rowText(liveRow(step));
  return paint(statusStyle(step.status), `${step.name}  ${text}`);
}

function liveRow({ failureReason, ...step }: StepExecution): LiveRow {
  const from = step.cacheSource?.slice(step.cacheSource.lastIndexOf("/") + 1);
  const note = failureReason ?? (from === undefined ? undefined : `cached, from execution ${from}`);
  return note === undefined ? step : { ...step, note };
}
