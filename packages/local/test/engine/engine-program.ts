/** An engine in a process of its own: `node engine-program.ts OPTIONS`, with its options as JSON. */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import type { LocalConfig } from "../../src/config/local-config.ts";
import { Engine } from "../../src/engine/engine.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import type { AttemptPhase } from "../../src/state/attempts.ts";
import { Database } from "../../src/state/database.ts";

const [, , text = ""] = process.argv;
// Written by the test.
const options = JSON.parse(text) as {
  readonly home: string;
  readonly python: string;
  /** Without a real sandbox, as on a machine that has none. */
  readonly rewrites?: boolean;
  /** What stands for Lambda functions and queues. */
  readonly config?: LocalConfig;
  /** Dies right after it has noted that an attempt is in this phase. */
  readonly dieAt?: AttemptPhase;
  /** Dies right after so many transactions. */
  readonly dieAfterWrites?: number;
  /** Dies right before it would put so many objects in place. */
  readonly dieAtObject?: number;
};

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

let writes = 0;
class DyingDatabase extends Database {
  #depth = 0;

  override transaction<T>(work: () => T): T {
    this.#depth += 1;
    const result = super.transaction(work);
    this.#depth -= 1;
    if (this.#depth > 0) return result;
    writes += 1;
    if (writes === options.dieAfterWrites) die();
    const sql = "SELECT 1 FROM attempts WHERE phase = ?";
    if (options.dieAt !== undefined && this.get(sql, options.dieAt) !== undefined) die();
    return result;
  }
}

let objects = 0;
const { rename } = fs;
fs.rename = (from, to) => {
  if (String(to).includes("/s3/")) objects += 1;
  if (objects === options.dieAtObject) die();
  return rename(from, to);
};
syncBuiltinESMExports();

const engine = new Engine(new DyingDatabase(options.home), {
  takesUp: "all",
  python: options.python,
  config: options.config,
  ...(options.rewrites === true ? { sandbox: pathRewriting } : {}),
});
await engine.start();
process.stdout.write("ready\n");
