/**
 * Writes docs/commands.md from the commands of nacre, or with `--check` says whether it is stale.
 *
 * `node --conditions=@nacre/source tools/src/commands-page.ts [--check]`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandsPage } from "./commands-page/page.ts";
import { repositoryRoot } from "./repository.ts";

const file = join(repositoryRoot, "docs", "commands.md");
const page = await commandsPage();
if (!process.argv.includes("--check")) {
  writeFileSync(file, page);
} else if (readFileSync(file, "utf8") !== page) {
  console.error(
    "docs/commands.md is stale: node --conditions=@nacre/source tools/src/commands-page.ts",
  );
  process.exitCode = 1;
}
