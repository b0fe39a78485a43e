import { open, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** The holder touches the lock file this often, in ms; */
const HEARTBEAT = 1_000;
/** one that was not touched for this long belongs to a process that is gone. */
const STALE = 10_000;

/**
 * Does `work` while holding a lock file, so that of several processes only one works and the others
 * wait. The lock saves work, it does not guard correctness: two processes that both take over the
 * lock of a dead one both work, and the caller's rename decides.
 */
export async function withFolderLock(
  lockFile: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<void> {
  let told = false;
  /* oxlint-disable no-await-in-loop -- waiting is what this loop is for */
  while (!(await take(lockFile))) {
    if (!told) onProgress("Waiting for another process that makes the Python environment");
    told = true;
    await sleep(200, undefined, { signal });
  }
  /* oxlint-enable no-await-in-loop */
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lockFile, now, now).catch(() => undefined);
  }, HEARTBEAT);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    await rm(lockFile, { force: true });
  }
}

async function take(lockFile: string): Promise<boolean> {
  try {
    await (await open(lockFile, "wx")).close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const age = await stat(lockFile).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE) await rm(lockFile, { force: true });
  return false;
}
