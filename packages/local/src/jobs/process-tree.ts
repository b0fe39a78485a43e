import { readdirSync, readFileSync } from "node:fs";

/** A process, with how many generations it is below the one asked for. */
export interface Descendant {
  /** Its id. */
  readonly pid: number;
  /** 1 for a child, 2 for a grandchild. */
  readonly depth: number;
}

/** All processes below one, as far as the machine tells (Linux); none where it does not. */
export function descendants(pid: number, depth = 1): Descendant[] {
  return childrenOf(pid).flatMap((child) => [
    { pid: child, depth },
    ...descendants(child, depth + 1),
  ]);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
        .split(" ")
        .filter((id) => id !== "")
        .map(Number),
    );
  } catch {
    // It ended meanwhile, or there is no /proc.
    return [];
  }
}

/** Sends a signal; false when the process is gone. A negative id is a process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
