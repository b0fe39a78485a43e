import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A whole process to be timed. */
export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The medians of a command's runs. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of processor time, user and system, children included. */
  readonly cpu: number;
  /** The largest resident size, in bytes. */
  readonly peak: number;
}

/**
 * Runs the commands in turns, `runs` times each, after one run each that does not count.
 * A command that fails ends the benchmark: a fast failure is no measure.
 *
 * @param before - how many runs do not count; 0 for commands that take minutes
 */
export async function measure(
  commands: readonly Command[],
  runs: number,
  before = 1,
): Promise<Cost[]> {
  if (before > 0) await runAll(commands, before);
  const all = await runAll(commands, runs);
  return all.map((results) => ({
    wall: median(results.map((result) => result.wall)),
    cpu: median(results.map((result) => result.cpu)),
    peak: median(results.map((result) => result.peak)),
  }));
}

async function runAll(commands: readonly Command[], runs: number): Promise<Cost[][]> {
  const script = join(import.meta.dirname, "measure.py");
  const child = spawn("python3", [script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ runs, commands }));
  const output = child.stdout.setEncoding("utf8").toArray();
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error("a measured command failed: see above");
  // measure.py prints exactly this.
  return JSON.parse((await output).join("")) as Cost[][];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
