/** The Python environment with the clients that others wrote, and moto, the double of S3. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { defaultCacheDir } from "../../src/python/environment.ts";
import { explainLog } from "../../src/python/install.ts";
import { findInterpreter } from "../../src/python/interpreter.ts";
import { withFolderLock } from "../../src/python/lock.ts";
import { randomToken } from "../../src/random.ts";

const execute = promisify(execFile);
const lockFile = join(import.meta.dirname, "requirements.lock");
const locked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lockFile];

/**
 * The interpreter of the clients: `NACRE_CLIENTS_PYTHON`, else an environment that is installed once
 * into the user's cache folder. Undefined, said aloud, where it must be installed and no network is.
 */
export async function clientsPython(): Promise<string | undefined> {
  const named = process.env["NACRE_CLIENTS_PYTHON"];
  if (named !== undefined && named !== "") return named;
  const { base, version } = await findInterpreter(undefined);
  const hash = createHash("sha256").update(await readFile(lockFile));
  hash.update(JSON.stringify([base, process.platform, process.arch]));
  const root = join(defaultCacheDir(), "clients");
  const folder = join(root, `${version}-${hash.digest("hex").slice(0, 16)}`);
  const python = join(folder, "bin", "python");
  await mkdir(root, { recursive: true });
  if (!(await exists(python))) {
    await withFolderLock(`${folder}.lock`, console.warn, undefined, async () => {
      if ((await exists(python)) || (await wasOffline(folder))) return;
      await install(base, folder).catch(async (error: unknown) => {
        if (!(await wasOffline(folder))) throw error;
      });
    });
  }
  if (await exists(python)) return python;
  console.warn(`SKIPPED: the clients of others cannot be installed, see ${folder}.log`);
  return undefined;
}

/** Whether an installation failed lately because there is no network; it is not tried at once again. */
async function wasOffline(folder: string): Promise<boolean> {
  const file = `${folder}.log`;
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  if (mtimeMs < Date.now() - 5 * 60_000) return false;
  const log = await readFile(file, "utf8");
  // Without its warnings, pip says of an index that it cannot reach that it has nothing.
  return explainLog(log).reason.startsWith("no network") || log.includes("(from versions: none)");
}

async function install(base: string, folder: string): Promise<void> {
  const aside = `${folder}.new-${randomToken(8)}`;
  const python = join(aside, "bin", "python");
  const uv = await execute("uv", ["--version"]).then(
    () => true,
    () => false,
  );
  const pip = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
  try {
    await execute(base, ["-I", "-m", "venv", ...(uv ? ["--without-pip"] : []), aside]);
    await (uv
      ? logged(folder, "uv", ["pip", "install", "--python", python, ...locked])
      : logged(folder, python, [...pip, "--no-compile", "--progress-bar", "off", ...locked]));
    // Compiled here, or every process of a read-only cache would do it again.
    await execute(python, ["-I", "-m", "compileall", "-q", "-j", "0", aside]).catch(
      () => undefined,
    );
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function logged(folder: string, command: string, args: readonly string[]): Promise<void> {
  try {
    await execute(command, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error ? error : {};
    const texts = ["stdout", "stderr"].map((name) => String(Reflect.get(output, name) ?? ""));
    await writeFile(`${folder}.log`, texts.join("\n"));
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
