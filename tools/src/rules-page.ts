/**
 * Writes docs/rules.md from the rules of @nacre/core, or with `--check` says whether it is stale.
 *
 * `pnpm build && node tools/src/rules-page.ts [--check]`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulesPage } from "./rules-page/page.ts";
import { repositoryRoot } from "./repository.ts";

const file = join(repositoryRoot, "docs", "rules.md");
const page = await rulesPage();
if (!process.argv.includes("--check")) {
  writeFileSync(file, page);
} else if (readFileSync(file, "utf8") !== page) {
  console.error("docs/rules.md is stale: run `pnpm build && node tools/src/rules-page.ts`");
  process.exitCode = 1;
}
