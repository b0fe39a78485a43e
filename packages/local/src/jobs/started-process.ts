import type { Duplex } from "node:stream";

/** Told of what a process writes, in its order. */
export type OnOutput = (bytes: Buffer, source: "stdout" | "stderr") => void;

/** A job's process that has been started, in whichever way. */
export interface StartedProcess {
  /** How many processes of a sandbox stand before the job's own, the one with {@link pid} among them. */
  readonly depth: number;
  /** Its number; never comes when it could not be started. */
  readonly pid: Promise<number>;
  /** The channel to the job's file 3, where it has one. */
  readonly channel: Duplex | undefined;
  /** Resolves when it has ended; what it has written may not have been told yet. */
  readonly exited: Promise<unknown>;
  /** Its exit code, when all that it has written was told; rejects when it could not be started. */
  readonly ended: Promise<number>;
  /**
   * Sends SIGTERM to the job's own processes: the sandbox's must live, or the job would end without its grace.
   *
   * @returns false when the job has not begun yet
   */
  terminate(): boolean;
  /** Kills it, and all that it started. */
  kill(): void;
}
