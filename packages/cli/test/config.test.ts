import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "@nacre/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { findLocalConfig } from "../src/app/local-config.ts";
import { textSetting } from "../src/app/config.ts";
import { openSession } from "../src/aws/session.ts";
import { entriesOfConfig } from "../src/validate/ignore.ts";
import { folderWith, importCore, nacre } from "./support/nacre.ts";

const schema: { properties: object } = JSON.parse(
  readFileSync(new URL("../schema/nacre.schema.json", import.meta.url), "utf8"),
);
const isValid = new Ajv2020({ allErrors: true }).compile(schema);

const root = mkdtempSync(join(tmpdir(), "nacre-config-"));
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 9 }));
let count = 0;

/** A new folder with a nacre.json. */
function folderOf(config: unknown): string {
  const folder = join(root, String((count += 1)));
  mkdirSync(folder);
  writeFileSync(join(folder, "nacre.json"), JSON.stringify(config));
  return folder;
}

/** Everything that reads the configuration reads it. */
function readAll(config: unknown): void {
  const folder = folderOf(config);
  textSetting("app", folder);
  entriesOfConfig(folder, rules);
  findLocalConfig(folder);
}

const whole = {
  $schema: "./node_modules/@nacre/cli/schema/nacre.schema.json",
  app: "src/app.ts",
  home: ".nacre",
  profile: "dev",
  region: "eu-central-1",
  role: "SageMakerJobs",
  context: { stage: "test" },
  ignore: [{ rule: "DUPLICATE_STEP_NAME", step: "A", reason: "it is right here" }],
  lambda: {
    notify: { module: "notify.py:handler", python: "python3.12", environment: { A: "b" } },
    score: { module: "src/score.ts#handler", timeout: 30 },
    clean: { command: ["./clean.sh"], timeout: 600 },
  },
  callback: { "https://sqs/queue": { command: ["node", "ask.js"], timeout: 60 } },
};

describe("the JSON schema and what nacre reads", () => {
  it("have the same members, all of them in the example", () => {
    expect(Object.keys(schema.properties)).toEqual(Object.keys(whole));
    expect(isValid(whole)).toBe(true);
    readAll(whole);
  });

  it.each<object>([{}, { ignore: [] }, { lambda: {}, callback: {} }, { context: {} }])(
    "take %j",
    (config) => {
      expect(isValid(config)).toBe(true);
      readAll(config);
    },
  );

  it.each<unknown>([
    [],
    "src/app.ts",
    { app: 1 },
    { app: "" },
    { apps: "src/app.ts" },
    { profile: null },
    { region: "" },
    { role: ["a"] },
    { home: {} },
    { context: { stage: 1 } },
    { context: ["stage=test"] },
    { ignore: {} },
    { ignore: ["DUPLICATE_STEP_NAME"] },
    { ignore: [{ rule: "DUPLICATE_STEP_NAME" }] },
    { ignore: [{ rule: "DUPLICATE_STEP_NAME", reason: " " }] },
    { ignore: [{ rule: "DUPLICATE_STEP_NAME", reason: "so", steps: ["A"] }] },
    { ignore: [{ rule: "DUPLICATE_STEP_NAME", reason: "so", step: 1 }] },
    { lambda: [] },
    { lambda: { f: "notify.py" } },
    { lambda: { f: {} } },
    { lambda: { f: { module: "notify.py" } } },
    { lambda: { f: { module: "notify.py:handler", command: ["a"] } } },
    { lambda: { f: { module: "notify.py:handler", python: 3 } } },
    { lambda: { f: { command: [] } } },
    { lambda: { f: { command: [""] } } },
    { lambda: { f: { command: "a b" } } },
    { lambda: { f: { command: ["a"], timeout: 601 } } },
    { lambda: { f: { command: ["a"], timeout: 0 } } },
    { lambda: { f: { command: ["a"], python: "python3" } } },
    { callback: { q: { command: ["a"], timeout: 61 } } },
    { callback: { q: { module: "a.py:b" } } },
    { callback: { q: { command: ["a"], environment: { A: 1 } } } },
  ])("refuse %j", (config) => {
    expect(isValid(config)).toBe(false);
    expect(() => readAll(config)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(?:LOCAL_)?CONFIG_INVALID$/) }),
    );
  });

  it("part only over the names of rules, which the schema does not know", () => {
    const config = { ignore: [{ rule: "NO_SUCH_RULE", reason: "so" }] };
    expect(isValid(config)).toBe(true);
    expect(() => readAll(config)).toThrow("there is no rule NO_SUCH_RULE");
  });
});

/** An app whose parameters default to what its context has. */
const app = `
import { Pipeline, stringParameter } from ${JSON.stringify(importCore)};
export default (context) => new Pipeline("P", {
  parameters: ["region", "stage"].map((name) =>
    stringParameter(name, { defaultValue: context.get(name) ?? "none" })),
  steps: [],
});
`;
/** The defaults of the parameters in the definition that synth prints. */
async function synth(cwd: string, ...args: readonly string[]) {
  const { stdout, stderr } = await nacre(["synth", ...args], { cwd });
  const parsed: { Parameters: { DefaultValue: string }[] } = JSON.parse(stdout);
  return { values: parsed.Parameters.map(({ DefaultValue }) => DefaultValue), stderr };
}

describe("nacre.json", () => {
  it("names the app and its context; the command line comes first", async () => {
    const config = { app: "a.mjs", region: "eu-west-1", context: { stage: "test", unread: "x" } };
    const cwd = folderWith({ "a.mjs": app, "nacre.json": JSON.stringify(config) });
    expect(await synth(cwd)).toEqual({ values: ["eu-west-1", "test"], stderr: "" });
    expect(await synth(cwd, "--context", "stage=live")).toMatchObject({
      values: ["eu-west-1", "live"],
    });
  });

  it("comes before package.json, member by member, and the nearer folder before both", async () => {
    const folder = folderWith({
      "a.mjs": app,
      "nacre.json": '{ "context": { "stage": "own" } }',
      "package.json":
        '{ "nacre": { "app": "a.mjs", "region": "us-west-2", "context": { "stage": "x" } } }',
    });
    const below = join(folder, "below");
    mkdirSync(below);
    expect((await synth(below)).values).toEqual(["us-west-2", "own"]);
  });

  it("with a member that there is not is refused, with the one that was meant", async () => {
    const cwd = folderWith({ "nacre.json": '{ "regoin": "eu-west-1" }' });
    const { code, stderr } = await nacre(["synth"], { cwd });
    expect(stderr).toContain(`error CONFIG_INVALID: nacre's configuration: there is no "regoin"\n`);
    expect(stderr).toContain(`at: ${join(cwd, "nacre.json")}\n  help: did you mean "region"?\n`);
    expect(code).toBe(2);
  });

  it.each([
    { what: "alone", env: {}, region: "eu-west-1", profile: "dev" },
    { what: "after --region", env: {}, option: "eu-west-3", region: "eu-west-3", profile: "dev" },
    {
      what: "after the environment",
      env: { AWS_REGION: "eu-west-2", AWS_PROFILE: "mine" },
      region: "eu-west-2",
      profile: undefined,
    },
  ])("says region and profile: $what", async ({ env, option, region, profile }) => {
    const unset = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_PROFILE: undefined };
    for (const [name, value] of Object.entries({ ...unset, ...env })) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const file = join(folderOf({ region: "eu-west-1", profile: "dev" }), "app.ts");
    const others = { profile: undefined, local: false, home: undefined };
    const session = await openSession({ app: file, region: option, ...others });
    expect([session.region, session.profile]).toEqual([region, profile]);
    await session.close();
  });
});
