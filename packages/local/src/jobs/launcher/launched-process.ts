import type { OnOutput, StartedProcess } from "../started-process.ts";

/** What a job's process asks of the launcher that has started it. */
export interface ProcessRequests {
  /** Sends SIGTERM to the job's own processes, as soon as there are any. */
  terminate(): void;
  /** Kills all of them. */
  kill(): void;
}

/**
 * A job's process that the launcher has started: the first of a process namespace, below which stand the
 * job's own.
 */
export class LaunchedProcess implements StartedProcess {
  readonly depth = 1;
  readonly channel = undefined;
  readonly pid: Promise<number>;
  readonly exited: Promise<unknown>;
  readonly ended: Promise<number>;
  /** Told what it writes. */
  readonly onOutput: OnOutput;
  readonly #requests: ProcessRequests;
  readonly #begun = Promise.withResolvers<number>();
  readonly #end = Promise.withResolvers<number>();

  constructor(onOutput: OnOutput, requests: ProcessRequests) {
    this.onOutput = onOutput;
    this.#requests = requests;
    this.pid = this.#begun.promise;
    this.ended = this.#end.promise;
    this.exited = this.ended;
    this.ended.catch(() => undefined);
  }

  /** The launcher has started it. */
  hasBegun(pid: number): void {
    this.#begun.resolve(pid);
  }

  /** It has ended. */
  hasEnded(exitCode: number): void {
    this.#end.resolve(exitCode);
  }

  /** It cannot be started. */
  hasFailed(error: Error): void {
    this.#end.reject(error);
  }

  terminate(): boolean {
    this.#requests.terminate();
    return true;
  }

  kill(): void {
    this.#requests.kill();
  }
}
