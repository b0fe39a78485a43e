import { expect, test } from "vitest";
import { generated, schemaWith } from "./helpers.ts";

const word = { type: "string" };
const get = { $ref: "#/definitions/GetFunction" };

/** A member `M` of the arguments of a step, and the line it becomes. */
const members: readonly (readonly [what: string, given: object, wanted: string])[] = [
  ["a string", word, "readonly M?: Value<string>;"],
  ["a whole number", { type: "integer" }, "readonly M?: Value<number>;"],
  ["a boolean", { type: "boolean" }, "readonly M?: Value<boolean>;"],
  ["a string or null", { type: ["string", "null"] }, "readonly M?: Value<string> | Value<null>;"],
  ["a string or an expression", { oneOf: [word, get] }, "readonly M?: Value<string>;"],
  [
    "a string, a number or an expression",
    { anyOf: [word, { type: "number" }, get] },
    "readonly M?: Value<string> | Value<number>;",
  ],
  ["only an expression", get, "readonly M?: Expression<boolean | number | string>;"],
  ["a list", { type: "array", items: word }, "readonly M?: readonly Value<string>[];"],
  ["a list of lists", list(list(word)), "readonly M?: readonly (readonly Value<string>[])[];"],
  [
    "a map by patternProperties",
    { type: "object", patternProperties: { ".*": word } },
    "readonly M?: { readonly [key: string]: Value<string> };",
  ],
  [
    "a map by additionalProperties",
    { type: "object", additionalProperties: { type: "integer" } },
    "readonly M?: { readonly [key: string]: Value<number> };",
  ],
  [
    "an object of which nothing is said",
    { type: "object" },
    "readonly M?: { readonly [key: string]: AnyArgument };",
  ],
  ["anything", {}, "readonly M?: AnyArgument;"],
  ["an object", { type: "object", properties: { A: word } }, "readonly M?: SampleStepArgumentsM;"],
  ["one constant", { const: "Serial" }, 'readonly M?: Value<"Serial">;'],
  ["numbers to choose from", { enum: [1, 5] }, "readonly M?: Value<1 | 5>;"],
  ["constants", { enum: ["File", "Pipe"] }, "readonly M?: Value<SampleStepArgumentsM>;"],
  ["a definition", { $ref: "#/definitions/Tag" }, "readonly M?: Tag;"],
  ["a small definition", { $ref: "#/definitions/Word" }, "readonly M?: Value<string>;"],
  ["a step", { $ref: "#/definitions/SampleStep" }, "readonly M?: AnyStep;"],
  [
    "a condition of whatever kind",
    {
      oneOf: [{ $ref: "#/definitions/BinaryCondition" }, { $ref: "#/definitions/OrCondition" }],
    },
    "readonly M?: Condition;",
  ],
  [
    "one of two objects, named by their titles",
    {
      oneOf: [
        { title: "by-name", properties: { A: word } },
        { title: "all", properties: {} },
      ],
    },
    "readonly M?: SampleStepArgumentsMByName | SampleStepArgumentsMAll;",
  ],
  [
    "one of two objects, named by what they require",
    {
      oneOf: [
        { properties: { A: word }, required: ["A"] },
        { properties: { B: word }, required: ["B"] },
      ],
    },
    "readonly M?: SampleStepArgumentsMA | SampleStepArgumentsMB;",
  ],
  ["a shape of the API", { apiShape: "VpcConfig" }, "readonly M?: VpcConfig;"],
  [
    "a shape of the API, with a member more",
    { apiShape: "VpcConfig", properties: { More: word } },
    "readonly M?: SampleStepArgumentsM;",
  ],
  [
    "a member beside those of the API",
    { apiShape: "Tag", properties: { More: word } },
    "readonly More?: Value<string>;",
  ],
];

test.each(members)("%s", (_what, given, wanted) => {
  const schema = schemaWith(
    { type: "object", properties: { M: given } },
    { definitions: { Tag: { properties: { Key: word } }, Word: word } },
  );
  expect(linesOf(generated(schema).text)).toContain(wanted);
});

/** What the comment of a member says of its limits. */
const comments: readonly (readonly [name: string, given: object, wanted: string])[] = [
  ["A", { type: "string", minLength: 1, maxLength: 63 }, "/** 1 to 63 characters. */"],
  [
    "A",
    { type: "string", maxLength: 8, pattern: "[a-z]*" },
    "/** At most 8 characters, matching `[a-z]*`. */",
  ],
  ["A", { type: "integer", minimum: 0, maximum: 20 }, "/** A whole number from 0 to 20. */"],
  ["A", { type: "number", minimum: 0.5 }, "/** A number, at least 0.5. */"],
  ["A", { type: "array", items: word, minItems: 2, maxItems: 2 }, "/** Exactly 2 items. */"],
  ["A", { type: "array", items: word, maxItems: 1 }, "/** At most 1 item. */"],
  [
    "A",
    { type: "object", additionalProperties: word, minProperties: 1, maxProperties: 1 },
    "/** Exactly 1 entry. */",
  ],
  ["A", { type: "string", minLength: 1, pattern: "[\\s\\S]*" }, "/** At least 1 character. */"],
  ["WaitInSeconds", { type: "integer" }, "/** A whole number, in seconds. */"],
  ["A", { type: "string", description: "What it is." }, "/** What it is. */"],
  ["A", { $ref: "#/definitions/Short" }, "/** At most 3 characters. */"],
  ["A", { oneOf: [{ type: "string", maxLength: 9 }, get] }, "/** At most 9 characters. */"],
  ["A", { type: "string", default: "x" }, '/** @default "x" */'],
  // A pattern must not end the comment.
  ["A", { type: "string", pattern: "a*/b" }, "/** Matching `a*\\/b`. */"],
];

test.each(comments)("comment of %s: %j", (name, given, wanted) => {
  const schema = schemaWith(
    { type: "object", properties: { [name]: given } },
    { definitions: { Short: { type: "string", maxLength: 3 } } },
  );
  expect(linesOf(generated(schema).text)).toContain(wanted);
});

test("required members have no question mark, names that need quotes get them", () => {
  const args = { properties: { "a-b": word, A: word }, required: ["a-b"] };
  const lines = linesOf(generated(schemaWith(args)).text);
  expect(lines).toContain('readonly "a-b": Value<string>;');
  expect(lines).toContain("readonly A?: Value<string>;");
});

test("allOf puts the members of objects together", () => {
  const args = { allOf: [{ properties: { A: word } }, { $ref: "#/definitions/More" }] };
  const definitions = { More: { properties: { B: word }, required: ["B"] } };
  const { text } = generated(schemaWith(args, { definitions }));
  expect(text).toMatch(/interface SampleStepArguments \{\s+readonly A\?: .*\s+readonly B: /);
});

test("an object may hold itself", () => {
  const tree = { properties: { Children: list({ $ref: "#/definitions/Tree" }) } };
  const args = { properties: { Root: { $ref: "#/definitions/Tree" } } };
  const { text } = generated(schemaWith(args, { definitions: { Tree: tree } }));
  expect(linesOf(text)).toContain("readonly Children?: readonly Tree[];");
});

test("outside the arguments a scalar takes an expression only where the schema says so", () => {
  const schema = schemaWith({ type: "object", properties: {} });
  Object.assign(schema.definitions.SampleStep.properties, {
    QueueUrl: word,
    SkipCheck: { oneOf: [{ type: "boolean" }, get] },
  });
  const lines = linesOf(generated(schema).text);
  expect(lines).toContain("readonly queueUrl?: string;");
  expect(lines).toContain("readonly skipCheck?: Value<boolean>;");
});

function list(items: object) {
  return { type: "array", items };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}
