import type { Paint } from "./paint.ts";
import { secondsBetween } from "./result.ts";
import { seconds } from "./table.ts";

/** A step as a table in motion shows it. */
export interface LiveRow {
  readonly name: string;
  /** A status of SageMaker's, or `NotRun`. */
  readonly status: string;
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** What else there is to say, such as why it failed; its first line is shown. */
  readonly note?: string;
}

/** Rows redrawn in place on a terminal, one a step, with its time running. */
export class LiveTable {
  readonly #stream: NodeJS.WriteStream;
  readonly #paint: Paint;
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream, paint: Paint) {
    this.#stream = stream;
    this.#paint = paint;
  }

  /** Moves back to the first line of the table, writes `above` for good, and the table after it. */
  draw(rows: readonly LiveRow[], above = ""): void {
    const lines = this.#lines(rows);
    const back = this.#drawn > 0 ? `\u001B[${this.#drawn}A` : "";
    const block = lines.map((line) => `${line}\n`).join("");
    this.#stream.write(`${back}\r\u001B[J${above}${block}`);
    this.#drawn = lines.length;
  }

  #lines(all: readonly LiveRow[]): string[] {
    // A terminal that does not know its size says 0.
    const columns = this.#stream.columns || 80;
    const height = this.#stream.rows || 24;
    const width = Math.max(...all.map(({ name }) => name.length));
    // Steps that are not under way are left out where the terminal is too low for all of them.
    const rows =
      all.length < height
        ? all
        : all.filter(({ status }) => isUnderWay(status)).slice(0, height - 2);
    return rows.map((row) => {
      const text = `${mark(row.status)} ${row.name.padEnd(width)}  ${rowText(row)}`;
      return this.#paint(statusStyle(row.status), text.slice(0, columns - 1));
    });
  }
}

/** Whether there is a terminal that can be redrawn in place. */
export function canRedraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env["TERM"] !== "dumb";
}

/** Status, time and note of a step in a line; empty for one that has not begun. */
export function rowText({ status, startTime, endTime, note }: LiveRow): string {
  if (status === "NotRun") return "";
  const time = startTime ? ` ${seconds(secondsBetween(startTime, endTime ?? new Date()))}` : "";
  return `${status}${time}${note ? `: ${note.split("\n")[0]}` : ""}`;
}

/** Whether a step with this status goes on. */
function isUnderWay(status: string): boolean {
  return ["Starting", "Executing", "Stopping"].includes(status);
}

/** The style of a status. */
export function statusStyle(status: string): "gray" | "green" | "red" | "bold" {
  if (status === "NotRun") return "gray";
  if (status === "Succeeded") return "green";
  return isUnderWay(status) ? "bold" : "red";
}

function mark(status: string): string {
  if (status === "NotRun") return "·";
  if (status === "Succeeded") return "✓";
  return isUnderWay(status) ? "▸" : "✗";
}
