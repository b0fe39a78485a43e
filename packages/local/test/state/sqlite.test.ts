import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";

test("that SQLite is experimental in some versions of Node is not told to users; other warnings are", () => {
  const file = pathToFileURL(join(import.meta.dirname, "../../src/state/sqlite.ts")).href;
  // As those versions do while they load it, and one more.
  const program = `
const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => {
  process.emitWarning("SQLite is an experimental feature and might change at any time", "ExperimentalWarning");
  process.emitWarning("something else", "ExperimentalWarning");
  return getBuiltinModule(name);
};
const { DatabaseSync } = await import(${JSON.stringify(file)});
new DatabaseSync(":memory:").close();
process.emitWarning("SQLite is an experimental feature, said later");
`;
  const args = ["--conditions=@nacre/source", "--input-type=module", "--eval", program];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(status).toBe(0);
  const told = stderr.split("\n").filter((line) => line.includes("Warning: "));
  expect(told.map((line) => line.slice(line.indexOf("Warning: ") + 9))).toEqual([
    "something else",
    "SQLite is an experimental feature, said later",
  ]);
});
