import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "../sandbox/sandbox.ts";
import { LineSplitter } from "./line-splitter.ts";
import { descendants, sendSignal } from "./process-tree.ts";

/** How to run a job's process. */
export interface JobProcessOptions {
  /** What to start. */
  readonly command: Command;
  /** How many processes of a sandbox stand before the job's own. */
  readonly depth: number;
  /** All variables of the job. */
  readonly env: Readonly<Record<string, string>>;
  /** The longest it may run, in seconds. */
  readonly maxRuntimeSeconds: number;
  /** The time between SIGTERM and SIGKILL, in seconds. */
  readonly graceSeconds: number;
  /** Stops the job. */
  readonly signal: AbortSignal;
  /** Told every line of stdout and stderr. */
  readonly onLine: (line: string, source: "stdout" | "stderr") => void;
}

/** How a job's process ended. */
export interface JobProcessResult {
  /** Its exit code; 128 plus the signal's number when a signal ended it, as containers report it. */
  readonly exitCode: number;
  /** Why it was stopped from outside; undefined when it ended by itself. */
  readonly stopped?: "aborted" | "max-runtime";
}

/** How long output is waited for after the end: something that left the process tree may hold it open. */
const outputGraceMs = 500;
/** How soon a job that had not begun when it was to stop is looked for again. */
const notBegunMs = 50;
/** setTimeout takes no longer delay: 24.8 days. SageMaker's longest job is 28. */
const longestTimerMs = 2_147_483_647;

/**
 * Runs a job's process in a process group of its own and waits for its end. On a stop all its
 * processes get SIGTERM, and what is left after the grace SIGKILL.
 *
 * Rejects when it cannot be started.
 */
export function runJobProcess(options: JobProcessOptions): Promise<JobProcessResult> {
  const { command, env, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: { ...env, ...command.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    forwardLines(child, options.onLine);

    let stopped: JobProcessResult["stopped"];
    let killTimer: NodeJS.Timeout | undefined;
    let termTimer: NodeJS.Timeout | undefined;
    const askToEnd = (): void => {
      if (!terminate(child, options.depth)) termTimer = setTimeout(askToEnd, notBegunMs);
    };
    const stop = (reason: NonNullable<JobProcessResult["stopped"]>): void => {
      if (stopped !== undefined) return;
      stopped = reason;
      askToEnd();
      killTimer = setTimeout(() => killAll(child), options.graceSeconds * 1000);
    };
    const onAbort = (): void => stop("aborted");
    const runTimer = setTimeout(
      () => stop("max-runtime"),
      Math.min(options.maxRuntimeSeconds * 1000, longestTimerMs),
    );
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();

    const cleanUp = (): void => {
      clearTimeout(runTimer);
      clearTimeout(killTimer);
      clearTimeout(termTimer);
      signal.removeEventListener("abort", onAbort);
    };
    child.once("error", (error) => {
      cleanUp();
      reject(error);
    });
    child.once("exit", (code, endSignal) => {
      cleanUp();
      // What the job left running in its group ends with it, as in a container.
      killAll(child);
      const exitCode = code ?? 128 + (endSignal === null ? 0 : constants.signals[endSignal]);
      const outputTimer = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, outputGraceMs);
      child.once("close", () => {
        clearTimeout(outputTimer);
        resolve(stopped === undefined ? { exitCode } : { exitCode, stopped });
      });
    });
  });
}

function forwardLines(child: ChildProcess, onLine: JobProcessOptions["onLine"]): void {
  for (const source of ["stdout", "stderr"] as const) {
    const lines = new LineSplitter((line) => onLine(line, source));
    child[source]
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
