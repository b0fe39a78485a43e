import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { folderWith, launcher, nacre } from "../support/nacre.ts";
import { importInto, inOneForm, synth, typeCheck, userFolder } from "./programs.ts";

const small = '{ "Version": "2020-12-01", "Steps": [] }';

describe("nacre import refuses", () => {
  it.each([
    { what: "no argument", args: [], code: "BAD_OPTION", says: "nacre import -" },
    {
      what: "a file that is not there",
      args: ["nope.json"],
      code: "CANNOT_READ",
      says: "nope.json",
    },
    {
      what: "what is no JSON",
      args: ["text.json"],
      code: "DEFINITION_NOT_JSON",
      says: "text.json:1:1",
    },
    {
      what: "what is no definition",
      args: ["list.json"],
      code: "DEFINITION_INVALID",
      says: "JSON object",
    },
    {
      what: "text that is not UTF-8, rather than changing it",
      args: ["latin.json"],
      code: "CANNOT_READ",
      says: "UTF-8",
    },
    {
      what: "a name no pipeline can have",
      args: ["small.json", "--name", "a b"],
      code: "PIPELINE_NAME_INVALID",
      says: "a b",
    },
    {
      what: "a folder it cannot write to",
      args: ["small.json", "-o", "small.json/x.ts"],
      code: "CANNOT_WRITE",
      says: "x.ts",
    },
    {
      what: "a definition that does not hold together",
      args: ["unknown.json"],
      code: "UNKNOWN_STEP",
      says: "Gone",
    },
  ])("$what: $code", async ({ args, code, says }) => {
    const cwd = folderWith({
      "small.json": small,
      "text.json": "no json",
      "list.json": "[]",
      "unknown.json": `{ "Version": "2020-12-01", "Steps": [
        { "Name": "F", "Type": "Fail", "Arguments": { "ErrorMessage": { "Get": "Steps.Gone.X" } } } ] }`,
    });
    writeFileSync(join(cwd, "latin.json"), small.replace("2020-12-01", "é"), "latin1");
    const ended = await nacre(["import", ...args], { cwd });
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(ended.stderr).toContain(says);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(readdirSync(cwd)).toHaveLength(5);
  });
});

describe("nacre import reads", () => {
  it("standard input, and calls the pipeline as it is told", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [launcher, "import", "-", "--name", "Abalone"],
      { input: small, encoding: "utf8" },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('new RawPipeline("Abalone", { Version: "2020-12-01", Steps: [] });');
  });

  it("a file, and calls the pipeline as it is called", async () => {
    const cwd = folderWith({ "my pipeline_2.json": small });
    const { stdout } = await nacre(["import", "my pipeline_2.json"], { cwd });
    expect(stdout).toContain('"my-pipeline-2"');
  });
});

const broken = fileURLToPath(new URL("../../../../../shared/corpus/broken", import.meta.url));
if (!existsSync(broken)) console.warn("SKIPPED: the broken definitions are not here.");

const refused = [
  ["01-duplicate-step-name", "DUPLICATE_STEP_NAME"],
  ["03-unknown-get-step", "UNKNOWN_STEP"],
  ["07-step-name-65", "STEP_NAME_INVALID"],
  ["15-fail-referenced", "FAIL_STEP_REFERENCED"],
  ["17-property-file-missing-output", "UNKNOWN_OUTPUT"],
  ["21-depends-on-unknown", "UNKNOWN_STEP"],
  ["23-not-an-object", "DEFINITION_INVALID"],
  ["25-duplicate-parameter", "DUPLICATE_PARAMETER"],
  ["27-enum-default-outside", "DEFAULT_NOT_IN_ENUM"],
  ["31-truncated", "DEFINITION_NOT_JSON"],
] as const;

/** These hold together, and have but values that the API refuses. */
const kept = [
  "05-unknown-property-path",
  "09-unknown-step-type",
  "11-number-is-string",
  "13-enum-s3-data-type",
  "19-cache-duration",
  "29-environment-key",
] as const;

describe.skipIf(!existsSync(broken))("a broken definition", () => {
  it.each(refused)("%s: %s", async (name, code) => {
    const file = join(broken, `${name}.json`);
    const ended = await nacre(["import", file]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(ended.stderr).toContain(file);
  });

  it.each(kept)("%s: kept", async (name) => {
    const folder = userFolder(onTestFinished);
    const definition = readFileSync(join(broken, `${name}.json`), "utf8");
    await importInto(folder, name, definition);
    expect(typeCheck(folder)).toEqual(new Map());
    expect(await synth(folder, name)).toBe(inOneForm(definition));
  });
});
