import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { committed, packageRoot, schemaFile, schemaWith, temporaryFolder } from "./helpers.ts";

/** Our schema with an edit of its definitions. */
function edited(edit: (definitions: Record<string, object>) => void): string {
  const schema: { definitions: Record<string, object> } = JSON.parse(
    readFileSync(schemaFile, "utf8"),
  );
  edit(schema.definitions);
  return JSON.stringify(schema);
}

const reference = (name: string) => ({ $ref: `#/definitions/${name}` });
const text = readFileSync(schemaFile, "utf8");

/** What is given as schema, and the fault that is told, with its place. */
const inputs: readonly (readonly [what: string, content: string | undefined, said: RegExp])[] = [
  ["no such file", undefined, /^SCHEMA_UNREADABLE: The schema \S+schema\.json cannot be read/],
  ["an empty file", "", /^SCHEMA_NOT_JSON: .*schema\.json is not JSON.*\(line 1/],
  [
    "not JSON",
    '{\n  "definitions": {,}\n}',
    /^SCHEMA_NOT_JSON: .*position 20 \(line 2 column 19\)/,
  ],
  [
    "cut off",
    text.slice(0, text.length / 2),
    new RegExp(
      String.raw`^SCHEMA_NOT_JSON: .*line ${text.slice(0, text.length / 2).split("\n").length}\b`,
    ),
  ],
  ["not a schema", '{ "name": "@nacre/core" }', /^SCHEMA_NO_STEPS: /],
  ["a list", "[]", /^SCHEMA_NOT_JSON: .* is not a JSON object/],
  [
    "definitions that are none",
    '{ "definitions": { "A": 5 } }',
    /^SCHEMA_NODE: definitions\/A is 5/,
  ],
  [
    "a $ref to nowhere",
    edited(({ CacheConfig }) =>
      Object.assign(CacheConfig ?? {}, { properties: { A: reference("Nope") } }),
    ),
    /^SCHEMA_REFERENCE_UNKNOWN: definitions\/CacheConfig\/properties\/A refers to #\/definitions\/Nope/,
  ],
  [
    "two steps of one type",
    edited((definitions) => Object.assign(definitions, { OtherStep: definitions["FailStep"] })),
    /^STEP_TYPE_TWICE: definitions\/FailStep and definitions\/OtherStep both have the type "Fail"/,
  ],
  [
    "a cycle of allOf",
    edited((definitions) =>
      Object.assign(definitions, {
        A: { allOf: [reference("B")] },
        B: { allOf: [reference("A")] },
      }),
    ),
    /^SCHEMA_ALL_OF_CYCLE: definitions\/A\/.* B → A → B/,
  ],
  [
    "a definition that is itself",
    edited((definitions) => Object.assign(definitions, { A: reference("A") })),
    /^SCHEMA_CYCLE: definitions\/A .*A → A/,
  ],
  [
    "a file of 50 MB",
    JSON.stringify({ ...schemaWith({}), $comment: "x".repeat(50_000_000) }),
    /^SCHEMA_TOO_LARGE: .*schema\.json has 50\d{6} bytes/,
  ],
];

test.each(inputs)(
  "%s: a clear fault, and the generated files are left as they were",
  { timeout: 60_000 },
  (_what, content, said) => {
    const folder = temporaryFolder();
    const schema = join(folder, "schema.json");
    const out = join(folder, "generated");
    const published = join(folder, "published.json");
    cpSync(committed, out, { recursive: true });
    copyFileSync(schemaFile, published);
    const before = contents(out);
    if (content !== undefined) writeFileSync(schema, content);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(packageRoot, "src/bin.ts"),
        "--schema",
        schema,
        "--out",
        out,
        "--json-schema",
        published,
      ],
      { encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(said);
    // The fault and what to do about it: no trace of a program that fell over.
    expect(stderr.trim().split("\n")).toHaveLength(2);
    expect(contents(out)).toEqual(before);
    expect(readFileSync(published, "utf8")).toBe(readFileSync(schemaFile, "utf8"));
  },
);

function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((file) => [file, readFileSync(file, "utf8")]),
  );
}
