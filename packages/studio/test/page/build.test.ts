import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What the page may weigh, compressed, with everything it has. */
const mostBytes = 250_000;

describe("the built page", () => {
  let folder = "";
  let files: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "nacre-page-"));
    await build({
      configFile: join(root, "vite.config.ts"),
      root: join(root, "src/page"),
      logLevel: "silent",
      build: { outDir: folder, emptyOutDir: true },
    });
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    files = new Map(
      names
        .filter((name) => /\.\w+$/.test(name))
        .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));

  test("weighs less than 250 kB, compressed, with everything", () => {
    const sizes = [...files.values()].map((text) => gzipSync(text).length);
    const sum = sizes.reduce((all, size) => all + size, 0);
    expect(sum).toBeLessThan(mostBytes);
    expect(files.get("index.html")).toContain("/studio/assets/");
  });

  test("has no inline script, no inline style and no handler, which its server forbids", () => {
    const html = files.get("index.html") ?? "";
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect([...html.matchAll(/<script\b([^>]*)>([^<]*)/g)]).not.toHaveLength(0);
    for (const [, attributes, text] of html.matchAll(/<script\b([^>]*)>([^<]*)/g)) {
      expect(attributes).toMatch(/\ssrc="\/studio\//);
      expect(text).toBe("");
    }
  });

  test("loads nothing from another machine", () => {
    for (const [name, text] of files) {
      const loaded = [
        ...text.matchAll(/(?:\bsrc|\bhref)=["'](?:https?:)?\/\/[^"']*/g),
        ...text.matchAll(/\burl\(\s*["']?(?:https?:)?\/\/[^)]*/g),
        ...text.matchAll(/@import\s[^;]*/g),
        ...text.matchAll(/\b(?:fetch|import|EventSource|WebSocket)\(["'`](?:\w+:)?\/\/[^)]*/g),
      ];
      expect(loaded.map(([found]) => `${name}: ${found}`)).toEqual([]);
    }
  });
});
