import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string | undefined;

/**
 * Writes a file that Nacre itself made, for those who upload it, into a folder that goes with this
 * process.
 *
 * @param key - what tells it from other files of that name.
 */
export function temporaryFile(key: string, name: string, content: string | Uint8Array): string {
  folder ??= temporaryFolder();
  const own = join(folder, key);
  mkdirSync(own, { recursive: true });
  const file = join(own, name);
  writeFileSync(file, content);
  return file;
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), "nacre-files-"));
  process.once("exit", () => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}
