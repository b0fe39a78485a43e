import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/drift/accepted.ts";
import { compareSchemas } from "../../src/drift/compare.ts";
import { Schema } from "../../src/drift/view.ts";
import type { JsonObject } from "../../src/load.ts";
import { packageRoot, publishedSchema, temporaryFolder } from "../helpers.ts";

const why = { reason: "Because.", source: "https://x" };
const word = { type: "string" };

/** Ours and another schema of the one member `M`, and the differences: side, what, place. */
const cases: readonly (readonly [what: string, ours: object, theirs: object, found: string[]])[] = [
  ["nothing", word, word, []],
  ["a type", word, { type: "integer" }, ["both: type of M"]],
  ["a limit", { type: "string", maxLength: 3 }, word, ["both: maxLength of M"]],
  ["a limit of no consequence", { type: "string", minLength: 0 }, word, []],
  ["a pattern", { type: "string", pattern: "a" }, word, ["both: pattern of M"]],
  [
    "constants",
    { enum: ["A", "B"] },
    { enum: ["B", "C"] },
    ['ours: constant "A" of M', 'theirs: constant "C" of M'],
  ],
  ["one constant, written in two ways", { const: "A" }, { enum: ["A"] }, []],
  ["constants on one side", { enum: ["A"] }, {}, ["both: constants of M"]],
  [
    "members",
    { properties: { A: word, B: word } },
    { properties: { B: word, C: word } },
    ["ours: member of M.A", "theirs: member of M.C"],
  ],
  [
    "a member that is required",
    { properties: { A: word }, required: ["A"] },
    { properties: { A: word } },
    ["both: required of M.A"],
  ],
  [
    "an object that is closed",
    { properties: { A: word }, additionalProperties: false },
    { properties: { A: word } },
    ["both: closed of M"],
  ],
  [
    "items of a list",
    { type: "array", items: word },
    { type: "array", items: { type: "boolean" } },
    ["both: type of M[]"],
  ],
  [
    "values of a map, by pattern or not",
    { type: "object", additionalProperties: word },
    { type: "object", patternProperties: { ".*": { type: "number" } } },
    ["both: type of M{}"],
  ],
  [
    "elements on one side",
    { type: "array", items: word },
    { type: "array" },
    ["ours: elements of M[]"],
  ],
  ["functions", { oneOf: [word, { $ref: "#/definitions/Get" }] }, word, ["both: function of M"]],
  ["a definition and the same written out", { $ref: "#/definitions/Word" }, word, []],
  [
    "a definition, which gives the place",
    { $ref: "#/definitions/Word" },
    { type: "number" },
    ["both: type of Word"],
  ],
  [
    "forms told apart by their type",
    { oneOf: [form("One"), form("Two", { A: word })] },
    { anyOf: [form("Two"), form("Three")] },
    ["ours: form of M[One]", "ours: member of M[Two].A", "theirs: form of M[Three]"],
  ],
  [
    "a schema that holds itself",
    { $ref: "#/definitions/Tree" },
    { $ref: "#/definitions/Tree" },
    [],
  ],
];

test.each(cases)("%s", (_what, ours, theirs, wanted) => {
  const { differences } = compareSchemas(schema(ours), schema(theirs));
  const found = differences.map((one) => `${one.in}: ${one.what} of ${one.place}`);
  expect(found.toSorted()).toEqual(wanted.toSorted());
});

test("a departure is the reason for what ours has or says in another way, at it and below it", () => {
  const ours = { departure: why, properties: { A: { type: "string", maxLength: 3 }, B: word } };
  const theirs = { properties: { A: word } };
  const explained = explain(compareSchemas(schema(ours), schema(theirs)), []);
  expect(explained.known.map(({ place, reason }) => [place, reason])).toEqual([
    ["M.A", "Because."],
    ["M.B", "Because."],
  ]);
  expect(explained).toMatchObject({ unknown: [], outOfDate: [] });
});

test("a departure is no reason for what only theirs has: that is new, or accepted", () => {
  const ours = { departure: why, properties: { A: { type: "string", maxLength: 3 } } };
  const comparison = compareSchemas(schema(ours), schema({ properties: { A: word, New: word } }));
  expect(explain(comparison, []).unknown).toMatchObject([{ place: "M.New", in: "theirs" }]);
  const accepted = [{ place: "M.New", what: "member", ...why }];
  expect(explain(comparison, accepted)).toMatchObject({ unknown: [], outOfDate: [] });
});

test("a reason without a difference is out of date: upstream mended it", () => {
  const ours = {
    properties: {
      Mended: { type: "string", departure: why },
      Open: { type: "string", maxLength: 3, departure: why },
    },
  };
  const theirs = { properties: { Mended: word, Open: word } };
  const accepted = [{ place: "M.Gone", what: "member", ...why }];
  const { outOfDate } = explain(compareSchemas(schema(ours), schema(theirs)), accepted);
  expect(outOfDate.map(({ place }) => place)).toEqual(["M.Mended", "M.Gone"]);
});

const isHere = existsSync(publishedSchema);
if (!isHere) console.warn("SKIPPED: the published schema is not here.");

test.skipIf(!isHere)("each difference from the published schema has its reason", () => {
  const { status, stdout } = drift("--schema", publishedSchema);
  expect(stdout).toMatch(
    /\n\d{3,} differences with a reason, 0 without; 0 reasons out of date\.\n$/,
  );
  expect(status).toBe(0);
});

test.skipIf(!isHere)(
  "a new field, a new step type and a mended fault are found, as JSON too",
  () => {
    const theirs = JSON.parse(readFileSync(publishedSchema, "utf8"));
    const { definitions } = theirs;
    definitions.FailStep.properties.Arguments.properties.Severity = word;
    definitions.WaitStep = structuredClone(definitions.FailStep);
    definitions.WaitStep.properties.Type.enum = ["Wait"];
    theirs.properties.Steps.items.oneOf.push({ $ref: "#/definitions/WaitStep" });
    definitions.StringParameter.properties.EnumValues = { type: "array", items: word };
    const file = join(temporaryFolder(), "schema.json");
    writeFileSync(file, JSON.stringify(theirs));

    const said = drift("--schema", file);
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(
      /WITHOUT A REASON[^]*only in the given one: form of Steps\[\]\[Wait\]/,
    );
    expect(said.stdout).toMatch(/OUT OF DATE[^]*StringParameter\.EnumValues/);
    const { unknown, outOfDate } = JSON.parse(drift("--schema", file, "--json").stdout);
    expect(unknown).toEqual([
      { place: "FailStep.Arguments.Severity", in: "theirs", what: "member" },
      { place: "Steps[][Wait]", in: "theirs", what: "form" },
    ]);
    expect(outOfDate).toMatchObject([{ place: "StringParameter.EnumValues" }]);
  },
);

test("options", () => {
  expect(drift("--help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("--sdk DIR"),
  });
  expect(drift()).toMatchObject({ status: 2, stderr: expect.stringMatching(/^OPTIONS: /) });
  expect(drift("--schema", "x", "--sdk", "y").status).toBe(2);
  expect(drift("--shema", "x").status).toBe(2);
  const missing = drift("--schema", "/nowhere/schema.json");
  expect(missing).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^SCHEMA_UNREADABLE: /),
  });
});

function drift(...args: readonly string[]) {
  const bin = join(packageRoot, "src/bin.ts");
  return spawnSync(process.execPath, [bin, "drift", ...args], { encoding: "utf8" });
}

function form(type: string, more: object = {}): object {
  return { properties: { Type: { enum: [type] }, ...more } };
}

function schema(member: object): Schema {
  const definitions = {
    Word: word,
    Get: { properties: { Get: word } },
    Tree: { properties: { Children: { items: { $ref: "#/definitions/Tree" } } } },
  };
  const root: JsonObject = JSON.parse(JSON.stringify({ properties: { M: member }, definitions }));
  return new Schema(root);
}
