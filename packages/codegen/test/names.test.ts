import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adjust } from "../src/adjust.ts";
import { buildIr } from "../src/build-ir.ts";
import { decide } from "../src/decide/decide.ts";
import { generate } from "../src/generate.ts";
import { constantKey, fileName, pascal, propName } from "../src/names.ts";
import { loadSdk } from "../src/sdk.ts";
import { schemaWith, temporaryFolder } from "./helpers.ts";

const word = { type: "string" };
const item = { type: "object", properties: { Name: word, Size: { type: "integer" } } };

/** Arguments with a list of named items inside an object, and a map. */
const args = {
  type: "object",
  properties: {
    Config: {
      type: "object",
      properties: { Items: { type: "array", items: { $ref: "#/definitions/Item" } } },
    },
    Labels: { type: "object", additionalProperties: word },
  },
};

const step = {
  stepProperties: {
    type: "object",
    properties: {
      Config: {
        type: "object",
        properties: {
          Items: { type: "array", items: { $ref: "#/definitions/Item" } },
          Others: { type: "array", items: { $ref: "#/definitions/Item" } },
        },
      },
      Labels: { type: "object", additionalProperties: word },
    },
  },
  names: {
    ItemName: { givenAt: "Arguments.Config.Items.Name", address: ["Config.Items"] },
    LabelName: { givenAt: "Arguments.Labels", address: ["Labels"] },
  },
};

const schema = schemaWith(args, { step, definitions: { Item: item } });

test("names that a user chooses go as type parameters from where they are given to where they address", () => {
  const text = textOf(schema);
  for (const line of [
    "export class SampleStep<",
    "  Name extends string = string,",
    "  ItemName extends string = string,",
    "  LabelName extends string = string,",
    "  readonly arguments: SampleStepArguments<ItemName, LabelName>;",
    "  readonly Config?: SampleStepArgumentsConfig<ItemName>;",
    "  readonly Items?: readonly Item<ItemName>[];",
    "  readonly Name?: Value<ItemName>;",
    "  readonly Labels?: { readonly [Key in LabelName]: Value<string> };",
    "  get properties(): SampleStepProperties<ItemName, LabelName> {",
    "  readonly Items: { readonly [Key in ItemName]: ItemProperties };",
    "  readonly Others: PropertyList<ItemProperties>;",
    "  readonly Labels: { readonly [Key in LabelName]: Expression<string> };",
  ]) {
    expect(text).toContain(`\n${line}\n`);
  }
});

test("the paths of lists and maps addressed by name are told to the step", () => {
  expect(textOf(schema)).toContain('stepProperties(this, ["Config.Items", "Labels"])');
});

test("a name may be repeated only where it was given", () => {
  const withReference = schemaWith(
    {
      type: "object",
      properties: {
        Labels: { type: "object", additionalProperties: word },
        Favourite: word,
      },
    },
    {
      step: { names: { L: { givenAt: "Arguments.Labels", repeatedAt: ["Arguments.Favourite"] } } },
    },
  );
  expect(textOf(withReference)).toContain("\n  readonly Favourite?: Value<NoInfer<L>>;\n");
});

test("a shape of one step type has that step's file, a shape of several the shared one", () => {
  const other = structuredClone(schema.definitions.SampleStep);
  other.properties.Type.enum = ["Other"];
  const files = filesOf({
    ...schema,
    definitions: {
      ...schema.definitions,
      OtherStep: { ...other, names: {}, stepProperties: undefined },
    },
  });
  expect(files.get("shapes/shared.ts")).toContain("export interface Item<");
  expect(files.get("shapes/sample.ts")).toContain("export interface SampleStepArgumentsConfig<");
  expect(files.get("shapes/sample-properties.ts")).toContain("export interface ItemProperties");
  expect(files.get("shapes/other.ts")).toContain("export interface OtherStepArgumentsConfig");
});

test("a group that would pass 800 lines becomes a folder with a file for each shape", () => {
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`F${index}`, word]));
  const parts = ["A", "B", "C"].map((name) => [name, { type: "object", properties: wide }]);
  const paths = [
    ...filesOf(schemaWith({ type: "object", properties: Object.fromEntries(parts) })).keys(),
  ];
  expect(paths).toEqual([
    "index.ts",
    "shapes/sample/sample-step-arguments-a.ts",
    "shapes/sample/sample-step-arguments-b.ts",
    "shapes/sample/sample-step-arguments-c.ts",
    "steps/sample.ts",
    "types.ts",
    "validation/properties.ts",
    "validation/shapes.ts",
  ]);
});

test("an open enum takes other strings, any other enum does not", () => {
  const root = {
    ...schemaWith({ apiShape: "TransformResources" }),
    openEnums: { values: ["TransformInstanceType"] },
  };
  const facts = { limits: () => ({}), default: () => undefined };
  const modules = decide(buildIr(adjust(JSON.parse(JSON.stringify(root))), loadSdk(), facts));
  const enums = modules.flatMap(({ declarations }) =>
    declarations.flatMap((one) => (one.kind === "enum" ? [[one.name, one.isOpen]] : [])),
  );
  expect(enums).toEqual([["TransformInstanceType", true]]);
  expect(textOf(root)).toMatch(/export type TransformInstanceType = .* \| \(string & \{\}\);/);
});

test.each([
  ["CacheConfig", "cacheConfig"],
  ["SqsQueueUrl", "sqsQueueUrl"],
])("prop of %s", (member, wanted) => expect(propName(member)).toBe(wanted));

test.each([
  ["RegisterModelStep", "register-model"],
  ["EMRStep", "emr"],
  ["AutoMLStep", "auto-ml"],
  ["EMRServerlessStep", "emr-serverless"],
])("file of %s", (name, wanted) => expect(fileName(name)).toBe(wanted));

test.each([
  ["max_depth", "MaxDepth"],
  ["by-name", "ByName"],
  ["Std:Join", "StdJoin"],
])("%s as part of a name", (name, wanted) => expect(pascal(name)).toBe(wanted));

test.each([
  ["EndOfJob", "END_OF_JOB"],
  ["DATA_BIAS", "DATA_BIAS"],
  ["Step.THROTTLING", "STEP_THROTTLING"],
  ["ml.m5.xlarge", "ML_M5_XLARGE"],
])("key of the constant %s", (value, wanted) => expect(constantKey(value)).toBe(wanted));

function filesOf(root: object): ReadonlyMap<string, string> {
  const file = join(temporaryFolder(), "schema.json");
  writeFileSync(file, JSON.stringify(root));
  return new Map(generate(file).files.map(({ path, text }) => [path, text]));
}

function textOf(root: object): string {
  return [...filesOf(root).values()].join("\n");
}
