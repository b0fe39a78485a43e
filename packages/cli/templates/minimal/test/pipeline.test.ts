import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionGraph, validateDefinition } from "@nacre/core";
import app from "../src/app.ts";
import { context } from "./context.ts";

const definition = app(context).definition();

test("the definition breaks no rule of SageMaker", () => {
  const errors = validateDefinition(definition).filter(({ severity }) => severity === "error");
  assert.deepEqual(errors, []);
});

test("the decision comes after the summary", () => {
  const { edges } = definitionGraph(definition);
  assert.deepEqual(
    edges.map(({ from, to, kind }) => `${from} -> ${to} (${kind})`),
    ["Summarize -> EnoughRows (data)", "EnoughRows -> TooFewRows (branch)"],
  );
});

test("a run starts with the parameters that the definition declares", () => {
  assert.deepEqual(
    definition.Parameters?.map(({ Name, DefaultValue }) => [Name, DefaultValue]),
    [
      ["InputData", "s3://sagemaker-us-east-1-111122223333/input/data.csv"],
      ["MinimumRows", 10],
    ],
  );
});
