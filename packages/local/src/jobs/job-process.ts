import type { Duplex } from "node:stream";
import { LineSplitter } from "./line-splitter.ts";
import { watchMemory } from "./memory-limit.ts";
import { processIdentity } from "./process-identity.ts";
import { SpawnedProcess, type JobProcessStart } from "./spawned-process.ts";
import type { OnOutput, StartedProcess } from "./started-process.ts";

/** How to run a job's process to its end. */
export interface JobProcessRun {
  /** The longest it may run, in seconds. */
  readonly maxRuntimeSeconds: number;
  /** The time between SIGTERM and SIGKILL, in seconds. */
  readonly graceSeconds: number;
  /** The most resident memory that its processes may have together, in bytes. @default no limit */
  readonly memoryLimitBytes?: number | undefined;
  /** Stops the job. */
  readonly signal: AbortSignal;
  /** Told every line of stdout and stderr. */
  readonly onLine: (line: string, source: "stdout" | "stderr") => void;
  /** Told the process and when it started, as soon as it is there. @default nobody */
  readonly onStart?: ((pid: number, pidStart: string | undefined) => void) | undefined;
}

/** How a job's process ended. */
export interface JobProcessResult {
  /** Its exit code; 128 plus the signal's number when a signal ended it, as containers report it. */
  readonly exitCode: number;
  /** Why it was stopped from outside; undefined when it ended by itself. */
  readonly stopped?: "aborted" | "max-runtime" | "max-memory";
}

/** How soon a job that had not begun when it was to stop is looked for again. */
const notBegunMs = 50;
/** setTimeout takes no longer delay: 24.8 days. SageMaker's longest job is 28. */
const longestTimerMs = 2_147_483_647;

/** Runs a job's process from its start to its end: {@link JobProcess.run}. */
export function runJobProcess(options: JobProcessStart & JobProcessRun): Promise<JobProcessResult> {
  return JobProcess.spawn(options).run(options);
}

/**
 * A job's process. It may be started before it is run: a warm one waits, and what it writes until then
 * is kept.
 */
export class JobProcess {
  readonly #process: StartedProcess;
  readonly #ended: Promise<number>;
  #lines: [string, "stdout" | "stderr"][] = [];
  #onLine: JobProcessRun["onLine"] = (line, source) => this.#lines.push([line, source]);

  /** @param start - starts it; whether that succeeded, {@link run} tells */
  constructor(start: (onOutput: OnOutput) => StartedProcess) {
    const splitters = {
      stdout: new LineSplitter((line) => this.#onLine(line, "stdout")),
      stderr: new LineSplitter((line) => this.#onLine(line, "stderr")),
    };
    this.#process = start((bytes, source) => splitters[source].write(bytes));
    this.#ended = this.#process.ended.then((exitCode) => {
      splitters.stdout.end();
      splitters.stderr.end();
      return exitCode;
    });
    // Those who wait for it are told; nobody may be waiting yet.
    this.#ended.catch(() => undefined);
  }

  /** Starts a process of its own. */
  static spawn(start: JobProcessStart): JobProcess {
    return new JobProcess((onOutput) => new SpawnedProcess(start, onOutput));
  }

  /** The channel to the job's file 3, where it has one. */
  get channel(): Duplex | undefined {
    return this.#process.channel;
  }

  /** Its exit code, when it has ended; rejects when it could not be started. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** Kills it, and all that it started. */
  kill(): void {
    this.#process.kill();
  }

  /**
   * Waits for its end. On a stop all its processes get SIGTERM, and what is left after the grace
   * SIGKILL; what takes too much memory gets SIGKILL at once.
   *
   * Rejects when it could not be started, and when `onStart` throws; it is killed then.
   */
  async run(options: JobProcessRun): Promise<JobProcessResult> {
    for (const [line, source] of this.#lines) options.onLine(line, source);
    this.#lines = [];
    this.#onLine = options.onLine;

    let stopped: JobProcessResult["stopped"];
    let isOver = false;
    let killTimer: NodeJS.Timeout | undefined;
    let termTimer: NodeJS.Timeout | undefined;
    let stopWatching: (() => void) | undefined;
    const askToEnd = (): void => {
      if (!this.#process.terminate()) termTimer = setTimeout(askToEnd, notBegunMs);
    };
    const stop = (reason: NonNullable<JobProcessResult["stopped"]>): void => {
      if (stopped !== undefined) return;
      stopped = reason;
      askToEnd();
      killTimer = setTimeout(() => this.kill(), options.graceSeconds * 1000);
    };
    const onAbort = (): void => stop("aborted");
    const runTimer = setTimeout(
      () => stop("max-runtime"),
      Math.min(options.maxRuntimeSeconds * 1000, longestTimerMs),
    );
    options.signal.addEventListener("abort", onAbort, { once: true });
    if (options.signal.aborted) onAbort();
    const cleanUp = (): void => {
      isOver = true;
      clearTimeout(runTimer);
      clearTimeout(killTimer);
      clearTimeout(termTimer);
      stopWatching?.();
      options.signal.removeEventListener("abort", onAbort);
    };
    // Before the end is known, since a process has its number first.
    const begun = this.#process.pid.then((pid) => {
      options.onStart?.(pid, processIdentity(pid).pidStart);
      if (isOver || options.memoryLimitBytes === undefined) return;
      stopWatching = watchMemory(pid, this.#process.depth, options.memoryLimitBytes, () => {
        stopped ??= "max-memory";
        this.kill();
      });
    });
    // What is still being told then has ended by itself. How a start has failed, `ended` tells.
    this.#process.exited.then(cleanUp, cleanUp);
    try {
      // What could not be started has no number; what has ended had one.
      await Promise.race([begun, this.#ended]);
      const exitCode = await this.#ended;
      return stopped === undefined ? { exitCode } : { exitCode, stopped };
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      cleanUp();
    }
  }
}
