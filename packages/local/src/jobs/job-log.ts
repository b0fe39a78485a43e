import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { faultCode } from "../files.ts";

/**
 * The log file of a job. Lines are written at once, so that what a killed run leaves behind is
 * complete. When the file cannot be written (a full disk) the job goes on without it.
 */
export class JobLog {
  /** The file. */
  readonly file: string;
  /** Why lines are missing; undefined when none are. */
  fault: unknown;
  #descriptor: number | undefined;

  constructor(file: string) {
    this.file = file;
    try {
      this.#descriptor = open(file);
    } catch (error) {
      this.fault = error;
    }
  }

  /** Writes a line. */
  write(line: string): void {
    if (this.#descriptor === undefined) return;
    try {
      writeSync(this.#descriptor, `${line}\n`);
    } catch (error) {
      this.fault ??= error;
    }
  }

  /** Closes the file. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function open(file: string): number {
  try {
    return openSync(file, "a");
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, "a");
  }
}
