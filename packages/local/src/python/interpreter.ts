import { execFile } from "node:child_process";
import { NacreError } from "@nacre/core";

/** A Python interpreter that an environment can be made from. */
export interface Interpreter {
  /** What was asked for and found: a name on PATH or a path. */
  readonly command: string;
  /** Version as `3.11`: patch releases share an environment. */
  readonly version: string;
  /** Path of the real executable, behind links, shims and virtual environments. */
  readonly base: string;
  /** Whether it can make virtual environments without pip (module `venv`) and with it (`ensurepip`). */
  readonly hasVenv: boolean;
  readonly hasEnsurepip: boolean;
}

/** The oldest Python that the locked packages support. */
const OLDEST: readonly [number, number] = [3, 11];

/** Tried in this order when the user named no interpreter. */
const CANDIDATES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];

const ABOUT_ITSELF = `
import importlib.util, json, os, sys
print(json.dumps({
    "version": list(sys.version_info[:3]),
    "base": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
    "venv": importlib.util.find_spec("venv") is not None,
    "ensurepip": importlib.util.find_spec("ensurepip") is not None,
}))`;

const INSTALL_HELP =
  "Install Python 3.11 or newer (Debian, Ubuntu: `apt install python3 python3-venv`; " +
  "macOS: `brew install python`), or name one with --python.";

/** Answers of this process, and those under way: a Python stays what it is while a process runs. */
const found = new Map<string, Promise<Interpreter>>();

/**
 * Finds a Python that is new enough: the one named, else `python3`, else a newer `python3.x` on PATH.
 * It is asked once; a failure is not kept.
 *
 * @throws NacreError `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`
 */
export function findInterpreter(named?: string): Promise<Interpreter> {
  const key = JSON.stringify([named ?? null, process.env["PATH"]]);
  let answer = found.get(key);
  if (answer === undefined) {
    answer = ask(named);
    found.set(key, answer);
    answer.catch(() => found.delete(key));
  }
  return answer;
}

async function ask(named: string | undefined): Promise<Interpreter> {
  const failures: NacreError[] = [];
  for (const command of named === undefined ? CANDIDATES : [named]) {
    // One after the other: the first that will do is taken.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await askOne(command);
    if (!(answer instanceof NacreError)) return answer;
    failures.push(answer);
  }
  // "Too old" says more than "not found": it names a Python that is there.
  throw failures.find((failure) => failure.code === "PYTHON_TOO_OLD") ?? failures[0];
}

async function askOne(command: string): Promise<Interpreter | NacreError> {
  const answer = command === "" ? { missing: "is no name" } : await run(command);
  if ("missing" in answer) {
    return new NacreError(
      "PYTHON_NOT_FOUND",
      `No Python was found: \`${command}\` ${answer.missing}.`,
      { help: INSTALL_HELP },
    );
  }
  const { version, base, venv, ensurepip } = answer;
  if (version[0] < OLDEST[0] || (version[0] === OLDEST[0] && version[1] < OLDEST[1])) {
    return new NacreError(
      "PYTHON_TOO_OLD",
      `\`${command}\` is Python ${version.join(".")}; local runs need Python ${OLDEST.join(".")} or newer.`,
      { help: INSTALL_HELP },
    );
  }
  return {
    command,
    version: `${version[0]}.${version[1]}`,
    base,
    hasVenv: venv,
    hasEnsurepip: ensurepip,
  };
}

interface AboutItself {
  readonly version: readonly [number, number, number];
  readonly base: string;
  readonly venv: boolean;
  readonly ensurepip: boolean;
}

function run(command: string): Promise<AboutItself | { missing: string }> {
  return new Promise((resolve) => {
    // -I, -S: the user's PYTHONPATH and what is installed have no say in what this Python is, and would
    // take most of the time.
    execFile(
      command,
      ["-I", "-S", "-c", ABOUT_ITSELF],
      { timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(readAnswer(stdout) ?? { missing: "is not a Python interpreter" });
          return;
        }
        if (error.code === "ENOENT" || error.code === "ENOTDIR") {
          resolve({ missing: command.includes("/") ? "does not exist" : "is not on PATH" });
        } else if (error.code === "EACCES") {
          resolve({ missing: "is not executable" });
        } else {
          const lastLine = stderr.trim().split("\n").at(-1);
          const end = error.signal ? `ended by ${error.signal}` : `exit code ${String(error.code)}`;
          resolve({ missing: `does not run (${lastLine || end})` });
        }
      },
    );
  });
}

/** What a Python said about itself; undefined when it is no such answer: any program may be named. */
function readAnswer(text: string): AboutItself | undefined {
  try {
    const { version, base, venv, ensurepip }: Partial<Record<keyof AboutItself, unknown>> =
      JSON.parse(text);
    const [major, minor, patch]: unknown[] = Array.isArray(version) ? version : [];
    if (typeof major !== "number" || typeof minor !== "number" || typeof patch !== "number") {
      return undefined;
    }
    if (typeof base !== "string" || typeof venv !== "boolean" || typeof ensurepip !== "boolean") {
      return undefined;
    }
    return { version: [major, minor, patch], base, venv, ensurepip };
  } catch {
    return undefined;
  }
}
