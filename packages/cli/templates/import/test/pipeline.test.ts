import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { definitionGraph, readDefinition, validateDefinition, writeDefinition } from "@nacre/core";
import pipeline from "../src/app.ts";

const recorded = readDefinition(
  readFileSync(new URL("../definition.json", import.meta.url), "utf8"),
);
const definition = pipeline.definition();

// Once the program goes its own way, delete this test and definition.json.
test("the program gives the imported definition back", () => {
  assert.equal(writeDefinition(definition), writeDefinition(recorded));
});

test("the program breaks no more rules of SageMaker than what was imported", () => {
  assert.deepEqual(validateDefinition(definition), validateDefinition(recorded));
});

test("the graph has every step", () => {
  const { nodes } = definitionGraph(definition);
  assert.deepEqual(nodes, definitionGraph(recorded).nodes);
});
