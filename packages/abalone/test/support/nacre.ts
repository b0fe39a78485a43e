import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of this package. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The launcher of the built `nacre` command. */
const launcher = fileURLToPath(new URL("../../../cli/bin/nacre.js", import.meta.url));

/** What a process printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `nacre run --json` prints, as far as the tests read it. */
export interface Result {
  readonly status: string;
  readonly failureReason?: string;
  readonly executionId: string;
  readonly data: readonly { readonly parameter: string; readonly synthetic: boolean }[];
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly failureReason?: string;
    readonly logFile?: string;
    readonly warnings: readonly string[];
    readonly modelPackage?: { readonly group: string; readonly version: number };
    readonly outputs: readonly {
      readonly path: string;
      readonly files?: readonly { readonly path: string; readonly lines: number }[];
    }[];
  }[];
  readonly metrics: readonly { readonly path: string; readonly value: number }[];
}

/** Runs the built `nacre` in this package, as a process of its own. */
export function nacre(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; onStart?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: packageFolder,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  options.onStart?.(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs `nacre run --json` and reads what it prints. */
export async function runJson(args: readonly string[]): Promise<Ended & { result: Result }> {
  const ended = await nacre(["run", "--json", ...args]);
  if (ended.stdout === "") throw new Error(`nacre run printed nothing:\n${ended.stderr}`);
  return { ...ended, result: JSON.parse(ended.stdout) };
}
