import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.ts";
import { pictureOf, textOf } from "../src/terminal-pictures/picture.ts";
import { takeScreens } from "../src/terminal-pictures/scene.ts";
import { screenOf } from "../src/terminal-pictures/screen.ts";

const hasTerminals = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasTerminals) console.warn("SKIPPED: there is no Python with terminals (module pty)");

describe("a screen", () => {
  it("is what stands there at the end: redrawn rows once, in their styles", async () => {
    const bytes = Buffer.from(
      "\u001B[1mTitle\u001B[22m\r\n… a\r\n… b\r\n\u001B[2A\r\u001B[J\u001B[32m✓ a\u001B[39m\r\n✗ b  \r\n",
    );
    const plain = { isBold: false, isDim: false };
    expect(await screenOf(bytes)).toEqual([
      [{ column: 0, text: "Title", isBold: true, isDim: false }],
      [{ column: 0, text: "✓ a", color: 2, ...plain }],
      [{ column: 0, text: "✗ b", ...plain }],
    ]);
  });

  it("becomes text that can be selected, whatever is in it", async () => {
    const picture = pictureOf(await screenOf(Buffer.from("a < b & c\r\n")), "x");
    expect(picture).toContain(">a &lt; b &amp; c</tspan>");
  });
});

describe("the pictures in the README", { skip: !hasTerminals, timeout: 400_000 }, () => {
  it("show what nacre prints: `node --conditions=@nacre/source tools/src/terminal-pictures.ts`", async ({
    skip,
  }) => {
    const screens = await takeScreens();
    if (screens === undefined) return skip("moto cannot be installed here");
    expect([...screens.keys()]).toEqual(["deploy", "diff", "watch"]);
    for (const [name, screen] of screens) {
      const file = join(repositoryRoot, "docs", "pictures", `terminal-${name}.svg`);
      expect(textOf(readFileSync(file, "utf8"))).toBe(textOf(pictureOf(screen, "")));
    }
  });
});
