/**
 * Puts objects into a home until it is killed: `node put-forever.ts HOME SEED`. Each object is of one
 * character over and over, and its key says how often. Writes a dot to stdout after each round.
 */
import { join } from "node:path";
import { rmSync, writeFileSync, writeSync } from "node:fs";
import { executionObjects, openObjects } from "../../src/objects/open-objects.ts";

const [, , home = "", seed = ""] = process.argv;
const shared = openObjects({ home, kind: "folder" });
const directory = join(home, "executions", seed);
const objects = executionObjects(shared, directory, Date.now(), join(home, "tmp"));
for (let count = 0; ; count += 1) {
  const size = 1 + ((count * 7919) % 3_000_000);
  const content = Buffer.alloc(size, 97 + (count % 26));
  /* oxlint-disable no-await-in-loop -- until it is killed */
  // The same key again and again, too: a reader must see one version or the other.
  await objects.put(`s3://a-bucket/put/${size}`, content);
  const file = join(home, `made-${seed}-${count}`);
  writeFileSync(file, content);
  await objects.take("s3://a-bucket/taken", file);
  rmSync(file);
  writeSync(1, ".");
  /* oxlint-enable no-await-in-loop */
}
