import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, importCore, nacre } from "./support/nacre.ts";

/** A pipeline of no steps whose parameters default to what the app read of its context. */
const reader = (keys: readonly string[], extra = ""): string => `
import { Pipeline, stringParameter } from ${JSON.stringify(importCore)};
export default async (context: { get(name: string): string | undefined }): Promise<Pipeline> => {
  ${extra}
  const parameters = ${JSON.stringify(keys)}.map((key: string) =>
    stringParameter(key, { defaultValue: context.get(key) ?? "none" }));
  return new Pipeline("Reader", { parameters, steps: [] });
};
`;

function parameters(stdout: string): Record<string, string> {
  const { Parameters }: { Parameters: { Name: string; DefaultValue: string }[] } =
    JSON.parse(stdout);
  return Object.fromEntries(Parameters.map(({ Name, DefaultValue }) => [Name, DefaultValue]));
}

describe("an app file that is broken", () => {
  it.each([
    { what: "has a syntax error", text: "const x: = 1;\n", code: "APP_SYNTAX", says: "app.ts:1" },
    {
      what: "uses syntax that needs a compiler",
      text: "enum A { B }\nexport default A;\n",
      code: "APP_SYNTAX",
      says: "enum",
    },
    {
      what: "throws",
      text: "export {};\nthrow new TypeError('no good');\n",
      code: "APP_FAILED",
      says: "TypeError: no good\n  at: ",
    },
    {
      what: "throws in its function",
      text: "export default () => {\n  throw new Error('later');\n};\n",
      code: "APP_FAILED",
      says: "app.ts:2",
    },
    {
      what: "imports what is not there",
      text: "import './nope.ts';\n",
      code: "APP_FAILED",
      says: "nope.ts",
    },
    {
      what: "has no default export",
      text: "export const pipeline = 1;\n",
      code: "APP_NO_DEFAULT_EXPORT",
      says: "it exports only: pipeline",
    },
    {
      what: "exports something else",
      text: "export default { steps: [] };\n",
      code: "APP_NOT_A_PIPELINE",
      says: "an object of class Object",
    },
    {
      what: "returns nothing",
      text: "export default () => {};\n",
      code: "APP_NOT_A_PIPELINE",
      says: "returned nothing",
    },
    {
      what: "declares data wrongly",
      text: `${reader([])}\nexport const data = { InputData: { option: "dta" } };\n`,
      code: "APP_DATA_INVALID",
      says: "option",
    },
    {
      what: "makes a pipeline that core refuses",
      text: reader([], "stringParameter('1 bad name');"),
      code: "PARAMETER_NAME_INVALID",
      says: "1 bad name",
    },
  ])("$what: $code", async ({ text, code, says }) => {
    const cwd = folderWith({ "app.ts": text, "package.json": '{ "type": "module" }' });
    const ended = await nacre(["synth", "--app", "app.ts"], { cwd });
    expect(ended.stderr).toMatch(new RegExp(`^error ${code}: `));
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
  });

  it("is not there", async () => {
    const ended = await nacre(["synth", "--app", "app.ts"], { cwd: folderWith({}) });
    expect(ended.stderr).toMatch(/^error APP_NOT_FOUND: .*app\.ts/);
  });

  it("is a definition", async () => {
    const ended = await nacre(["synth", "--app", "d.json"], {
      cwd: folderWith({ "d.json": "{}" }),
    });
    expect(ended.stderr).toContain("nacre run DEFINITION.json");
  });
});

describe("an app file is found", () => {
  it("through package.json, from a folder inside too", async () => {
    const cwd = folderWith({
      "package.json": '{ "type": "module", "nacre": { "app": "app.ts" } }',
      "app.ts": reader(["Stage"]),
    });
    mkdirSync(join(cwd, "inner"));
    writeFileSync(join(cwd, "inner", "package.json"), "{}");
    expect((await nacre(["synth"], { cwd: join(cwd, "inner") })).stdout).toContain('"Stage"');
  });

  it.each([
    { manifest: "{}", code: "APP_NOT_FOUND", says: '{ "app": "src/app.ts" } into nacre.json' },
    { manifest: '{ "nacre": { "app": "no.ts" } }', code: "APP_NOT_FOUND", says: "no.ts" },
    { manifest: '{ "nacre": { "app": 1 } }', code: "CONFIG_INVALID", says: "path of a file" },
    { manifest: "{", code: "CONFIG_INVALID", says: "package.json" },
  ])("or not: $manifest", async ({ manifest, code, says }) => {
    const ended = await nacre(["synth"], { cwd: folderWith({ "package.json": manifest }) });
    expect(ended.stderr).toMatch(new RegExp(`^error ${code}: `));
    expect(ended.stderr).toContain(says);
  });
});

describe("nacre synth", () => {
  it("gives the app the context, the last value of a key", async () => {
    const cwd = folderWith({ "app.mts": reader(["region", "Stage", "Empty"]) });
    const context = ["region=eu-west-1", "Stage=dev", "Stage=a=b", "Empty="];
    const args = context.flatMap((pair) => ["--context", pair]);
    const { stdout, stderr } = await nacre(["synth", "--app", "app.mts", ...args], { cwd });
    expect(parameters(stdout)).toEqual({ region: "eu-west-1", Stage: "a=b", Empty: "" });
    expect(stderr).toBe("");
  });

  it("puts placeholders where the app reads region, account or role, and says so", async () => {
    const cwd = folderWith({ "app.mts": reader(["region", "account", "role", "bucket"]) });
    const args = ["synth", "--app", "app.mts", "--context", "account=123456789012"];
    const { stdout, stderr } = await nacre(args, { cwd, env: { AWS_REGION: "eu-north-1" } });
    expect(parameters(stdout)).toEqual({
      region: "us-east-1",
      account: "123456789012",
      role: "arn:aws:iam::000000000000:role/nacre-local",
      bucket: "none",
    });
    expect(stderr).toMatch(/note: region .*us-east-1/);
    expect(stderr).toMatch(/note: role /);
    expect(stderr).not.toMatch(/note: account/);
  });

  it("warns of a context key that the app never read", async () => {
    const cwd = folderWith({ "app.mts": reader(["region", "bucket"]) });
    const given = ["--context", "region=us-east-1", "--context", "buckte=b"];
    const { code, stderr } = await nacre(["synth", "--app", "app.mts", ...given], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe("warning: the app never read --context buckte; did you mean `bucket`?\n");
  });

  it("keeps what an app prints off stdout", async () => {
    const cwd = folderWith({ "app.mts": reader([], 'console.log("hello");') });
    const { stdout, stderr } = await nacre(["synth", "--app", "app.mts"], { cwd });
    expect(parameters(stdout)).toEqual({});
    expect(stderr).toContain("hello");
  });

  it("writes the same bytes to stdout and to a file, and leaves nothing else behind", async () => {
    const cwd = folderWith({ "app.mts": reader(["a"]), "out.json": "old" });
    const { stdout } = await nacre(["synth", "--app", "app.mts"], { cwd });
    const toFile = await nacre(["synth", "--app", "app.mts", "-o", "out.json"], { cwd });
    expect(toFile.stdout).toBe("");
    expect(readFileSync(join(cwd, "out.json"), "utf8")).toBe(stdout);
    expect(readdirSync(cwd).toSorted()).toEqual(["app.mts", "out.json"]);
  });

  it("leaves the old file as it was when the app is broken or the folder is not one", async () => {
    const cwd = folderWith({
      "app.mts": "throw 1;",
      "out.json": "old",
      good: "",
      "ok.mts": reader([]),
    });
    await nacre(["synth", "--app", "app.mts", "-o", "out.json"], { cwd });
    expect(readFileSync(join(cwd, "out.json"), "utf8")).toBe("old");
    const ended = await nacre(["synth", "--app", "ok.mts", "-o", "good/out.json"], { cwd });
    expect(ended.stderr).toMatch(/^error CANNOT_WRITE: /);
    expect(existsSync(join(cwd, "good/out.json"))).toBe(false);
  });
});
