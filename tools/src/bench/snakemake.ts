import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** The version that is measured beside. */
export const snakemakeVersion = "9.27.1";

const execute = promisify(execFile);

/** Snakemake, installed once into the user's cache folder; undefined, said aloud, where that cannot be. */
export async function findSnakemake(): Promise<string | undefined> {
  const { NACRE_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  const cache = NACRE_CACHE_DIR || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "nacre");
  const folder = join(cache, "bench", `snakemake-${snakemakeVersion}`);
  const programs = join(folder, "bin");
  const found = join(programs, "snakemake");
  if (existsSync(found)) return found;
  try {
    await mkdir(dirname(folder), { recursive: true });
    // Made in its place: the scripts of an environment name it.
    await execute("python3", ["-m", "venv", folder]);
    const pip = ["install", "--quiet", "--disable-pip-version-check"];
    await execute(join(programs, "pip"), [...pip, `snakemake==${snakemakeVersion}`]);
    return found;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    console.error(
      `SKIPPED: Snakemake cannot be installed, so that nothing is beside Nacre: ${error}`,
    );
    return undefined;
  }
}
