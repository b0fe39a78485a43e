import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionGraph, validateDefinition } from "@nacre/core";
import app from "../src/app.ts";
import { createSampleData } from "../src/sample/sample-data.ts";
import { context } from "./context.ts";

const definition = app(context).definition();

test("the definition breaks no rule of SageMaker", () => {
  const errors = validateDefinition(definition).filter(({ severity }) => severity === "error");
  assert.deepEqual(errors, []);
});

test("each step comes after those whose results it reads", () => {
  const { edges } = definitionGraph(definition);
  const data = edges
    .filter(({ kind }) => kind === "data")
    .map(({ from, to }) => `${from} -> ${to}`);
  assert.deepEqual(data.slice(0, 3), [
    "AbaloneProcess -> AbaloneTrain",
    "AbaloneTrain -> AbaloneEval",
    "AbaloneProcess -> AbaloneEval",
  ]);
  assert.ok(data.includes("AbaloneEval -> AbaloneMSECond"));
});

test("a good model is registered and used, a poor one fails the run", () => {
  const { nodes } = definitionGraph(definition);
  const branches = nodes.flatMap(({ name, branch }) => (branch ? [`${branch.when}: ${name}`] : []));
  assert.deepEqual(branches, [
    "if: AbaloneRegisterModel-RegisterModel",
    "if: AbaloneCreateModel",
    "if: AbaloneTransform",
    "else: AbaloneMSEFail",
  ]);
});

test("the sample has the columns of the real data", () => {
  const [first = ""] = createSampleData().csv.split("\n");
  assert.equal(first.split(",").length, 9);
});
