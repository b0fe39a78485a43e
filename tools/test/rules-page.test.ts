import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.ts";
import { rulesPage } from "../src/rules-page/page.ts";

const page = readFileSync(join(repositoryRoot, "docs", "rules.md"), "utf8");

describe("docs/rules.md", () => {
  it("is what the rules say: `pnpm build && node tools/src/rules-page.ts` writes it anew", async () => {
    expect(page === (await rulesPage())).toBe(true);
  });

  it.each(rules)("has $id with its reason and source", ({ id, fix, source }) => {
    const section = page.split(`\n## ${id}\n`)[1]?.split("\n## ")[0];
    expect(section).toContain(source);
    expect(section).toContain(fix.split(/[*_\\`<]/)[0] ?? "");
  });
});
