import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { generated, schemaWith, temporaryFolder } from "./helpers.ts";

const empty = { type: "object", properties: {} };
const [a, b] = ["#/definitions/A", "#/definitions/B"];
const withNames = (names: object) => schemaWith(empty, { step: { names } });

/** A schema that cannot be understood, and the fault it is refused with. */
const faults: readonly (readonly [code: string, schema: object, said: RegExp])[] = [
  ["SCHEMA_NO_STEPS", { definitions: {} }, /no step type/],
  ["SCHEMA_NODE", schemaWith({ properties: { A: 5 } }), /Arguments\/properties\/A is 5/],
  ["SCHEMA_TYPE", schemaWith({ properties: { A: { type: "text" } } }), /"text"/],
  [
    "SCHEMA_REFERENCE_UNKNOWN",
    schemaWith({ properties: { A: { $ref: "#/definitions/Nope" } } }),
    /#\/definitions\/Nope/,
  ],
  ["SCHEMA_NODE", schemaWith(empty, { definitions: { A: 5 } }), /definitions\/A is 5/],
  [
    "STEP_TYPE_TWICE",
    schemaWith(empty, { definitions: { OtherStep: schemaWith(empty).definitions.SampleStep } }),
    /definitions\/SampleStep and definitions\/OtherStep both have the type "Sample"/,
  ],
  [
    "SCHEMA_CYCLE",
    schemaWith(empty, {
      definitions: { A: { oneOf: [{ $ref: b }, {}] }, B: { type: "array", items: { $ref: a } } },
    }),
    /A → B → A/,
  ],
  [
    "SCHEMA_ALL_OF_CYCLE",
    schemaWith(empty, {
      definitions: { A: { allOf: [{ $ref: b }] }, B: { allOf: [{ $ref: a }] } },
    }),
    /^definitions\/A\/allOf\/0\/allOf\/0\b.* B → A → B/,
  ],
  ["SCHEMA_ALL_OF", schemaWith({ allOf: [{ type: "string" }] }), /allOf\/0/],
  [
    "SCHEMA_FORM_UNNAMED",
    schemaWith({ properties: { A: { oneOf: [{ properties: {} }, { properties: { B: {} } }] } } }),
    /SampleStepArgumentsA/,
  ],
  ["API_SHAPE_UNKNOWN", schemaWith({ apiShape: "CreateNothing" }), /CreateNothing/],
  [
    "API_MEMBER_UNKNOWN",
    schemaWith({ apiShape: "VpcConfig", apiMembers: { Subnet: { optional: true } } }),
    /VpcConfig\.Subnet\b/,
  ],
  [
    "API_ADDITION",
    { ...schemaWith(empty), apiAdditions: { VpcConfig: { Subnets: { apiType: "string" } } } },
    /VpcConfig\.Subnets, which the API has/,
  ],
  [
    "API_ADDITION",
    { ...schemaWith(empty), apiAdditions: { VpcConfig: { Mode: { apiType: "ContainerMood" } } } },
    /ContainerMood/,
  ],
  ["SCHEMA_NAMES", withNames({ N: {} }), /givenAt/],
  [
    "SCHEMA_NAMES_PATH",
    withNames({ N: { givenAt: "Arguments.Nope" } }),
    /SampleStepArguments\.Nope/,
  ],
  [
    "SCHEMA_STEP_PROPERTIES",
    schemaWith(empty, { step: { stepProperties: { type: "string" } } }),
    /stepProperties/,
  ],
  [
    "NAME_TWICE",
    schemaWith(
      {
        properties: {
          A: { $ref: "#/definitions/VpcConfig" },
          B: { type: "array", items: { apiShape: "NetworkConfig" } },
        },
      },
      { definitions: { VpcConfig: { properties: {} } } },
    ),
    /VpcConfig/,
  ],
  [
    "NAME_TWICE",
    schemaWith(
      { properties: { A: { $ref: "#/definitions/Condition" } } },
      { definitions: { Condition: { properties: {} } } },
    ),
    /Condition/,
  ],
];

test.each(faults)("%s", (code, schema, said) => {
  expect(() => generated(schema)).toThrow(
    expect.objectContaining({ name: "CodegenError", code, message: expect.stringMatching(said) }),
  );
});

test("a file that is not JSON, or is not there", () => {
  const file = join(temporaryFolder(), "schema.json");
  expect(() => generate(file)).toThrow(expect.objectContaining({ code: "SCHEMA_UNREADABLE" }));
  writeFileSync(file, "{");
  expect(() => generate(file)).toThrow(expect.objectContaining({ code: "SCHEMA_NOT_JSON" }));
  writeFileSync(file, "[]");
  expect(() => generate(file)).toThrow(expect.objectContaining({ code: "SCHEMA_NOT_JSON" }));
});

test("a keyword that nothing reads is reported with its place", () => {
  const { warnings } = generated(
    schemaWith({ properties: { A: { type: "string", maxLenght: 3 } } }),
  );
  expect(warnings).toEqual([
    expect.stringMatching(
      /^definitions\/SampleStep\/properties\/Arguments\/properties\/A: .*maxLenght/,
    ),
  ]);
});
