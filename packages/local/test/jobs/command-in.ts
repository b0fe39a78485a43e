import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command, Sandbox } from "../../src/sandbox/sandbox.ts";

/** A sandbox's command for a job in a folder. */
export function commandIn(
  sandbox: Sandbox,
  folder: string,
  command: readonly string[],
): { command: Command; depth: number } {
  const [ml, tmp, scratch] = ["ml", "tmp", "scratch"].map((name) => join(folder, name));
  if (ml === undefined || tmp === undefined || scratch === undefined) throw new Error("no folders");
  for (const path of [ml, tmp, scratch]) mkdirSync(path, { recursive: true });
  const job = { ml, tmp: undefined, scratch, hidden: [], network: true, command };
  return { command: sandbox.command(job), depth: sandbox.depth };
}
