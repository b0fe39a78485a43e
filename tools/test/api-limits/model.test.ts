import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { limitsOf, type ModelShapes } from "../../src/api-limits/model.ts";

const shapes: ModelShapes = {
  Request: {
    type: "structure",
    members: {
      JobName: { shape: "JobName" },
      Free: { shape: "FreeText" },
      Count: { shape: "Count" },
      Ratio: { shape: "Ratio" },
      Names: { shape: "Names" },
      Labels: { shape: "Labels" },
      Inner: { shape: "Inner" },
      Inners: { shape: "Inners" },
    },
  },
  JobName: { type: "string", min: 1, max: 63, pattern: "[a-z]+" },
  FreeText: { type: "string" },
  Count: { type: "integer", min: 0 },
  Ratio: { type: "float", max: 1 },
  Names: { type: "list", member: { shape: "JobName" }, max: 10 },
  Labels: { type: "map", key: { shape: "JobName" }, value: { shape: "FreeText" }, max: 5 },
  Inner: { type: "structure", members: { Name: { shape: "JobName" }, Again: { shape: "Inner" } } },
  Inners: { type: "list", member: { shape: "Inner" } },
  Unreached: { type: "structure", members: { Name: { shape: "JobName" } } },
};

test("limits of what a request can hold, and of nothing else", () => {
  const name = { min: 1, max: 63, pattern: "[a-z]+" };
  expect(limitsOf(shapes, ["Request"])).toEqual({
    Inner: { Name: name },
    Request: {
      JobName: name,
      Count: { min: 0, integer: true },
      Ratio: { max: 1 },
      Names: { max: 10, items: name },
      Labels: { max: 5, keys: name },
    },
  });
});

test("a shape that the model does not have is a fault", () => {
  expect(() => limitsOf(shapes, ["Nope"])).toThrow(/Nope/);
});

test("the committed limits are those that AWS's pages state", () => {
  const file = new URL("../../../packages/codegen/data/api-limits.json", import.meta.url);
  const { shapes: limits } = JSON.parse(readFileSync(file, "utf8"));
  expect(limits.CreateTrainingJobRequest.HyperParameters).toMatchObject({
    max: 100,
    keys: { max: 256 },
    items: { max: 2500 },
  });
  expect(limits.CreateProcessingJobRequest.ProcessingInputs).toEqual({ min: 0, max: 10 });
  expect(limits.ProcessingStoppingCondition.MaxRuntimeInSeconds).toEqual({
    min: 1,
    max: 777_600,
    integer: true,
  });
});
