import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { Duplex } from "node:stream";
import type { Command } from "../sandbox/sandbox.ts";
import { endingWithEngine } from "./end-with-engine.ts";
import { descendants, sendSignal } from "./process-tree.ts";
import type { OnOutput, StartedProcess } from "./started-process.ts";

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

/** How long output is waited for after the end: something that left the process tree may hold it open. */
const outputGraceMs = 500;

/** A job's process that is a child of this one, in a process group of its own. */
export class SpawnedProcess implements StartedProcess {
  readonly depth: number;
  readonly pid: Promise<number>;
  readonly channel: Duplex | undefined;
  readonly exited: Promise<unknown>;
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #endElsewhere: readonly string[];

  /** Starts it. Whether that succeeded, {@link ended} tells. */
  constructor({ command, depth, env, channel = false }: JobProcessStart, onOutput: OnOutput) {
    const { file, args } = depth < 2 ? endingWithEngine(command) : command;
    this.depth = depth;
    this.#endElsewhere = command.end ?? [];
    const child = spawn(file, args, {
      cwd: command.cwd,
      env: { ...env, ...command.env },
      // Where the sandbox's processes do not all end with this one, file 3 tells them of its end.
      stdio: ["ignore", "pipe", "pipe", ...(channel || depth < 2 ? (["pipe"] as const) : [])],
      detached: true,
    });
    this.#child = child;
    const { pid } = child;
    this.pid = pid === undefined ? new Promise(() => undefined) : Promise.resolve(pid);
    // What Node gives for "pipe" beyond the first three is a socket, both ends of it.
    const stream = child.stdio[3];
    this.channel = stream instanceof Duplex ? stream : undefined;
    // Its other end is gone with the job; that is no fault.
    this.channel?.on("error", () => undefined);
    for (const source of ["stdout", "stderr"] as const) {
      child[source]?.on("data", (bytes: Buffer) => onOutput(bytes, source));
    }
    this.exited = once(child, "exit");
    this.ended = this.#end();
    // Those who wait for them are told; nobody may be waiting yet.
    for (const end of [this.exited, this.ended]) end.catch(() => undefined);
  }

  terminate(): boolean {
    // A container's client gives the signal on, and what stands below it must live until it has.
    if (this.#endElsewhere.length > 0) return this.#child.kill("SIGTERM");
    const { pid } = this.#child;
    if (pid === undefined) return true;
    const inner = descendants(pid).filter((process) => process.depth >= this.depth);
    for (const { pid: id } of inner) sendSignal(id, "SIGTERM");
    if (this.depth === 0) sendSignal(-pid, "SIGTERM");
    return this.depth === 0 || inner.length > 0;
  }

  kill(): void {
    killAll(this.#child);
    this.#endRest();
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
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const left = descendants(pid);
  sendSignal(-pid, "SIGKILL");
  for (const { pid: id } of left) sendSignal(id, "SIGKILL");
}
