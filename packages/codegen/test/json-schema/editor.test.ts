import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { getLanguageService, TextDocument } from "vscode-json-languageservice";
import { publishedFile } from "./validate.ts";

/**
 * That an editor is of help with the published schema: this is the part of Visual Studio Code that
 * completes and checks JSON. A bar marks the cursor.
 */
const uri = "file:///pipeline-definition.schema.json";
const service = getLanguageService({
  schemaRequestService: async () => readFileSync(publishedFile, "utf8"),
});

function open(text: string) {
  const document = TextDocument.create(
    "file:///definition.json",
    "json",
    1,
    `{ "$schema": ${JSON.stringify(uri)}, "Version": "2020-12-01", "Steps": [${text}] }`,
  );
  return { document, json: service.parseJSONDocument(document) };
}

async function completions(text: string): Promise<string[]> {
  const [before = "", after = ""] = text.split("|");
  const { document, json } = open(before + after);
  const start = document.getText().indexOf("[") + 1;
  const position = document.positionAt(start + before.length);
  const list = await service.doComplete(document, position, json);
  return (list?.items ?? []).map(({ label }) => label);
}

const step = `"Name": "P", "Type": "Processing"`;

const cases: readonly (readonly [what: string, text: string, among: readonly string[]])[] = [
  ["the types of a step", `{ "Type": | }`, [`"Processing"`, `"EMRServerless"`, `"Lineage"`]],
  ["the members of that type", `{ ${step}, | }`, ["Arguments", "PropertyFiles", "CacheConfig"]],
  [
    "the arguments of that type",
    `{ ${step}, "Arguments": { | } }`,
    ["ProcessingResources", "RoleArn"],
  ],
  [
    "the constants of an argument",
    `{ ${step}, "Arguments": { "ProcessingInputs": [{ "S3Input": { "S3InputMode": | } }] } }`,
    [`"File"`, `"Pipe"`],
  ],
  [
    "instance types, though others are taken too",
    `{ ${step}, "Arguments": { "ProcessingResources": { "ClusterConfig": { "InstanceType": | } } } }`,
    [`"ml.m5.xlarge"`],
  ],
  [
    "the functions that stand for a value",
    `{ ${step}, "Arguments": { "RoleArn": { | } } }`,
    ["Get", "Std:Join", "Std:JsonGet"],
  ],
  [
    "the types of a condition in a branch",
    `{ "Name": "C", "Type": "Condition", "Arguments": { "Conditions": [{ "Type": | }] } }`,
    [`"LessThanOrEqualTo"`, `"Or"`, `"In"`],
  ],
];

test.each(cases)("an editor offers %s", async (_what, text, among) => {
  expect(await completions(text)).toEqual(expect.arrayContaining([...among]));
});

test("an editor offers no member of another step type", async () => {
  expect(await completions(`{ "Name": "F", "Type": "Fail", | }`)).not.toContain("CacheConfig");
});

test("an editor underlines what is wrong, and nothing around it", async () => {
  const { document, json } = open(
    `{ ${step}, "Arguments": { "RoleArn": 5, "ProcessingResources": { "ClusterConfig": {
      "InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": "30" } },
      "AppSpecification": { "ImageUri": "i", "Entrypoint": [] } } }`,
  );
  const found = await service.doValidation(document, json);
  const texts = found.map(({ range }) => document.getText(range));
  expect(texts.toSorted()).toEqual([`"30"`, `"Entrypoint"`, "5"]);
});

test("an editor explains a member, with its limits and its page", async () => {
  const { document, json } = open(
    `{ ${step}, "Arguments": { "ProcessingResources": { "ClusterConfig": { "VolumeSizeInGB": 30 } } } }`,
  );
  const position = document.positionAt(document.getText().indexOf("VolumeSizeInGB") + 3);
  const hover = await service.doHover(document, position, json);
  const text = JSON.stringify(hover?.contents).replaceAll("\\", "");
  expect(text).toMatch(/whole number from 1 to 16384, in gigabytes/);
  expect(text).toMatch(/API_ProcessingClusterConfig/);
});
