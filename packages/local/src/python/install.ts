import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile, rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NacreError } from "@nacre/core";
import type { Interpreter } from "./interpreter.ts";

/** One installation of the locked packages into a new virtual environment. */
export interface Installation {
  readonly interpreter: Interpreter;
  readonly lockFile: string;
  /** The virtual environment to make; must not exist. */
  readonly folder: string;
  /** Where the caller will move it: compiled files name this path in tracebacks. */
  readonly finalFolder: string;
  /** Gets everything the tools print. */
  readonly logFile: string;
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Wheels only (no compiler is needed), the locked list only, every file checked by its hash. */
const LOCKED = ["--require-hashes", "--no-deps", "--only-binary", ":all:"];

/**
 * Makes a virtual environment and installs the locked packages, with `uv` if it is on PATH and
 * works, otherwise with pip.
 *
 * @throws NacreError `PYTHON_VENV_MISSING`, `PYTHON_INSTALL_FAILED`
 */
export async function installPackages(installation: Installation): Promise<void> {
  const { folder, lockFile, onProgress } = installation;
  const python = join(folder, "bin", "python");
  const run = (command: string, args: readonly string[]) => runLogged(installation, command, args);

  onProgress("Installing scikit-learn, pandas, numpy and XGBoost");
  if (!(await installWithUv(installation, python))) {
    await rm(folder, { recursive: true, force: true });
    requireVenv(installation.interpreter);
    await orFail(installation, run(installation.interpreter.base, ["-I", "-m", "venv", folder]));
    const pip = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
    await orFail(
      installation,
      run(python, [...pip, ...LOCKED, "--no-compile", "--progress-bar", "off", "-r", lockFile]),
    );
  }

  onProgress("Compiling the packages, so that the first run is as fast as later ones");
  // Files that do not compile are the packages' own templates: not a fault.
  const skipped = String.raw`[/\\]tests?[/\\]`;
  const paths = ["-s", folder, "-p", installation.finalFolder];
  await run(python, ["-I", "-m", "compileall", "-q", "-j", "0", "-x", skipped, ...paths, folder]);
  await orFail(installation, run(python, ["-I", "-c", "import numpy, pandas, sklearn, xgboost"]));
}

/** False where uv is missing or fails for any reason: pip then tries, and its message counts. */
async function installWithUv(installation: Installation, python: string): Promise<boolean> {
  const { interpreter, folder, lockFile } = installation;
  const run = (command: string, args: readonly string[]) => runLogged(installation, command, args);
  if (!interpreter.hasVenv || (await run("uv", ["--version"])) !== 0) return false;
  if ((await run(interpreter.base, ["-I", "-m", "venv", "--without-pip", folder])) !== 0) {
    return false;
  }
  return (await run("uv", ["pip", "install", "--python", python, ...LOCKED, "-r", lockFile])) === 0;
}

function requireVenv(interpreter: Interpreter): void {
  if (interpreter.hasVenv && interpreter.hasEnsurepip) return;
  throw new NacreError(
    "PYTHON_VENV_MISSING",
    `\`${interpreter.command}\` (Python ${interpreter.version}) cannot make virtual environments: its ${
      interpreter.hasVenv ? "ensurepip" : "venv"
    } module is missing.`,
    {
      help: `Install it (Debian, Ubuntu: \`apt install python${interpreter.version}-venv\`), or install \`uv\`.`,
    },
  );
}

async function orFail(installation: Installation, status: Promise<number>): Promise<void> {
  if ((await status) === 0) return;
  const log = await readFile(installation.logFile, "utf8").catch(() => "");
  const { reason, help } = explainLog((await isDiskFull(installation.folder)) ? "disk full" : log);
  throw new NacreError(
    "PYTHON_INSTALL_FAILED",
    `The Python packages could not be installed: ${reason}. Log: ${installation.logFile}`,
    { at: { file: installation.logFile }, help },
  );
}

/** Asked of the disk itself, since tools that call tools do not always pass their messages on. */
async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dirname(folder));
  return bavail * bsize < 1_000_000;
}

/** What the installer's log says went wrong, most certain cause first. */
export function explainLog(log: string): { reason: string; help: string } {
  const causes: readonly (readonly [RegExp, string, string])[] = [
    [
      /disk full|No space left on device|Errno 28|Disk quota exceeded/i,
      "the disk is full",
      "Make room, or set NACRE_CACHE_DIR to a folder with about 1 GB to spare.",
    ],
    [
      /DO NOT MATCH THE HASHES|Hash mismatch/i,
      "a downloaded file is not the one that was locked",
      "Clear pip's cache (`python3 -m pip cache purge`) and try again; if it stays, the package index serves other files.",
    ],
    [
      /name resolution|NewConnectionError|Connection refused|ConnectTimeout|Read timed out|Network is unreachable|No route to host|ProxyError|SSLError|Could not fetch URL|nodename nor servname|Name or service not known/i,
      "no network? The package index cannot be reached",
      "The first run downloads about 100 MB; later runs need no network. Behind a proxy or with an index of your own, set pip's HTTPS_PROXY or PIP_INDEX_URL.",
    ],
    [
      /No matching distribution found|not a supported wheel/i,
      "a locked package has no build for this Python or machine",
      "Use Python 3.11 to 3.14 on Linux (glibc; x86_64 or aarch64) or macOS, named with --python.",
    ],
    [/libomp/i, "XGBoost needs the OpenMP library", "Install it: `brew install libomp`."],
  ];
  for (const [pattern, reason, help] of causes) {
    if (pattern.test(log)) return { reason, help };
  }
  const lastLine = log.trim().split("\n").at(-1)?.trim();
  return { reason: lastLine || "the installer failed", help: "The log has the details." };
}

/** Exit status of a command, 127 where it cannot be started; its output goes to the log. */
async function runLogged(
  { logFile, signal }: Installation,
  command: string,
  args: readonly string[],
): Promise<number> {
  const log = createWriteStream(logFile, { flags: "a" });
  // A full disk shows in the tool's own exit status as well.
  log.on("error", () => undefined);
  log.write(`$ ${[command, ...args].join(" ")}\n`);
  try {
    return await new Promise<number>((resolve, reject) => {
      const child = spawn(command, args, {
        env: installerEnvironment(process.env),
        stdio: ["ignore", "pipe", "pipe"],
        ...(signal && { signal }),
      });
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      child.on("error", (error) => (signal?.aborted ? reject(error) : resolve(127)));
      child.on("close", (status) => resolve(status ?? 1));
    });
  } finally {
    await new Promise<void>((resolve) => log.end(() => resolve()).once("error", () => resolve()));
  }
}

/** Variables that would send the packages, or the interpreter, somewhere else. */
const REDIRECTING = new Set(
  ["HOME", "PATH", "PYCACHEPREFIX"]
    .map((name) => `PYTHON${name}`)
    .concat(
      ["DRY_RUN", "NO_BINARY", "PREFIX", "ROOT", "TARGET", "USER"].map((name) => `PIP_${name}`),
    ),
);

/** The user's environment (index, proxy, certificates) without what would redirect the installation. */
export function installerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REDIRECTING.has(name)));
}
