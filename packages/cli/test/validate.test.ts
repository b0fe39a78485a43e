import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { folderWith, importCore, nacre } from "./support/nacre.ts";

/** A definition of steps that end the run. */
const definition = (...names: readonly string[]): string =>
  JSON.stringify(
    {
      Version: "2020-12-01",
      Metadata: {},
      Parameters: [],
      Steps: names.map((name) => ({
        Name: name,
        Type: "Fail",
        Arguments: { ErrorMessage: "stopped" },
      })),
    },
    null,
    2,
  );
const good = definition("A");
const duplicate = definition("A", "A");

/** What `--json` prints. */
interface Printed {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly step?: string;
    readonly path: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly help?: string;
  }[];
}

async function findings(args: readonly string[], cwd: string): Promise<Printed["findings"]> {
  const { stdout } = await nacre(["validate", "--json", ...args], { cwd });
  const printed: Printed = JSON.parse(stdout);
  return printed.findings;
}

describe("nacre validate FILE", () => {
  it("ends with 0 and says how much was looked at when all is well", async () => {
    const cwd = folderWith({ "good.json": good });
    const ended = await nacre(["validate", "good.json"], { cwd });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toBe(`no findings in good.json (${rules.length} rules)\n`);
  });

  it("ends with 1 and says what, where and what to do", async () => {
    const cwd = folderWith({ "twice.json": duplicate });
    const ended = await nacre(["validate", "twice.json"], { cwd });
    expect(ended).toMatchObject({ code: 1, stderr: "" });
    expect(ended.stdout).toMatch(/^error DUPLICATE_STEP_NAME: .*"A"/);
    expect(ended.stdout).toContain("\n  at: step A, $.Steps[1].Name, twice.json:14:7\n  help: ");
    expect(ended.stdout).toMatch(/\n1 error in twice\.json\n$/);
  });

  it("takes several files, and standard input as -", async () => {
    const cwd = folderWith({ "good.json": good, "twice.json": duplicate });
    const both = await nacre(["validate", "good.json", "twice.json"], { cwd });
    expect(both).toMatchObject({ code: 1, stderr: "" });
    expect(both.stdout).toContain("1 error in 2 files");
    const piped = await nacre(["validate", "-"], { input: duplicate });
    expect(piped).toMatchObject({ code: 1, stderr: "" });
    expect(piped.stdout).toMatch(
      /at: step A, \$\.Steps\[1\]\.Name, 14:7\n[\s\S]*standard input\n$/,
    );
  });

  it("takes a text that is no JSON for a finding, with its place", async () => {
    const cwd = folderWith({ "cut.json": good.slice(0, 60) });
    const [finding, ...others] = await findings(["cut.json"], cwd);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "DEFINITION_NOT_JSON", severity: "error", path: "$" });
    expect(finding?.line).toBe(good.slice(0, 60).split("\n").length);
  });

  it.each([
    { what: "a file that is not there", args: ["none.json"], says: "none.json" },
    { what: "a folder", args: ["folder"], says: "EISDIR" },
    { what: "bytes that are no text", args: ["bytes.json"], says: "not UTF-8 text" },
    { what: "UTF-16", args: ["wide.json"], says: "UTF-16" },
    { what: "an app file", args: ["app.ts"], says: "--app app.ts" },
    { what: "an app and a file", args: ["good.json", "--app", "app.ts"], says: "not both" },
    { what: "two formats", args: ["good.json", "--json", "--format", "sarif"], says: "--json" },
    { what: "a format it has not", args: ["good.json", "--format", "xml"], says: "github" },
    {
      what: "a rule it has not",
      args: ["good.json", "--ignore", "DUPLICATE_STEP_NAM"],
      says: "did you mean DUPLICATE_STEP_NAME?",
    },
  ])("ends with 2 on $what", async ({ args, says }) => {
    const cwd = folderWith({ "good.json": good });
    mkdirSync(join(cwd, "folder"));
    writeFileSync(join(cwd, "bytes.json"), Buffer.from([0x7b, 0xc3, 0x28, 0x7d]));
    writeFileSync(join(cwd, "wide.json"), Buffer.from(`\ufeff${good}`, "utf16le"));
    const ended = await nacre(["validate", ...args], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stdout).toMatch(args.includes("--json") ? /"error": \{/ : /^$/);
    expect(ended.stderr).toMatch(/^error (CANNOT_READ|BAD_OPTION): /);
    expect(ended.stderr).toContain(says);
  });
});

describe("a warning", () => {
  const warning = rules.find(({ severity }) => severity === "warning");

  it("ends with 0, and with 1 when --strict is given", async () => {
    expect(warning).toBeDefined();
    const cwd = folderWith({ "d.json": warning?.failing ?? "" });
    const others = (await findings(["d.json"], cwd)).filter(({ severity }) => severity === "error");
    const ignored = others.flatMap(({ rule }) => ["--ignore", rule]);
    const args = ["validate", "d.json", ...ignored];
    const [loose, strict] = await Promise.all([
      nacre(args, { cwd }),
      nacre([...args, "--strict"], { cwd }),
    ]);
    expect([loose.code, strict.code]).toEqual([0, 1]);
    expect(loose.stdout).toContain(`warning ${warning?.id}: `);
    expect(strict.stdout).toBe(loose.stdout);
  });
});

const manifestIgnoring = (entry: object): string =>
  JSON.stringify({ name: "x", nacre: { ignore: [entry] } });

describe("what is ignored", () => {
  const rule = "DUPLICATE_STEP_NAME";

  it("on the command line is left out, and counted", async () => {
    const cwd = folderWith({ "twice.json": duplicate });
    const ended = await nacre(["validate", "twice.json", "--ignore", rule], { cwd });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^no findings in twice\.json \(\d+ rules, 1 finding ignored\)\n$/);
  });

  it.each([
    { what: "everywhere", entry: { rule, reason: "known" }, code: 0 },
    { what: "in the step", entry: { rule, step: "A", reason: "known" }, code: 0 },
    { what: "in another step", entry: { rule, step: "B", reason: "known" }, code: 1 },
  ])("in package.json $what: exit code $code", async ({ entry, code }) => {
    const cwd = folderWith({ "twice.json": duplicate, "package.json": manifestIgnoring(entry) });
    mkdirSync(join(cwd, "below"));
    writeFileSync(join(cwd, "below", "twice.json"), duplicate);
    expect(await nacre(["validate", "below/twice.json"], { cwd })).toMatchObject({ code });
  });

  it.each([
    { what: "no reason", entry: { rule }, says: "gives no reason" },
    { what: "an empty reason", entry: { rule, reason: " " }, says: "gives no reason" },
    { what: "no rule", entry: { reason: "known" }, says: "names no rule" },
    {
      what: "an unknown rule",
      entry: { rule: "CYCLES", reason: "x" },
      says: "did you mean CYCLE?",
    },
    { what: "another member", entry: { rule, reason: "x", steps: [] }, says: '"steps"' },
    { what: "a step that is no text", entry: { rule, reason: "x", step: 1 }, says: '"step"' },
  ])("in package.json with $what is refused", async ({ entry, says }) => {
    const cwd = folderWith({ "twice.json": duplicate, "package.json": manifestIgnoring(entry) });
    const { code, stderr } = await nacre(["validate", "twice.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error CONFIG_INVALID: /);
    expect(stderr).toContain(says);
  });

  it("stays in SARIF, suppressed for its reason", async () => {
    const entry = { rule, reason: "a test" };
    const cwd = folderWith({ "twice.json": duplicate, "package.json": manifestIgnoring(entry) });
    const { stdout } = await nacre(["validate", "twice.json", "--format", "sarif"], { cwd });
    const log: { runs: { results: object[] }[] } = JSON.parse(stdout);
    expect(log.runs[0]?.results).toMatchObject([
      { ruleId: rule, suppressions: [{ kind: "external", justification: "a test" }] },
    ]);
  });
});

/** An app whose parameter nothing uses; `ignore` is what its pipeline ignores. */
const appIgnoring = (ignore: string): string => `
import { Pipeline, fail, stringParameter } from ${JSON.stringify(importCore)};
const unused = stringParameter("Unused", { defaultValue: "x" });
const steps = [fail("Stop", { message: "x" })];
export default new Pipeline("P", { parameters: [unused], steps, ignore: [${ignore}] });
`;

describe("the pipeline of an app", () => {
  it("names the lines that made the step and the parameter", async () => {
    const app = `import { Pipeline, callback, fail, stringParameter } from ${JSON.stringify(importCore)};

const queue = stringParameter("Queue", { defaultValue: "q" });
const first = fail("Stop", { message: "x" });
const made = (name: string) =>
  fail(name, { message: "y" });
export default new Pipeline("P", {
  parameters: [queue, queue],
  steps: [first, made("Stop")],
});
`;
    const cwd = folderWith({ "app.ts": app });
    const found = await findings(["--app", "app.ts"], cwd);
    const file = join(cwd, "app.ts");
    expect(found.find(({ rule }) => rule === "DUPLICATE_STEP_NAME")).toMatchObject({
      step: "Stop",
      path: "$.Steps[1].Name",
      file,
      line: 6,
    });
    expect(found.find(({ rule }) => rule === "DUPLICATE_PARAMETER")).toMatchObject({
      file,
      line: 7,
    });
    expect(await nacre(["validate", "--app", "app.ts"], { cwd })).toMatchObject({ code: 1 });
  });

  it("names the line of what core refuses at once", async () => {
    const app = `import { Pipeline, fail } from ${JSON.stringify(importCore)};
const bad =
  fail("not a name", { message: "x" });
export default new Pipeline("P", { steps: [bad] });
`;
    const cwd = folderWith({ "app.ts": app });
    const found = await findings(["--app", "app.ts"], cwd);
    expect(found).toMatchObject([
      { rule: "STEP_NAME_INVALID", severity: "error", file: join(cwd, "app.ts"), line: 3 },
    ]);
  });

  it("is told in full when a rule finds an error, of which other commands say the same", async () => {
    const app = `import { Pipeline, fail, stringParameter } from ${JSON.stringify(importCore)};
const input_data = stringParameter("input_data", { defaultValue: "x" });
const stop =
  fail("Stop", { message: input_data, displayName: "x".repeat(257) });
export default new Pipeline("P", { parameters: [input_data], steps: [stop] });
`;
    const cwd = folderWith({ "app.ts": app });
    const all = await findings(["--app", "app.ts"], cwd);
    expect(all.map(({ rule, severity, line }) => [rule, severity, line])).toEqual([
      ["PARAMETER_NAME_NOT_FOR_EVENTS", "info", 2],
      ["DISPLAY_NAME_TOO_LONG", "error", 4],
    ]);
    const refused = await nacre(["synth", "--app", "app.ts"], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(
      /^error DISPLAY_NAME_TOO_LONG: .*\n {2}at: step Stop, \$\.Steps\[0\]\.DisplayName\n {2}help: /,
    );
    const entry = { rule: "DISPLAY_NAME_TOO_LONG", step: "Stop", reason: "for a test" };
    const manifest = JSON.stringify({ nacre: { ignore: [entry] } });
    const lenient = folderWith({ "app.ts": app, "package.json": manifest });
    expect(await nacre(["synth", "--app", "app.ts"], { cwd: lenient })).toMatchObject({ code: 0 });
  });

  it("leaves out what the program itself ignores", async () => {
    const entry = '{ rule: "UNUSED_PARAMETER", reason: "for later" }';
    const cwd = folderWith({ "with.ts": appIgnoring(entry), "without.ts": appIgnoring("") });
    const rulesOf = async (file: string): Promise<string[]> =>
      (await findings(["--app", file], cwd)).map(({ rule }) => rule);
    expect(await rulesOf("with.ts")).toEqual([]);
    expect(await rulesOf("without.ts")).toEqual(["UNUSED_PARAMETER"]);
  });

  it("is the one in package.json when nothing is named, with its entries to ignore", async () => {
    const app = `import { Pipeline } from ${JSON.stringify(importCore)};
export default new Pipeline("P", { steps: [] });
`;
    const manifest = JSON.stringify({ type: "module", nacre: { app: "app.ts", ignore: [] } });
    const cwd = folderWith({ "app.ts": app, "package.json": manifest });
    expect(await nacre(["validate"], { cwd })).toMatchObject({ stderr: "" });
  });

  it("that fails for another reason ends with 2", async () => {
    const cwd = folderWith({ "app.ts": "throw new TypeError('no good');\n" });
    const ended = await nacre(["validate", "--app", "app.ts"], { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^error APP_FAILED: /);
  });
});
