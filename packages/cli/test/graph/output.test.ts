import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "../support/nacre.ts";

const abalone = fileURLToPath(
  new URL("../../../abalone/test/fixtures/abalone-definition.json", import.meta.url),
);

describe("the name of the file says the format", () => {
  it.each([
    ["graph.svg", "<svg "],
    ["graph.SVG", "<svg "],
    ["graph.png", "\ufffdPNG"],
    ["graph.mmd", "---\ntitle"],
    ["graph.mermaid", "---\ntitle"],
    ["graph.dot", "digraph"],
    ["graph.gv", "digraph"],
    ["graph.txt", "abalone-definition: 8 steps"],
  ])("%s", async (name, begins) => {
    const cwd = folderWith({});
    const { code, stdout, stderr } = await nacre(["graph", abalone, "-o", name], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: `wrote ${name}\n` });
    expect(readFileSync(join(cwd, name), "utf8").startsWith(begins)).toBe(true);
  });

  it.each([
    [["-o", "graph.jpg"], ".svg, .png, .mmd, .mermaid, .dot, .gv, .txt"],
    [["-o", "graph"], "--format says what to write"],
    [["-o", "graph.svg", "--format", "png"], "its name says svg"],
    [["-o", "graph.txt", "--format", "png"], "its name says text"],
    [["-o", "graph.dot", "--open"], "--format svg or --format png"],
    [["-o", "graph.svg", "--scale", "3"], "--scale: nothing in svg depends on it"],
    [
      ["-o", "graph.dot", "--theme", "dark", "--font", "a.ttf"],
      "--font, --theme: nothing in dot depends on it",
    ],
    [["-o", "-", "--open", "--format", "svg"], "leave one of them out"],
    [["-o", "graph.mmd", "--hide-parameters"], "--hide-parameters: nothing in mermaid"],
  ])("%j is refused, and nothing is written", async (args, says) => {
    const cwd = folderWith({});
    // What is drawn is not even looked for.
    const { code, stdout, stderr } = await nacre(["graph", abalone, ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error BAD_OPTION: /);
    expect(stderr).toContain(says);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    [["-o", "-"], "abalone-definition: 8 steps"],
    [["-o", "-", "--format", "svg"], "<svg "],
    [["-o", "/dev/stdout", "--format", "dot"], "digraph"],
  ])("%j is stdout", async (args, begins) => {
    const { code, stdout } = await nacre(["graph", abalone, ...args], { cwd: folderWith({}) });
    expect(code).toBe(0);
    expect(stdout.startsWith(begins)).toBe(true);
  });

  it("any name will do with --format", async () => {
    const cwd = folderWith({ "README.md": "before" });
    const args = ["graph", abalone, "--format", "mermaid", "-o", "README.md"];
    expect((await nacre(args, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "README.md"), "utf8")).toMatch(/^---\ntitle/);
  });

  it("what cannot be drawn leaves the file as it was", async () => {
    const cwd = folderWith({ "graph.svg": "before", "bad.json": "[" });
    expect((await nacre(["graph", "bad.json", "-o", "graph.svg"], { cwd })).code).toBe(2);
    expect(readFileSync(join(cwd, "graph.svg"), "utf8")).toBe("before");
  });
});

/** A folder with what opens files here: it writes down what it was given. */
function opener(script: string): { opened: () => string; env: NodeJS.ProcessEnv } {
  const folder = folderWith({});
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const log = join(folder, "opened");
  const PATH = [folder, process.env["PATH"]].join(delimiter);
  return { opened: () => readFileSync(log, "utf8"), env: { PATH, OPENED: log } };
}

describe.skipIf(process.platform === "win32")("--open", () => {
  it("shows what -o wrote", async () => {
    const cwd = folderWith({});
    const { opened, env } = opener('echo "$1" > "$OPENED"');
    const args = ["graph", abalone, "-o", "a b.svg", "--open"];
    const { code, stderr } = await nacre(args, { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "wrote a b.svg\n" });
    expect(fileURLToPath(opened().trim())).toContain(join(cwd, "a b.svg"));
  });

  it("without -o shows an SVG among temporary files, and says where", async () => {
    const temporary = folderWith({});
    const { opened, env } = opener('echo "$1" > "$OPENED"');
    const { code, stderr } = await nacre(["graph", abalone, "--open"], {
      env: { ...env, TMPDIR: temporary },
    });
    expect(code).toBe(0);
    const file = fileURLToPath(opened().trim());
    expect(dirname(dirname(file))).toBe(temporary);
    expect(readFileSync(file, "utf8")).toContain("<svg ");
    expect(stderr).toBe(`wrote ${file}\n`);
  });

  it("where nothing opens it, leaves the file and says so", async () => {
    const cwd = folderWith({});
    const { env } = opener("exit 3");
    const { code, stderr } = await nacre(["graph", abalone, "-o", "g.svg", "--open"], { cwd, env });
    expect(code).toBe(0);
    expect(stderr).toContain("No browser could be opened: open the file yourself.");
    expect(existsSync(join(cwd, "g.svg"))).toBe(true);
  });
});

describe("--json and --quiet", () => {
  it("tell what was written, or nothing", async () => {
    const cwd = folderWith({});
    const told = await nacre(["graph", abalone, "-o", "a.png", "--json"], { cwd });
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 0, stderr: "" });
    const file = join(cwd, "a.png");
    const bytes = readFileSync(file).length;
    expect(JSON.parse(told.stdout)).toEqual({ file, format: "png", bytes });
    const quiet = await nacre(["graph", abalone, "-o", "a.svg", "--quiet"], { cwd });
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it.each([[[]], [["-o", "-"]]])("with --json a picture needs a file: %j", async (args) => {
    const { code, stdout } = await nacre(["graph", abalone, "--json", ...args]);
    expect([code, JSON.parse(stdout)]).toMatchObject([2, { error: { code: "BAD_OPTION" } }]);
  });
});

it.each([["text"], ["svg"], ["mermaid"], ["dot"]])(
  "a difference of nothing is said, in %s and to whoever reads along",
  async (format) => {
    const args = ["graph", "--diff", abalone, abalone, "--format", format];
    const { code, stdout, stderr } = await nacre(args);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing differs");
    expect(stdout).not.toContain("What differs");
    expect(stderr).toMatch(/^nothing differs: .* → .*\n$/);
  },
);
