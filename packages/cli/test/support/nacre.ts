import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

/** Another file to run than the command as it is shipped, such as `src/main.ts`: with sources, unbuilt. */
const otherMain = process.env["NACRE_TEST_MAIN"];

/** The launcher of the built command. */
export const launcher = fileURLToPath(new URL("../../bin/nacre.js", import.meta.url));

/** What Node is given to be nacre. */
export const nacreProgram: readonly string[] =
  otherMain === undefined
    ? [launcher]
    : ["--conditions=@nacre/source", resolve(import.meta.dirname, "../..", otherMain)];

/** What a process printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `nacre` as a process of its own. */
export function nacre(
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    nodeArgs?: readonly string[];
    input?: string | Uint8Array;
  } = {},
): Promise<Ended> {
  if (otherMain === undefined && !existsSync(new URL("../../dist/main.js", import.meta.url))) {
    throw new Error("these tests run the built command: run `pnpm build` first");
  }
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), ...nacreProgram, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command that does not read its input may end before all of it is written.
  child.stdin.on("error", () => {}).end(options.input);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}

/** A new folder with these files, gone after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** How an app in a temporary folder imports core. */
export const importCore = pathToFileURL(
  fileURLToPath(new URL("../../../core/dist/index.js", import.meta.url)),
).href;
