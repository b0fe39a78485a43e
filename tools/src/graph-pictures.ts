/**
 * Draws the pictures of docs/pictures.md, docs/pictures/graph-*.svg: those of definitions, and that of an
 * execution from a real run of Abalone on this machine. Needs Python.
 *
 * `node --conditions=@nacre/source tools/src/graph-pictures.ts`
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definitionPictures } from "./graph-pictures/definitions.ts";
import { repositoryRoot } from "./repository.ts";

const folder = join(repositoryRoot, "docs", "pictures");
const main = join(repositoryRoot, "packages", "cli", "src", "main.ts");
const home = mkdtempSync(join(tmpdir(), "nacre-pictures-"));

for (const [name, svg] of definitionPictures()) write(name, svg);
try {
  // A threshold that no model reaches, so that the picture has a branch that fails.
  nacre("run", "--home", home, "--param", "MseThreshold=1");
  write(
    "graph-execution.svg",
    nacre("graph", "--execution", "latest", "--home", home, "--format", "svg"),
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

function nacre(...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=@nacre/source", main, ...args],
    { cwd: repositoryRoot, encoding: "utf8" },
  );
  // nacre run gives 1 for an execution that failed, as it shall here.
  if (status === 0 || (status === 1 && args[0] === "run")) return stdout;
  throw new Error(`nacre ${args.join(" ")}: ${status}\n${stderr}`);
}

function write(name: string, svg: string): void {
  writeFileSync(join(folder, name), svg);
  console.log(`wrote docs/pictures/${name}`);
}
