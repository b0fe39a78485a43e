import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { jsonSchema } from "../../src/json-schema/json-schema.ts";
import { isObject, type Json, type JsonObject } from "../../src/load.ts";
import { loadSdk } from "../../src/sdk.ts";
import { wholeText } from "../../src/json-schema/limits.ts";
import { schemaWith } from "../helpers.ts";

const word = { type: "string" };
const get = { $ref: "#/definitions/GetFunction" };
const orExpression = { $ref: "#/$defs/IfObjectExpression" };
const facts = { limits: () => ({}), default: () => undefined };

/** The published form of a schema, which must be one that ajv takes in its strict mode. */
function published(schema: object): JsonObject {
  const root: JsonObject = JSON.parse(JSON.stringify(schema));
  const made = jsonSchema({ root, sdk: loadSdk(), facts });
  new Ajv2020({ strict: true }).compile(made);
  return made;
}

function at(json: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((one, key) => (isObject(one) ? one[key] : undefined), json);
}

/** Without the descriptions that members have for want of one in the schema. */
function bare(json: Json | undefined): Json | undefined {
  return JSON.parse(
    JSON.stringify(json, (key, value: unknown) =>
      key === "description" && String(value).startsWith("`") ? undefined : value,
    ),
  );
}

/** A schema of the step `Sample` in which it can be reached. */
function sample(args: object, more: Parameters<typeof schemaWith>[1] = {}): object {
  const steps = { type: "array", items: { oneOf: [{ $ref: "#/definitions/SampleStep" }] } };
  return { ...schemaWith(args, more), properties: { Steps: steps } };
}

/** A member `M` of the arguments of a step, and what it becomes. */
const members: readonly (readonly [what: string, given: object, wanted: object])[] = [
  [
    "a string with limits takes an expression",
    { type: "string", minLength: 1, pattern: "^a+$", description: "What." },
    {
      description: "What.",
      anyOf: [{ type: "string", minLength: 1, pattern: "^a+$" }, { type: "object" }],
      ...orExpression,
    },
  ],
  [
    "a string that takes Get takes every function",
    { oneOf: [word, get] },
    { anyOf: [word, { type: "object" }], ...orExpression },
  ],
  ["only an expression", get, { $ref: "#/$defs/Expression" }],
  [
    "a limit of another type is left out",
    { type: "integer", minLength: 1, maximum: 5 },
    { anyOf: [{ type: "integer", maximum: 5 }, { type: "object" }], ...orExpression },
  ],
  [
    "two types are a choice",
    { type: ["string", "null"] },
    { anyOf: [word, { type: "null" }, { type: "object" }], ...orExpression },
  ],
  [
    "one constant",
    { type: "string", enum: ["Serial"] },
    { anyOf: [{ type: "string", const: "Serial" }, { type: "object" }], ...orExpression },
  ],
  [
    "a list",
    { type: "array", maxItems: 2, items: { type: "boolean" } },
    {
      type: "array",
      maxItems: 2,
      items: { anyOf: [{ type: "boolean" }, { type: "object" }], ...orExpression },
    },
  ],
  [
    "an object that does not say whether it is closed",
    { properties: { A: { type: "object" } }, required: ["A"] },
    {
      type: "object",
      properties: { A: { type: "object" } },
      required: ["A"],
      additionalProperties: false,
    },
  ],
  [
    "a map whose names have a pattern",
    { type: "object", patternProperties: { "[a-z]+": { type: "array", items: {} } } },
    {
      type: "object",
      propertyNames: { type: "string", pattern: "^(?:[a-z]+)$" },
      additionalProperties: { type: "array", items: {} },
    },
  ],
  [
    "a map of any names",
    { type: "object", patternProperties: { ".*": { type: "array", items: {} } } },
    { type: "object", additionalProperties: { type: "array", items: {} } },
  ],
  ["anything", {}, {}],
  [
    "allOf is one closed object",
    { allOf: [{ properties: { A: {} } }, { properties: { B: {} }, required: ["B"] }] },
    {
      type: "object",
      properties: { A: {}, B: {} },
      required: ["B"],
      additionalProperties: false,
    },
  ],
  ["a shape of the API", { apiShape: "VpcConfig" }, { $ref: "#/$defs/VpcConfig" }],
  ["a step", { $ref: "#/definitions/SampleStep" }, { $ref: "#/$defs/SampleStep" }],
];

test.each(members)("%s", (_what, given, wanted) => {
  const schema = published(sample({ type: "object", properties: { M: given } }));
  const args = at(schema, "$defs", "SampleStep", "properties", "Arguments");
  expect(bare(at(args, "properties", "M"))).toEqual(wanted);
});

test("outside the arguments a value takes what the schema says", () => {
  const schema = sample({ type: "object", properties: {} });
  const step = at(JSON.parse(JSON.stringify(schema)), "definitions", "SampleStep", "properties");
  Object.assign(step ?? {}, { Url: word, Skip: { oneOf: [{ type: "boolean" }, get] } });
  const definitions = { ...Reflect.get(schema, "definitions") };
  definitions.SampleStep = { ...definitions.SampleStep, properties: step };
  const made = at(published({ ...schema, definitions }), "$defs", "SampleStep", "properties");
  expect(bare(at(made, "Url"))).toEqual(word);
  expect(bare(at(made, "Skip"))).toEqual({
    anyOf: [{ type: "boolean" }, { type: "object" }],
    ...orExpression,
  });
});

test("a member is described, if only by its name and the page of its object", () => {
  const parts = {
    see: "https://x/page",
    properties: { A: word, B: { ...word, description: "B." } },
  };
  const schema = published(
    sample({ $ref: "#/definitions/Parts" }, { definitions: { Parts: parts } }),
  );
  expect(at(schema, "$defs", "Parts", "properties")).toMatchObject({
    A: { description: "`A` of `Parts`. See https://x/page" },
    B: { description: "B." },
  });
});

test("exactly one of some members", () => {
  const parts = { properties: { A: {}, B: {}, C: {} }, exactlyOneOf: ["A", "B"] };
  const schema = published({ ...sample({}), properties: { Parts: parts } });
  const validate = new Ajv2020({ strict: true }).compile(schema);
  const taken = [{ A: 1 }, { B: 1, C: 1 }, { A: 1, B: 1 }, { C: 1 }].map((one) =>
    validate({ Parts: one }),
  );
  expect(taken).toEqual([true, true, false, false]);
});

test("an expression is one function of all that the schema has", () => {
  const join = { type: "object", properties: { Values: { type: "array", items: get } } };
  const schema = published(
    sample(
      { type: "object", properties: { M: word } },
      {
        definitions: {
          JoinFunction: {
            type: "object",
            properties: { "Std:Join": join },
            required: ["Std:Join"],
          },
        },
      },
    ),
  );
  expect(at(schema, "$defs", "Expression")).toMatchObject({
    type: "object",
    properties: {
      Get: word,
      "Std:Join": { properties: { Values: { items: { $ref: "#/$defs/GetExpression" } } } },
    },
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  });
});

function pet(kind: string): object {
  return {
    type: "object",
    properties: { Kind: { enum: [kind] }, [`${kind}Size`]: word },
    required: ["Kind"],
  };
}

test("objects that one member tells apart are chosen by it, and the choice has their family name", () => {
  const definitions = { CatPet: pet("Cat"), DogPet: pet("Dog") };
  const items = { oneOf: [{ $ref: "#/definitions/CatPet" }, { $ref: "#/definitions/DogPet" }] };
  const schema = published({
    ...sample({}, { definitions }),
    properties: { Pets: { type: "array", items } },
  });
  expect(at(schema, "properties", "Pets", "items")).toEqual({ $ref: "#/$defs/Pet" });
  const validate = new Ajv2020({ strict: true }).compile(schema);
  expect(validate({ Pets: [{ Kind: "Dog", CatSize: "small" }] })).toBe(false);
  expect(validate.errors?.map(({ instancePath, keyword }) => [instancePath, keyword])).toEqual([
    ["/Pets/0", "additionalProperties"],
  ]);
});

function requiring(name: string): object {
  return { properties: { Common: { type: "array" }, [name]: {} }, required: [name] };
}

test("objects told apart by a member that only one requires are chosen by it", () => {
  const schema = published({
    ...sample({}),
    properties: { At: { oneOf: [requiring("Id"), requiring("Config")] } },
  });
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  const faults = (value: object) => {
    validate({ At: value });
    const own = (validate.errors ?? []).filter(({ keyword }) => !["if", "anyOf"].includes(keyword));
    return own.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  };
  expect(faults({ Id: 1, Common: [] })).toEqual([]);
  expect(faults({ Config: 1, Common: 5 })).toEqual(["/At/Common type"]);
  expect(faults({ Config: 1, Other: 5 })).toEqual(["/At additionalProperties"]);
  expect(faults({ Id: 1, Config: 1 })).toEqual([
    "/At additionalProperties",
    "/At additionalProperties",
  ]);
  expect(faults({})).toEqual(["/At required", "/At required"]);
});

test("an open enum suggests its values, another has no others; a union has one member", () => {
  const schema = published({
    ...sample({
      type: "object",
      properties: {
        R: { apiShape: "TransformResources" },
        V: { apiShape: "TrialComponentParameterValue" },
        Mode: { apiShape: "InferenceExecutionConfig" },
      },
    }),
    openEnums: { values: ["TransformInstanceType"], pattern: "^ml\\." },
  });
  const instances = at(schema, "$defs", "TransformInstanceType");
  expect(at(instances, "examples")).toContain("ml.m5.large");
  expect(at(instances, "enum")).toBeUndefined();
  expect(at(instances, "pattern")).toBe("^ml\\.");
  expect(at(schema, "$defs", "InferenceExecutionMode", "enum")).toEqual(["Direct", "Serial"]);
  expect(at(schema, "$defs", "TrialComponentParameterValue")).toMatchObject({
    minProperties: 1,
    maxProperties: 1,
  });
});

test.each([
  { pattern: String.raw`[\p{L}_.\-]*`, takes: ["", "aZ_.-", "é日😀"], refuses: ["a b", "{"] },
  {
    pattern: String.raw`[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF\t]+`,
    takes: ["a\té😀"],
    refuses: ["\n"],
  },
])(
  "$pattern becomes a pattern that other languages read as well",
  ({ pattern, takes, refuses }) => {
    const portable = wholeText(pattern) ?? "";
    // What a validator in Python refuses to read.
    expect(portable).not.toMatch(/\\p|\\u[dD][89a-fA-F]/);
    for (const flags of ["u", ""]) {
      const own = new RegExp(portable, flags);
      expect(takes.filter((text) => !own.test(text))).toEqual([]);
      expect(refuses.filter((text) => own.test(text))).toEqual([]);
    }
  },
);
