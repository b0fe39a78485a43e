import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commandsPage } from "../src/commands-page/page.ts";
import { repositoryRoot } from "../src/repository.ts";

it("docs/commands.md is what the help says: `node --conditions=@nacre/source tools/src/commands-page.ts`", async () => {
  const page = readFileSync(join(repositoryRoot, "docs", "commands.md"), "utf8");
  expect(page === (await commandsPage())).toBe(true);
});
