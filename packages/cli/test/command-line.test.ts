import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../src/parse.ts";
import { commandNames, loadCommand } from "../src/registry.ts";
import { folderWith, nacre, nacreProgram } from "./support/nacre.ts";

const oldNode =
  "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";

describe("every command", () => {
  it.each(commandNames())("%s has examples, and the parser takes them", async (name) => {
    const command = await loadCommand(name);
    // Another program may be shown beside it, such as one that asks what `nacre serve` serves.
    const lines = command.examples
      .map((example) => example.command)
      .filter((line) => /\bnacre /.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      // What stands after nacre, up to a pipe, a redirection or a closing bracket outside of quotes.
      const [rest = ""] = /(?:'[^']*'|[^'>|)])*/.exec(line.replace(/^.*?nacre /, "")) ?? [];
      const words = (rest.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
      expect(words[0]).toBe(name);
      expect(parseArguments(name, command, words.slice(1)).help).toBe(false);
    }
  });

  it("is the name of a file in src/commands", () => {
    const files = readdirSync(new URL("../src/commands/", import.meta.url));
    expect(commandNames().map((name) => `${name}.ts`)).toEqual(files.toSorted());
  });
});

describe("nacre", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j teaches on stdout", async (args) => {
    const { code, stdout, stderr } = await nacre(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const name of commandNames()) expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
    expect(stdout.match(/^ {2}nacre /gm)).toHaveLength(3);
  });

  it("help COMMAND and COMMAND --help say the same", async () => {
    const [a, b] = await Promise.all([nacre(["help", "run"]), nacre(["run", "--help"])]);
    expect(a).toEqual(b);
    for (const option of ["--param", "--data", "--batch", "--home", "--json"]) {
      expect(a.stdout).toContain(option);
    }
  });

  it("--version is the version of the package", async () => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    );
    expect((await nacre(["--version"])).stdout).toBe(`${manifest.version}\n`);
  });

  it.each([
    { args: ["snyth"], code: "UNKNOWN_COMMAND", says: "did you mean `nacre synth`?" },
    { args: ["frobnicate"], code: "UNKNOWN_COMMAND", says: "there are: approve, " },
    { args: ["help", "rum"], code: "UNKNOWN_COMMAND", says: "did you mean `nacre run`?" },
    { args: ["--versoin"], code: "UNKNOWN_OPTION", says: "nacre has no option `--versoin`" },
    {
      args: ["synth", "--contxt", "a=b"],
      code: "UNKNOWN_OPTION",
      says: "did you mean `--context`?",
    },
    { args: ["synth", "--app"], code: "BAD_OPTION", says: "argument missing" },
    { args: ["synth", "app.ts"], code: "UNEXPECTED_ARGUMENT", says: "`app.ts`" },
    { args: ["synth", "--context", "region"], code: "BAD_OPTION", says: "KEY=VALUE" },
    { args: ["graph", "--format", "pdf"], code: "BAD_OPTION", says: "dot, svg, png" },
    { args: ["graph", "--app", "a.ts", "d.json"], code: "BAD_OPTION", says: "not both" },
    { args: ["graph", "app.ts"], code: "BAD_OPTION", says: "--app" },
    { args: ["graph", "none.json"], code: "CANNOT_READ", says: "none.json" },
    { args: ["completion", "tcsh"], code: "BAD_OPTION", says: "nacre completion bash" },
  ])("$args is refused: $code", async ({ args, code, says }) => {
    const ended = await nacre(args);
    expect(ended.stderr).toMatch(new RegExp(`^error ${code}: `));
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
  });

  it("tells the user of an old Node what to do", async () => {
    const { code, stderr } = await nacre(["synth"], { nodeArgs: ["--import", oldNode] });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error NODE_TOO_OLD: .*22\.18/);
    expect(stderr).toContain("npx -y pnpm@12 exec nacre");
  });

  it("keeps compiled code in the cache folder that the user chose", async () => {
    const folder = folderWith({});
    await nacre(["--help"], { env: { NACRE_CACHE_DIR: join(folder, "cache") } });
    expect(readdirSync(join(folder, "cache", "compile"))).not.toHaveLength(0);
  });

  it("does its work where the cache folder cannot be made", async () => {
    const folder = folderWith({ file: "" });
    const ended = await nacre(["--help"], { env: { NACRE_CACHE_DIR: join(folder, "file") } });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    {
      reader: "stops after a byte, as `head` does",
      program: `
read, write = os.pipe()
child = subprocess.Popen(sys.argv[1:], stdout=write)
os.close(write)
os.read(read, 1)
os.close(read)
print("read", child.wait())`,
      says: "read 0",
    },
    {
      reader: "is slow, and has nobody wait for it",
      program: `
read, write = os.pipe()
fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
os.set_blocking(write, False)
child = subprocess.Popen(sys.argv[1:], stdout=write)
os.close(write)
while fcntl.ioctl(read, termios.FIONREAD, bytes(4))[1] < 16: time.sleep(0.01)
with os.fdopen(read, "rb") as file: rules = json.load(file)
print("rules", len(rules) > 100, child.wait())`,
      says: "rules True 0",
    },
  ])("prints into a pipe whose reader $reader", ({ program, says }) => {
    const imports = "import fcntl, json, os, subprocess, sys, termios, time";
    const nacreRules = [process.execPath, ...nacreProgram, "rules", "--json"];
    const ended = spawnSync("python3", ["-c", `${imports}\n${program}`, ...nacreRules], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect([ended.stdout.trim(), ended.stderr]).toEqual([says, ""]);
  });

  it.skipIf(!existsSync("/dev/full"))("says so when what it prints has no room", () => {
    const full = openSync("/dev/full", "w");
    const args = [...nacreProgram, "rules", "--json"];
    const stdio = ["ignore", full, "pipe"] as const;
    const ended = spawnSync(process.execPath, args, { encoding: "utf8", stdio: [...stdio] });
    closeSync(full);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(
      /^error CANNOT_WRITE: cannot write to stdout: ENOSPC.*\n {2}help:/,
    );
  });

  it("says it is a bug, with the stack, when it is one", async () => {
    const broken = "data:text/javascript,String.prototype.padEnd=()=>{throw new TypeError('boom')}";
    const { code, stderr } = await nacre(["--help"], { nodeArgs: ["--import", broken] });
    expect(code).toBe(70);
    expect(stderr).toMatch(/TypeError: boom\n {4}at /);
    expect(stderr).toContain("error BUG: this is a bug in nacre");
  });
});
