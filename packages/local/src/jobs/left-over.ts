import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, processStat, type ProcessIdentity } from "./process-identity.ts";
import { descendants, sendSignal } from "./process-tree.ts";

/** What is known of a job whose engine died. */
export interface LeftOver {
  /** The process that was started for the job; undefined when the engine died before it noted one. */
  readonly pid: number | undefined;
  /** When that process started, as it was noted. */
  readonly pidStart: string | undefined;
  /**
   * The job's name. It stands in the environment of the job's processes, so those are found whose
   * parent is gone. At least eight characters, or it is not looked for.
   */
  readonly jobName?: string | undefined;
  /** The command that ends its container; undefined for a job without one. */
  readonly end?: readonly string[] | undefined;
}

/** A killed process is gone within milliseconds, unless the kernel holds it, for example in a disk that hangs. */
const longestWaitMs = 10_000;
const lookAgainMs = 20;

/**
 * Kills all that is left of a job whose engine died: the process that was started for it, what stands
 * below it, its process group, and (Linux) whatever has the job's name in its environment. A process
 * that merely has the same number now is left alone.
 *
 * @returns whether nothing is left; false when something did not end within ten seconds
 */
export async function killLeftOver(job: LeftOver): Promise<boolean> {
  const [program, ...args] = job.end ?? [];
  if (program !== undefined) {
    // It fails when there is no such container: then there is nothing to end.
    await new Promise<void>((resolve) => execFile(program, args, () => resolve()));
  }
  for (let waited = 0; ; waited += lookAgainMs) {
    const left = processesOf(job);
    if (left.length === 0) return true;
    if (waited >= longestWaitMs) return false;
    for (const pid of left) sendSignal(pid, "SIGKILL");
    // oxlint-disable-next-line no-await-in-loop -- until they are gone
    await sleep(lookAgainMs);
  }
}

function processesOf({ pid, pidStart, jobName = "" }: LeftOver): number[] {
  const found = new Set<number>();
  const first: ProcessIdentity | undefined = pid === undefined ? undefined : { pid, pidStart };
  if (first !== undefined && isAlive(first)) {
    found.add(first.pid);
    if (process.platform !== "linux") found.add(-first.pid);
  }
  const all = allProcesses();
  for (const candidate of all) {
    const inGroup = found.has(first?.pid ?? 0) && processStat(candidate)?.group === first?.pid;
    if (inGroup || (jobName.length >= 8 && names(candidate, jobName))) found.add(candidate);
  }
  for (const parent of found) {
    for (const { pid: below } of descendants(parent)) found.add(below);
  }
  found.delete(process.pid);
  return [...found].filter((candidate) => candidate < 0 || processStat(candidate)?.state !== "Z");
}

function allProcesses(): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Whether a value in a process's environment is a job's name, or an ARN that ends in it. */
function names(pid: number, jobName: string): boolean {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return variables.some((text) => text.endsWith(`=${jobName}`) || text.endsWith(`/${jobName}`));
  } catch {
    // Gone, or another user's.
    return false;
  }
}
