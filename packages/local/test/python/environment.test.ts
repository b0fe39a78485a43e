import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { NacreError } from "@nacre/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultCacheDir, ensurePythonEnvironment } from "../../src/python/environment.ts";
import { explainLog } from "../../src/python/install.ts";
import { findInterpreter } from "../../src/python/interpreter.ts";
import { pythonFolder } from "../../src/python/python-folder.ts";

const execute = promisify(execFile);
let folder: string;

/** A root of its own that may mount; otherwise no disk can be made small enough to fill. */
const canMount =
  spawnSync("unshare", ["--user", "--map-root-user", "--mount", "true"]).status === 0;
if (!canMount) console.warn("not tested: a full disk (no user namespaces here)");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nacre-python-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** An executable file that stands for a Python interpreter. */
async function fakePython(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

async function rejection(promise: Promise<unknown>): Promise<NacreError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof NacreError) return error;
  throw new Error(`wanted a NacreError, got ${String(error)}`);
}

describe("ensurePythonEnvironment", () => {
  it("makes an environment that imports what jobs need, and finds it again at once", async () => {
    // The shared cache: the slow part happens once on a machine, not once a test.
    const messages: string[] = [];
    const made = await ensurePythonEnvironment({ onProgress: (message) => messages.push(message) });
    const { stdout } = await execute(made.python, [
      "-c",
      "import numpy, pandas, sklearn, xgboost; print(pandas.__version__.split('.')[0] >= '2')",
    ]);
    expect(stdout.trim()).toBe("True");

    const again: string[] = [];
    const found = await ensurePythonEnvironment({ onProgress: (message) => again.push(message) });
    expect(found).toEqual(made);
    expect(again).toEqual([]);
  }, 600_000);

  it("says that there is no network, and leaves nothing half made", async () => {
    // Port 9 of this machine: nothing listens there.
    vi.stubEnv("PIP_INDEX_URL", "http://127.0.0.1:9/simple");
    vi.stubEnv("PIP_NO_INDEX", "");
    vi.stubEnv("PIP_FIND_LINKS", "");
    vi.stubEnv("PIP_RETRIES", "1");
    vi.stubEnv("PIP_NO_CACHE_DIR", "1");
    vi.stubEnv("UV_INDEX_URL", "http://127.0.0.1:9/simple");
    vi.stubEnv("UV_OFFLINE", "1");
    vi.stubEnv("UV_NO_CACHE", "1");
    const error = await rejection(ensurePythonEnvironment({ cacheDir: folder }));
    expect(error.code).toBe("PYTHON_INSTALL_FAILED");
    expect(error.message).toContain("no network?");
    const left = await readdir(join(folder, "python"));
    expect(left).toHaveLength(1);
    expect(error.message).toContain(join(folder, "python", left[0] ?? ""));
    expect(await readFile(join(folder, "python", left[0] ?? ""), "utf8")).toContain("pip install");
  }, 120_000);

  it("refuses a Python without the venv module, as Debian ships it", async () => {
    const python = await fakePython(
      "python3",
      `echo '{"version":[3,11,2],"base":"/usr/bin/python3.11","venv":true,"ensurepip":false}'`,
    );
    vi.stubEnv("PATH", folder); // no uv
    const error = await rejection(ensurePythonEnvironment({ python, cacheDir: folder }));
    expect(error.code).toBe("PYTHON_VENV_MISSING");
    expect(error.help).toContain("apt install python3.11-venv");
  });

  it("says when its folder cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    const error = await rejection(ensurePythonEnvironment({ cacheDir: join(folder, "file") }));
    expect(error.code).toBe("PYTHON_INSTALL_FAILED");
    expect(error.message).toContain("a part of the path is not a folder");
  });

  it.skipIf(!canMount)(
    "says that the disk is full",
    async () => {
      // A file system of one megabyte, mounted where only this process tree sees it.
      const program = join(import.meta.dirname, "full-disk.ts");
      const script = `mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" --conditions=@nacre/source "$3" "$1"`;
      const shell = ["sh", "-c", script, "sh", folder, process.execPath, program];
      const { stdout } = await execute(
        "unshare",
        ["--user", "--map-root-user", "--mount"].concat(shell),
      );
      expect(JSON.parse(stdout)).toMatchObject({
        code: "PYTHON_INSTALL_FAILED",
        message: expect.stringContaining("the disk is full"),
      });
    },
    120_000,
  );

  it("waits for another process's installation instead of starting its own", async () => {
    const { base } = await findInterpreter();
    const { python } = await ensurePythonEnvironment();
    const name = python.split("/").at(-3) ?? "";
    const root = join(folder, "python");
    await mkdir(root, { recursive: true });
    await writeFile(join(root, `${name}.lock`), "");
    const messages: string[] = [];
    const waiting = ensurePythonEnvironment({
      cacheDir: folder,
      onProgress: (message) => messages.push(message),
    });
    await vi.waitFor(() => expect(messages).toHaveLength(1), { timeout: 10_000 });
    // The other process ends: its environment (here a bare link) is there, its lock is not.
    await mkdir(join(root, name, "bin"), { recursive: true });
    await symlink(base, join(root, name, "bin", "python"));
    await rm(join(root, `${name}.lock`));
    expect(await waiting).toEqual({ python: join(root, name, "bin", "python") });
    expect(messages).toEqual(["Waiting for another process that makes the Python environment"]);
  }, 600_000);
});

describe("findInterpreter", () => {
  it.each([
    ["not on PATH", "no-such-python", "is not on PATH"],
    ["a path to nothing", "/nowhere/python3", "does not exist"],
    ["a program that is no Python", "/bin/true", "is not a Python interpreter"],
    ["an empty name", "", "is no name"],
  ])("does not find %s", async (_case, command, wanted) => {
    const error = await rejection(findInterpreter(command));
    expect(error.code).toBe("PYTHON_NOT_FOUND");
    expect(error.message).toContain(`\`${command}\` ${wanted}`);
  });

  it.each(["null", "[]", '{"version":"3"}', '{"version":[3,12,1]}'])(
    "takes nothing that answers %s for a Python",
    async (answer) => {
      const error = await rejection(findInterpreter(await fakePython("odd", `echo '${answer}'`)));
      expect(error.message).toContain("is not a Python interpreter");
    },
  );

  it("says in one line that a Python was killed", async () => {
    const error = await rejection(findInterpreter(await fakePython("dies", "kill -9 $$")));
    expect(error.message).toContain("does not run (ended by SIGKILL)");
    expect(error.message).not.toContain("\n");
  });

  it("passes on why a Python does not run", async () => {
    const python = await fakePython("python3", "echo 'no developer tools were found' >&2; exit 1");
    const error = await rejection(findInterpreter(python));
    expect(error.message).toContain("does not run (no developer tools were found)");
  });

  const old = `echo '{"version":[3,9,18],"base":"/usr/bin/python3.9","venv":true,"ensurepip":true}'`;
  const recent = `echo '{"version":[3,12,1],"base":"/opt/python3.12","venv":true,"ensurepip":true}'`;

  it("refuses a Python that is too old, and says how old it is", async () => {
    const error = await rejection(findInterpreter(await fakePython("python3", old)));
    expect(error.code).toBe("PYTHON_TOO_OLD");
    expect(error.message).toContain("Python 3.9.18; local runs need Python 3.11 or newer");
  });

  it("looks for a newer one when python3 is old and none was named", async () => {
    await fakePython("python3", old);
    await fakePython("python3.12", recent);
    vi.stubEnv("PATH", folder);
    expect(await findInterpreter()).toMatchObject({ command: "python3.12", version: "3.12" });
  });
});

describe("explainLog", () => {
  it.each([
    ["OSError: [Errno 28] No space left on device", "the disk is full"],
    [
      "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
      "a downloaded file is not the one that was locked",
    ],
    [
      "WARNING: Retrying after NewConnectionError: [Errno -3] Temporary failure in name resolution\nERROR: No matching distribution found for numpy==2.4.6",
      "no network? The package index cannot be reached",
    ],
    [
      "ERROR: No matching distribution found for numpy==2.4.6",
      "a locked package has no build for this Python or machine",
    ],
    ["something new\nthe last line", "the last line"],
    ["", "the installer failed"],
  ])("%j: %s", (log, reason) => {
    expect(explainLog(log).reason).toBe(reason);
  });
});

it.each([
  [{ NACRE_CACHE_DIR: "/a", XDG_CACHE_HOME: "/b" }, "/a"],
  [{ XDG_CACHE_HOME: "/b" }, "/b/nacre"],
  [{ NACRE_CACHE_DIR: "here" }, join(process.cwd(), "here")],
])("keeps environments where %j says", (env, wanted) => {
  expect(defaultCacheDir(env)).toBe(wanted);
});

it("locks every package by hash, and names no index", async () => {
  const lock = await readFile(join(pythonFolder(), "requirements.lock"), "utf8");
  const packages = lock.split(/\n(?=[a-z])/).slice(1);
  expect(packages.length).toBeGreaterThan(10);
  for (const entry of packages) expect(entry).toMatch(/--hash=sha256:[0-9a-f]{64}/);
  expect(lock).not.toMatch(/https?:|--index-url|--find-links/);
});
