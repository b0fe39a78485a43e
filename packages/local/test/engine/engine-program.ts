/** An engine in a process of its own: `node engine-program.ts OPTIONS`, with its options as JSON. */
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
  /** Dies right after it has noted that an attempt is in this phase. */
  readonly dieAt?: AttemptPhase;
};
class DyingDatabase extends Database {
  override transaction<T>(work: () => T): T {
    const result = super.transaction(work);
    const sql = "SELECT 1 FROM attempts WHERE phase = ?";
    if (this.get(sql, options.dieAt ?? "") !== undefined) process.kill(process.pid, "SIGKILL");
    return result;
  }
}
const engine = new Engine(new DyingDatabase(options.home), {
  takesUp: "all",
  python: options.python,
  ...(options.rewrites === true ? { sandbox: pathRewriting } : {}),
});
await engine.start();
process.stdout.write("ready\n");
