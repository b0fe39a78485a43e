import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";

/** The system's Python: what imports nothing but the standard library may run on it. */
export const systemPython = execFileSync("python3", ["-c", "import sys; print(sys.executable)"])
  .toString()
  .trim();

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-test-"));
  folders.push(folder);
  return folder;
}

/** A file with a text. */
export function textFile(folder: string, name: string, content: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** How many processes of this machine have a text in their command line; 0 where there is no /proc. */
export function processesNaming(text: string): number {
  const pids =
    process.platform === "linux" ? readdirSync("/proc").filter((n) => /^\d+$/.test(n)) : [];
  return pids.filter((pid) => commandLine(pid).includes(text)).length;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
