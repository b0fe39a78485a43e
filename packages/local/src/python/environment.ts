import { createHash, randomBytes } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { NacreError } from "@nacre/core";
import { findInterpreter, type Interpreter } from "./interpreter.ts";
import { installPackages } from "./install.ts";
import { withFolderLock } from "./lock.ts";
import { pythonFolder } from "./python-folder.ts";

/** What {@link ensurePythonEnvironment} may be told. */
export interface PythonEnvironmentOptions {
  /**
   * The interpreter the environment is made from, a name on PATH or a path.
   * @default `python3`, and where that is older than 3.11, a newer `python3.x` on PATH
   */
  readonly python?: string;
  /**
   * The folder that environments are kept in, shared by all runs and all projects.
   * @default `$NACRE_CACHE_DIR`, else `$XDG_CACHE_HOME/nacre`, else `~/.cache/nacre`
   */
  readonly cacheDir?: string;
  /** Told, in one line each, what is being done; not called when the environment is there already. */
  readonly onProgress?: (message: string) => void;
  /** Stops an installation under way. */
  readonly signal?: AbortSignal;
}

/** A ready Python environment. */
export interface PythonEnvironment {
  /** Absolute path of the environment's interpreter. */
  readonly python: string;
}

/**
 * The Python environment that the jobs of a local run use: scikit-learn, pandas, numpy and XGBoost
 * as `requirements.lock` names them, each file checked against its hash. The first call installs it
 * (about half a minute, 0.4 GB); later calls only look.
 *
 * It is installed by `uv` when that is on PATH and works, otherwise by pip, both with the
 * index and proxy settings the user gave them. It is built aside and renamed when complete, so a
 * folder that exists is whole; of several processes that need it at once, one installs and the
 * others wait.
 *
 * @throws NacreError `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`, `PYTHON_VENV_MISSING`, `PYTHON_INSTALL_FAILED`
 */
export async function ensurePythonEnvironment(
  options: PythonEnvironmentOptions = {},
): Promise<PythonEnvironment> {
  const interpreter = await findInterpreter(options.python);
  const lockFile = join(pythonFolder(), "requirements.lock");
  const root = join(options.cacheDir ?? defaultCacheDir(), "python");
  const name = await environmentName(interpreter, lockFile);
  const environment: PythonEnvironment = { python: join(root, name, "bin", "python") };
  if (await exists(environment.python)) return environment;

  const onProgress = options.onProgress ?? (() => undefined);
  try {
    await mkdir(root, { recursive: true });
    await withFolderLock(join(root, `${name}.lock`), onProgress, options.signal, async () => {
      if (await exists(environment.python)) return;
      await build({ interpreter, lockFile, root, name, onProgress, signal: options.signal });
    });
  } catch (error) {
    throw asCacheError(error, root);
  }
  return environment;
}

/**
 * Begins to look for the Python that an environment is made from, which takes its time: a run that is
 * about to follow then need not wait for it. Nothing is made, and a fault is only told by the run.
 *
 * @param python - as in {@link PythonEnvironmentOptions}
 */
export function lookForPython(python?: string): void {
  findInterpreter(python).catch(() => undefined);
}

/** Where environments are kept unless the caller says otherwise. */
export function defaultCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  // Absolute, since jobs start in folders of their own.
  if (env["NACRE_CACHE_DIR"]) return resolve(env["NACRE_CACHE_DIR"]);
  return resolve(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "nacre");
}

/** One environment for each interpreter and each lock file: a changed lock makes a new one beside the old. */
async function environmentName(interpreter: Interpreter, lockFile: string): Promise<string> {
  const hash = createHash("sha256");
  hash.update(await readFile(lockFile));
  hash.update(JSON.stringify([interpreter.base, process.platform, process.arch]));
  return `${interpreter.version}-${hash.digest("hex").slice(0, 16)}`;
}

interface Build {
  readonly interpreter: Interpreter;
  readonly lockFile: string;
  readonly root: string;
  readonly name: string;
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

async function build({ root, name, ...rest }: Build): Promise<void> {
  await removeLeftovers(root);
  const aside = join(root, `${name}.new-${randomBytes(4).toString("hex")}`);
  const logFile = join(root, `${name}.log`);
  const final = join(root, name);
  rest.onProgress(`Making the Python environment ${final} (once, about half a minute)`);
  await writeFile(logFile, "");
  try {
    await installPackages({ ...rest, folder: aside, finalFolder: final, logFile });
    // What stands in the way and does not work lost its Python since it was made.
    if (!(await exists(join(final, "bin", "python")))) {
      await rm(final, { recursive: true, force: true });
      await rename(aside, final);
    }
  } catch (error) {
    // Another process that took over our lock was faster: its environment is as good as ours.
    if (!(await exists(join(final, "bin", "python")))) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  rest.onProgress("The Python environment is ready");
}

/** Installations that were killed leave their folder; after an hour nobody is working in it. */
async function removeLeftovers(root: string): Promise<void> {
  const anHourAgo = Date.now() - 3_600_000;
  const leftovers = (await readdir(root)).filter((entry) => entry.includes(".new-"));
  await Promise.all(
    leftovers.map(async (entry) => {
      const folder = join(root, entry);
      const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < anHourAgo) await rm(folder, { recursive: true, force: true });
    }),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function asCacheError(error: unknown, root: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EACCES: "the folder is not writable",
    EPERM: "the folder is not writable",
    EROFS: "the disk is read-only",
    ENOTDIR: "a part of the path is not a folder",
    EEXIST: "a part of the path is not a folder",
  };
  const reason = typeof code === "string" ? reasons[code] : undefined;
  if (reason === undefined || error instanceof NacreError) return error;
  return new NacreError(
    "PYTHON_INSTALL_FAILED",
    `The Python environment cannot be made in ${root}: ${reason}.`,
    { help: "Make room there, or set NACRE_CACHE_DIR to a folder with about 1 GB to spare." },
  );
}
