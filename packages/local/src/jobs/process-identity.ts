import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, so described that another one which gets its number later is not taken for it. */
export interface ProcessIdentity {
  /** Its number. */
  readonly pid: number;
  /**
   * When it started, as the machine tells it; only good to be compared. Undefined where the machine
   * does not tell, or the process has ended already.
   */
  readonly pidStart: string | undefined;
}

/** A process by its number, with its start. */
export function processIdentity(pid: number): ProcessIdentity {
  return { pid, pidStart: startOf(pid) };
}

/** Whether a process still runs, and is the one that was meant. */
export function isAlive({ pid, pidStart }: ProcessIdentity): boolean {
  return pidStart !== undefined && startOf(pid) === pidStart;
}

/** What `/proc/<pid>/stat` tells that is of use here. */
export interface ProcessStat {
  /** One letter; `Z` for a process that has ended and was not waited for. */
  readonly state: string;
  /** Its process group. */
  readonly group: number;
  /** When it started, in ticks since the machine's own start. */
  readonly start: string;
}

/** The state of a process (Linux); undefined when there is none, or no `/proc`. */
export function processStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, the second field, may hold blanks and brackets; what follows it does not.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", group: Number(fields[2]), start: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    const stat = processStat(pid);
    return stat === undefined || stat.state === "Z" ? undefined : `${bootId()}/${stat.start}`;
  }
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

let boot: string | undefined;

/** Ticks are counted from the machine's start: after another one the same number means nothing. */
function bootId(): string {
  try {
    boot ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    boot = "";
  }
  return boot;
}
