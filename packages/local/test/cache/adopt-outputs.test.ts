import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { adoptOutputs } from "../../src/cache/adopt-outputs.ts";
import { Engine } from "../../src/engine/engine.ts";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import { executionObjects } from "../../src/objects/open-objects.ts";
import { Database } from "../../src/state/database.ts";
import { Engines } from "../../src/state/engines.ts";
import { temporaryFolder, textFile } from "../machine.ts";

const uri = "s3://bucket/out/x";

test("what a process leaves that dies while it takes outputs over goes with its engine", async () => {
  const home = temporaryFolder();
  const dead = "deadengine";
  const aside = join(home, "tmp", dead);
  const shared = new FolderObjects(join(home, "s3"), aside);
  await shared.put(uri, textFile(temporaryFolder(), "x", "of another"));
  const objects = executionObjects(shared, join(home, "executions/new"), Date.now() + 1000, aside);
  let left = "";
  // It dies here.
  vi.spyOn(objects, "take").mockImplementation((_, file) => {
    left = file;
    return new Promise(() => undefined);
  });
  void adoptOutputs({ home, source: "gone", uris: [uri], objects });
  await vi.waitFor(() => expect(left).not.toBe(""));
  expect(readFileSync(left, "utf8")).toBe("of another");

  const database = new Database(home);
  new Engines(database).add(dead);
  const engine = new Engine(database, { takesUp: "own" });
  await engine.start();
  expect(existsSync(left)).toBe(false);
  await engine.close();
  database.close();
});
