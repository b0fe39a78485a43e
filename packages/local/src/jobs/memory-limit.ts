import { readFileSync } from "node:fs";
import { descendants } from "./process-tree.ts";

/** How often a job's memory is looked at. What a job can fill in this time it may have beyond its limit. */
const lookAgainMs = 100;

/**
 * Watches the memory of a process and all below it: what is resident, shared pages counted once,
 * without the page cache. No rights are needed for it, and no control group, which an ordinary user
 * may not make.
 *
 * @param depth - how many processes from this one on are a sandbox's, and do not count
 * @param onExceeded - told once
 * @returns ends the watch
 */
export function watchMemory(
  pid: number,
  depth: number,
  limitBytes: number,
  onExceeded: () => void,
): () => void {
  const timer = setInterval(() => {
    if (!exceeds(pid, depth, limitBytes)) return;
    clearInterval(timer);
    onExceeded();
  }, lookAgainMs);
  return () => clearInterval(timer);
}

/** Whether the memory of jobs can be limited on this machine. */
export function canLimitMemory(): boolean {
  return residentBytes(process.pid) > 0;
}

function exceeds(pid: number, depth: number, limitBytes: number): boolean {
  const all = [{ pid, depth: 0 }, ...descendants(pid)]
    .filter((process) => process.depth >= depth)
    .map((process) => process.pid);
  // The exact figure costs more, so it is only asked for when the rough one, which is never less, is too high.
  return sum(all, residentBytes) > limitBytes && sum(all, proportionalBytes) > limitBytes;
}

function sum(pids: readonly number[], bytes: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + bytes(pid), 0);
}

function residentBytes(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m);
}

/** Each page by the share that is the process's own: pages of several processes count once in all. */
function proportionalBytes(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) || residentBytes(pid);
}

function kilobytes(file: string, line: RegExp): number {
  try {
    return 1024 * Number(line.exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    // It has ended, or there is no /proc.
    return 0;
  }
}
