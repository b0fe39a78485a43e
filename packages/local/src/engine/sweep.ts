import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { executionDirectory } from "./live-execution.ts";

/** What was touched later may belong to an execution that is being started. */
const oldEnoughMs = 24 * 60 * 60 * 1000;

/**
 * Removes the folders of executions that never came to be, because the process that was starting them
 * died: those that are not in the state, and that nobody has touched for a day.
 */
export async function sweep(database: Database): Promise<void> {
  const executions = new Executions(database);
  const names = await readdir(join(database.home, "executions")).catch(() => []);
  for (const name of names) {
    if (executions.get(name) !== undefined) continue;
    const folder = executionDirectory(database.home, name);
    /* oxlint-disable no-await-in-loop -- there may be any number, and nothing waits for it */
    const changed = await stat(folder).catch(() => undefined);
    if (changed === undefined || Date.now() - changed.mtimeMs < oldEnoughMs) continue;
    await rm(folder, { recursive: true, force: true });
    /* oxlint-enable no-await-in-loop */
  }
}
