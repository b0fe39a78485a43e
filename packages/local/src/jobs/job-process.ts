import { execFile, spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { Writable, type Readable } from "node:stream";
import type { Command } from "../sandbox/sandbox.ts";
import { endingWithEngine } from "./end-with-engine.ts";
import { LineSplitter } from "./line-splitter.ts";
import { watchMemory } from "./memory-limit.ts";
import { processIdentity } from "./process-identity.ts";
import { descendants, sendSignal } from "./process-tree.ts";

/** How to start a job's process. */
export interface JobProcessStart {
  /** What to start. */
  readonly command: Command;
  /** How many processes of a sandbox stand before the job's own. */
  readonly depth: number;
  /** All variables of the job. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the job gets a channel to this process, as its file 3. @default false */
  readonly channel?: boolean;
}

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

/** How long output is waited for after the end: something that left the process tree may hold it open. */
const outputGraceMs = 500;
/** How soon a job that had not begun when it was to stop is looked for again. */
const notBegunMs = 50;
/** setTimeout takes no longer delay: 24.8 days. SageMaker's longest job is 28. */
const longestTimerMs = 2_147_483_647;

/** Runs a job's process from its start to its end: {@link JobProcess.run}. */
export function runJobProcess(options: JobProcessStart & JobProcessRun): Promise<JobProcessResult> {
  return new JobProcess(options).run(options);
}

/**
 * A job's process in a process group of its own. It may be started before it is run: a warm one waits,
 * and what it writes until then is kept.
 */
export class JobProcess {
  readonly #child: ChildProcess;
  readonly #depth: number;
  readonly #endElsewhere: readonly string[];
  readonly #ended: Promise<number>;
  #lines: [string, "stdout" | "stderr"][] = [];
  #onLine: JobProcessRun["onLine"] = (line, source) => this.#lines.push([line, source]);

  /** Starts it. Whether that succeeded, {@link run} tells. */
  constructor({ command, depth, env, channel = false }: JobProcessStart) {
    const { file, args } = depth < 2 ? endingWithEngine(command) : command;
    this.#depth = depth;
    this.#endElsewhere = command.end ?? [];
    this.#child = spawn(file, args, {
      cwd: command.cwd,
      env: { ...env, ...command.env },
      // Where the sandbox's processes do not all end with this one, file 3 tells them of its end.
      stdio: ["ignore", "pipe", "pipe", ...(channel || depth < 2 ? (["pipe"] as const) : [])],
      detached: true,
    });
    // Its other end is gone with the job; that is no fault.
    this.channel?.on("error", () => undefined);
    for (const source of ["stdout", "stderr"] as const) this.#forwardLines(source);
    this.#ended = this.#end();
    // Those who wait for it are told; nobody may be waiting yet.
    this.#ended.catch(() => undefined);
  }

  /** The channel to the job's file 3, where it has one. */
  get channel(): (Readable & Writable) | undefined {
    const stream = this.#child.stdio[3];
    // What Node gives for "pipe" beyond the first three is a socket, both ends of it.
    return stream instanceof Writable ? (stream as Readable & Writable) : undefined;
  }

  /** Its exit code, when it has ended; rejects when it could not be started. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** Kills it, and all that it started. */
  kill(): void {
    killAll(this.#child);
    this.#endRest();
  }

  /**
   * Waits for its end. On a stop all its processes get SIGTERM, and what is left after the grace
   * SIGKILL; what takes too much memory gets SIGKILL at once.
   *
   * Rejects when it could not be started.
   */
  async run(options: JobProcessRun): Promise<JobProcessResult> {
    const child = this.#child;
    const { pid } = child;
    if (pid !== undefined) options.onStart?.(pid, processIdentity(pid).pidStart);
    for (const [line, source] of this.#lines) options.onLine(line, source);
    this.#lines = [];
    this.#onLine = options.onLine;

    let stopped: JobProcessResult["stopped"];
    let killTimer: NodeJS.Timeout | undefined;
    let termTimer: NodeJS.Timeout | undefined;
    const askToEnd = (): void => {
      // A container's client gives the signal on, and what stands below it must live until it has.
      const isTold =
        this.#endElsewhere.length > 0 ? child.kill("SIGTERM") : terminate(child, this.#depth);
      if (!isTold) termTimer = setTimeout(askToEnd, notBegunMs);
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
    const stopWatching = watchMemory(pid, options.memoryLimitBytes, () => {
      stopped ??= "max-memory";
      this.kill();
    });
    options.signal.addEventListener("abort", onAbort, { once: true });
    if (options.signal.aborted) onAbort();
    const cleanUp = (): void => {
      clearTimeout(runTimer);
      clearTimeout(killTimer);
      clearTimeout(termTimer);
      stopWatching();
      options.signal.removeEventListener("abort", onAbort);
    };
    child.once("exit", cleanUp);
    try {
      const exitCode = await this.#ended;
      return stopped === undefined ? { exitCode } : { exitCode, stopped };
    } finally {
      cleanUp();
    }
  }

  #end(): Promise<number> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, endSignal) => {
        // What the job left running in its group ends with it, as in a container.
        killAll(child);
        if (endSignal !== null) this.#endRest();
        this.channel?.destroy();
        const exitCode = code ?? 128 + (endSignal === null ? 0 : constants.signals[endSignal]);
        const outputTimer = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, outputGraceMs);
        child.once("close", () => {
          clearTimeout(outputTimer);
          resolve(exitCode);
        });
      });
    });
  }

  /** Ends what a killed process has left elsewhere. Nobody waits for it, and it may find nothing. */
  #endRest(): void {
    const [file, ...args] = this.#endElsewhere;
    if (file !== undefined) execFile(file, args, () => undefined);
  }

  #forwardLines(source: "stdout" | "stderr"): void {
    const lines = new LineSplitter((line) => this.#onLine(line, source));
    this.#child[source]
      ?.on("data", (bytes: Buffer) => lines.write(bytes))
      .once("close", () => lines.end());
  }
}

/**
 * SIGTERM to the job's own processes: the sandbox's must live, or the job would end without its grace.
 *
 * @returns false when the sandbox has not started the job yet
 */
function terminate({ pid }: ChildProcess, depth: number): boolean {
  if (pid === undefined) return true;
  const inner = descendants(pid).filter((process) => process.depth >= depth);
  for (const { pid: id } of inner) sendSignal(id, "SIGTERM");
  if (depth === 0) sendSignal(-pid, "SIGTERM");
  return depth === 0 || inner.length > 0;
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const left = descendants(pid);
  sendSignal(-pid, "SIGKILL");
  for (const { pid: id } of left) sendSignal(id, "SIGKILL");
}
