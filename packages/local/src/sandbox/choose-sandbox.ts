import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bubblewrap } from "./bubblewrap.ts";
import { pathRewriting } from "./path-rewriting.ts";
import type { Sandbox, SandboxJob } from "./sandbox.ts";
import { unshare } from "./unshare.ts";

/** The sandboxes in the order they are tried, the best first. */
export function sandboxes(): readonly Sandbox[] {
  if (process.platform !== "linux") return [pathRewriting];
  return [
    bubblewrap("bwrap", true),
    unshare({ userNamespace: true, pidNamespace: true }),
    unshare({ userNamespace: false, pidNamespace: true }),
    bubblewrap("bwrap", false),
    unshare({ userNamespace: true, pidNamespace: false }),
    unshare({ userNamespace: false, pidNamespace: false }),
    pathRewriting,
  ];
}

/**
 * The first sandbox that works here, found by running a small command in it.
 *
 * @param folder - a folder to try it in; what is made there is removed again
 */
export async function chooseSandbox(folder: string): Promise<Sandbox> {
  for (const sandbox of sandboxes()) {
    // oxlint-disable-next-line no-await-in-loop -- the first that works is enough
    if (sandbox === pathRewriting || (await works(sandbox, folder))) return sandbox;
  }
  return pathRewriting;
}

/** Whether a sandbox gives a command its own `/opt/ml` on this machine. */
export function works(sandbox: Sandbox, folder: string): Promise<boolean> {
  return isPrivate(folder, async (job) => {
    const { file, args, env, cwd } = sandbox.command(job);
    const child = spawn(file, args, {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
      stdio: "ignore",
    });
    const [code] = await once(child, "exit");
    return code === 0;
  });
}

/**
 * Whether a job has what a sandbox has to give it.
 *
 * @param folder - a folder to try it in; what is made there is removed again
 * @param run - runs a job; true when that ended well. What it throws counts as false.
 */
export async function isPrivate(
  folder: string,
  run: (job: SandboxJob) => Promise<boolean>,
): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const trial = await mkdtemp(join(folder, "sandbox-"));
  try {
    const [ml, tmp, scratch, hidden] = ["ml", "tmp", "scratch", "hidden"].map((n) =>
      join(trial, n),
    );
    if (!ml || !tmp || !scratch || !hidden) return false;
    await Promise.all([ml, tmp, scratch, hidden].map((path) => mkdir(path)));
    await writeFile(join(ml, "mark"), "");
    await writeFile(join(hidden, "secret"), "");
    const test = 'test -f /opt/ml/mark && test ! -e "$0/secret" && touch /tmp/x';
    return await run({
      ml,
      tmp,
      scratch,
      hidden: [hidden],
      network: true,
      command: ["sh", "-c", test, hidden],
    });
  } catch {
    // The program is not there.
    return false;
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}
