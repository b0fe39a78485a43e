import type { RunEvent, StepExecution } from "@nacre/local";
import { type Paint, paintFor } from "./paint.ts";
import { secondsBetween } from "./result.ts";
import { seconds } from "./table.ts";

/** Shows a run while it goes on. */
export interface Progress {
  /** Takes what the engine reports. */
  onEvent(event: RunEvent): void;
  /** Leaves the last state on the screen and stops redrawing. */
  close(): void;
}

/** Times and statuses redrawn in place on a terminal; elsewhere one plain line a change. */
export function showProgress(stepNames: readonly string[], stream: NodeJS.WriteStream): Progress {
  const paint = paintFor(stream);
  return stream.isTTY && process.env["TERM"] !== "dumb"
    ? new LiveProgress(stepNames, stream, paint)
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
  readonly #stream: NodeJS.WriteStream;
  readonly #paint: Paint;
  readonly #steps = new Map<string, StepExecution>();
  readonly #timer: NodeJS.Timeout;
  #drawn = 0;

  constructor(stepNames: readonly string[], stream: NodeJS.WriteStream, paint: Paint) {
    this.#stepNames = stepNames;
    this.#stream = stream;
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

  /** Moves back to the first line of the block, writes `above` for good, and the block after it. */
  #draw(above = ""): void {
    const rows = this.#steps.size > 0 ? this.#rows() : [];
    const back = this.#drawn > 0 ? `\u001B[${this.#drawn}A` : "";
    const block = rows.map((row) => `${row}\n`).join("");
    this.#stream.write(`${back}\r\u001B[J${above}${block}`);
    this.#drawn = rows.length;
  }

  #rows(): string[] {
    // A terminal that does not know its size says 0.
    const columns = this.#stream.columns || 80;
    const rows = this.#stream.rows || 24;
    const width = Math.max(...this.#stepNames.map((name) => name.length));
    // Steps that did not begin are left out where the terminal is too low for all of them.
    const names =
      this.#stepNames.length < rows
        ? this.#stepNames
        : this.#stepNames.filter((name) => isUnderWay(this.#steps.get(name))).slice(0, rows - 2);
    return names.map((name) => {
      const step = this.#steps.get(name);
      const text = `${mark(step)} ${name.padEnd(width)}  ${statusText(step)}`.slice(0, columns - 1);
      return this.#paint(statusStyle(step), text);
    });
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
  const text = step.status === "Executing" ? step.status : statusText(step);
  return paint(statusStyle(step), `${step.name}  ${text}`);
}

function statusText(step: StepExecution | undefined): string {
  if (!step || step.status === "NotRun") return "";
  const end = step.endTime ?? new Date();
  const time = step.startTime ? ` ${seconds(secondsBetween(step.startTime, end))}` : "";
  const reason = step.failureReason ? `: ${step.failureReason.split("\n")[0]}` : "";
  return `${step.status}${time}${reason}`;
}

function mark(step: StepExecution | undefined): string {
  if (step === undefined || step.status === "NotRun") return "·";
  if (step.status === "Succeeded") return "✓";
  return isUnderWay(step) ? "▸" : "✗";
}

function isUnderWay(step: StepExecution | undefined): boolean {
  return ["Starting", "Executing", "Stopping"].includes(step?.status ?? "");
}

function statusStyle(step: StepExecution | undefined): "gray" | "green" | "red" | "bold" {
  if (step === undefined || step.status === "NotRun") return "gray";
  if (step.status === "Succeeded") return "green";
  return isUnderWay(step) ? "bold" : "red";
}
