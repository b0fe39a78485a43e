import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, nacre, nacreProgram } from "./support/nacre.ts";

const definition = JSON.stringify({
  Version: "2020-12-01",
  Steps: [{ Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } }],
});

/** Draws a definition into a file. */
function draw(cwd: string, output: string): ReturnType<typeof nacre> {
  return nacre(["graph", "d.json", "--format", "svg", "-o", output], { cwd });
}

describe.skipIf(process.platform === "win32")("-o", () => {
  it.each([
    ["of a file", "link.svg", "real.svg", true],
    ["of a file in another folder", "link.svg", "there/real.svg", true],
    ["of a file that is not there yet", "link.svg", "there/new.svg", false],
    ["in a folder that is a link", "folder/link.svg", "there/real.svg", true],
  ])("leaves a link %s as it is, and writes what it leads to", async (_, link, to, isThere) => {
    const cwd = folderWith({ "d.json": definition });
    mkdirSync(join(cwd, "there"));
    symlinkSync("there", join(cwd, "folder"));
    if (isThere) writeFileSync(join(cwd, to), "before");
    const target = link.includes("/") ? "real.svg" : to;
    symlinkSync(target, join(cwd, link));
    expect(await draw(cwd, link)).toMatchObject({ code: 0, stderr: `wrote ${link}\n` });
    expect(readlinkSync(join(cwd, link))).toBe(target);
    expect(readFileSync(join(cwd, to), "utf8")).toMatch(/^<svg /);
    expect(lstatSync(join(cwd, to)).isFile()).toBe(true);
    expect(
      readdirSync(cwd, { recursive: true }).filter((name) => /tmp/.test(String(name))),
    ).toEqual([]);
  });

  it("leaves a link to itself as it is", async () => {
    const cwd = folderWith({ "d.json": definition });
    symlinkSync("link.svg", join(cwd, "link.svg"));
    const { code, stderr } = await draw(cwd, "link.svg");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error CANNOT_WRITE: .*ELOOP/)]);
    expect(lstatSync(join(cwd, "link.svg")).isSymbolicLink()).toBe(true);
  });

  it("writes into a pipe", async () => {
    const cwd = folderWith({ "d.json": definition });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    const reader = spawn("cat", [join(cwd, "pipe")]);
    let text = "";
    reader.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    const ended = new Promise((resolve) => reader.on("close", resolve));
    expect((await draw(cwd, "pipe")).code).toBe(0);
    await ended;
    expect(text).toMatch(/^<svg /);
    expect(lstatSync(join(cwd, "pipe")).isFIFO()).toBe(true);
  });

  it("lets nobody read what nobody could read", async () => {
    const cwd = folderWith({ "d.json": definition, "graph.svg": "before" });
    chmodSync(join(cwd, "graph.svg"), 0o600);
    expect((await draw(cwd, "graph.svg")).code).toBe(0);
    expect(statSync(join(cwd, "graph.svg")).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["graph", "d.json", "--format", "svg", "-o"],
    ["graph", "d.json", "--output"],
    ["report", "latest", "--local", "-o"],
    ["synth", "-o"],
    ["policy", "d.json", "-o"],
    ["list", "--pipelines", "--home"],
  ])("%s %s %s %s %s is refused when it is empty", async (...args) => {
    const cwd = folderWith({ "d.json": definition });
    const { code, stdout, stderr } = await nacre([...args, ""], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error BAD_OPTION: option '.*' is empty: it names no file/);
    expect(readdirSync(cwd)).toEqual(["d.json"]);
  });

  it.each([["graph"], ["policy"]])("- is stdout for %s", async (command) => {
    const cwd = folderWith({ "d.json": definition });
    const { code, stdout } = await nacre([command, "d.json", "-o", "-"], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
    expect(readdirSync(cwd)).toEqual(["d.json"]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a stdout that is full", () => {
  it.each([
    [["graph", "d.json", "--format", "svg"], 2],
    [["validate", "d.json", "--json"], 2],
    [["policy", "d.json"], 2],
    [["help"], 2],
    [["help", "run"], 2],
    [["rules", "--json"], 2],
    [["--version"], 2],
    // The 2 of `nacre diff` says that something differs.
    [["diff", "d.json", "d.json", "--json"], 1],
  ])("%j says so in a line, without a trace", async (args, wanted) => {
    const cwd = folderWith({ "d.json": definition });
    const child = spawn(process.execPath, [...nacreProgram, ...args], {
      cwd,
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toMatch(/^error CANNOT_WRITE: cannot write to stdout: ENOSPC/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(wanted);
  });
});
