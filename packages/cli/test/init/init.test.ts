import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checking } from "../support/local.ts";
import { folderWith, nacre } from "../support/nacre.ts";

const cli = join(import.meta.dirname, "../..");

/** Gives a project the packages of this repository, as npm would install them. */
function install(project: string): void {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(join(cli, "node_modules/@nacre"), join(project, "node_modules/@nacre"));
  symlinkSync(join(cli, "node_modules/@types"), join(project, "node_modules/@types"));
}

/** Runs a program in a project, and gives its exit code with what it printed. */
function run(project: string, program: string, ...args: readonly string[]): string {
  const env = { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: project,
    env,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${program} ${args.join(" ")}: ${status}\n${stdout}${stderr}`;
}

const source = ["--conditions=@nacre/source"];
const tsc = join(cli, "node_modules/.bin/tsc");

describe("nacre init makes a project", { timeout: 240_000 }, () => {
  it.each([
    ["abalone", ["--template", "abalone", "--name", "Rings"], "Rings"],
    ["minimal", ["--template", "minimal", "--name", "Counts"], "Counts"],
    ["import", ["--from", "../definition.json", "--name", "Checks"], "Checks"],
  ])(
    "%s, whose tests pass, whose types are right and whose definition is valid",
    async (name, args, pipeline) => {
      const folder = folderWith({ "definition.json": JSON.stringify(checking) });
      const project = join(folder, name);
      mkdirSync(project);
      const { code, stdout, stderr } = await nacre(["init", ...args], { cwd: project });
      expect([code, stderr]).toEqual([0, "next: npm install && npm test && npm start\n"]);
      for (const file of stdout.trimEnd().split("\n"))
        expect(existsSync(join(project, file))).toBe(true);

      install(project);
      expect(run(project, process.execPath, ...source, "--test", "test/**/*.test.ts")).toBe("");
      expect(run(project, tsc, "--noEmit", "--customConditions", "@nacre/source")).toBe("");
      const validated = await nacre(["validate"], { cwd: project });
      expect([validated.code, validated.stderr]).toEqual([0, ""]);
      // The name of the folder is that of the package, --name that of the pipeline.
      expect(JSON.parse(readFileSync(join(project, "package.json"), "utf8"))).toMatchObject({
        name,
      });
      expect(readFileSync(join(project, "README.md"), "utf8")).toMatch(`# ${pipeline}\n`);
      const app = readFileSync(join(project, "src/app.ts"), "utf8");
      const other = existsSync(join(project, "src/pipeline.ts"))
        ? readFileSync(join(project, "src/pipeline.ts"), "utf8")
        : "";
      expect(app + other).toContain(`Pipeline("${pipeline}"`);
    },
  );

  it("minimal, which runs here on its sample", async () => {
    const project = folderWith({});
    await nacre(["init", "--template", "minimal"], { cwd: project });
    install(project);
    const { code, stdout } = await nacre(["run"], { cwd: project });
    expect(stdout).toMatch(/^metric +rows 12 /m);
    expect(code).toBe(0);
  });
});

describe("nacre init leaves alone what is there", () => {
  it("refuses to overwrite files, unless it is told to", async () => {
    const project = folderWith({ "README.md": "mine" });
    const refused = await nacre(["init", "--template", "minimal"], { cwd: project });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining(`error INIT_WOULD_OVERWRITE: ${project} has README.md already`),
    ]);
    expect(existsSync(join(project, "src"))).toBe(false);
    const forced = await nacre(["init", "--template", "minimal", "--force"], { cwd: project });
    expect(forced.code).toBe(0);
    expect(readFileSync(join(project, "README.md"), "utf8")).not.toBe("mine");
  });

  it("adds to a package.json what it lacks", async () => {
    const project = folderWith({
      "package.json": JSON.stringify({
        name: "mine",
        scripts: { test: 'echo "Error: no test specified" && exit 1', start: "my own" },
        devDependencies: { "@nacre/cli": "file:cli.tgz" },
      }),
    });
    await nacre(["init", "--template", "minimal", "-q"], { cwd: project });
    expect(JSON.parse(readFileSync(join(project, "package.json"), "utf8"))).toMatchObject({
      name: "mine",
      type: "module",
      scripts: { test: 'node --test "test/**/*.test.ts"', start: "my own", synth: "nacre synth" },
      nacre: { app: "src/app.ts" },
      dependencies: { "@nacre/core": expect.stringMatching(/^\^/) },
      devDependencies: { "@nacre/cli": "file:cli.tgz", typescript: expect.any(String) },
    });
  });

  it.each([
    [["--template", "import"], "BAD_OPTION"],
    [["--template", "minimal", "--from", "definition.json"], "BAD_OPTION"],
    [["--template", "other"], "BAD_OPTION"],
    [["--from", "missing.json"], "CANNOT_READ"],
    [["broken"], "PACKAGE_JSON_INVALID"],
  ])("refuses %j: %s", async (args, code) => {
    const folder = folderWith({});
    mkdirSync(join(folder, "broken"));
    writeFileSync(join(folder, "broken/package.json"), "{");
    const ended = await nacre(["init", ...args], { cwd: folder });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(`error ${code}: `)]);
    expect(existsSync(join(folder, "src"))).toBe(false);
  });
});
