import { readFileSync } from "node:fs";
import { join } from "node:path";
import { definitionGraph, flattenSteps, parseReference, readDefinition } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf } from "../support/errors.ts";

const abalone = readDefinition(
  readFileSync(join(import.meta.dirname, "../fixtures/abalone-definition.json"), "utf8"),
);

const member = (name: string) => ({ kind: "member", name });

describe("the graph of the Abalone pipeline", () => {
  const graph = definitionGraph(abalone);

  it("has every step, those in branches with their branch", () => {
    expect(graph.nodes.map(({ name, branch }) => [name, branch?.condition, branch?.when])).toEqual([
      ["AbaloneProcess", undefined, undefined],
      ["AbaloneTrain", undefined, undefined],
      ["AbaloneEval", undefined, undefined],
      ["AbaloneMSECond", undefined, undefined],
      ["AbaloneRegisterModel-RegisterModel", "AbaloneMSECond", "if"],
      ["AbaloneCreateModel", "AbaloneMSECond", "if"],
      ["AbaloneTransform", "AbaloneMSECond", "if"],
      ["AbaloneMSEFail", "AbaloneMSECond", "else"],
    ]);
  });

  it("has an edge for every pair of steps of which one waits for the other", () => {
    expect(graph.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual([
      "AbaloneProcess data AbaloneTrain",
      "AbaloneTrain data AbaloneEval",
      "AbaloneProcess data AbaloneEval",
      "AbaloneEval data AbaloneMSECond",
      "AbaloneMSECond branch AbaloneRegisterModel-RegisterModel",
      "AbaloneTrain data AbaloneRegisterModel-RegisterModel",
      "AbaloneMSECond branch AbaloneCreateModel",
      "AbaloneTrain data AbaloneCreateModel",
      "AbaloneMSECond branch AbaloneTransform",
      "AbaloneCreateModel data AbaloneTransform",
      "AbaloneMSECond branch AbaloneMSEFail",
    ]);
  });

  it("says what is read along an edge", () => {
    expect(graph.edges[0]?.via).toBe(
      "ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri, " +
        "ProcessingOutputConfig.Outputs['validation'].S3Output.S3Uri",
    );
    expect(graph.edges[3]?.via).toBe("PropertyFiles.EvaluationReport");
    expect(graph.edges[4]?.via).toBe("if");
  });

  it("says which steps use a parameter", () => {
    expect(graph.parameters).toEqual([
      { name: "ProcessingInstanceCount", usedBy: ["AbaloneProcess"] },
      { name: "ModelApprovalStatus", usedBy: ["AbaloneRegisterModel-RegisterModel"] },
      { name: "InputData", usedBy: ["AbaloneProcess"] },
      { name: "BatchData", usedBy: ["AbaloneTransform"] },
      { name: "MseThreshold", usedBy: ["AbaloneMSECond", "AbaloneMSEFail"] },
    ]);
  });

  it("is drawn of a faulty definition too", () => {
    const definition = readDefinition(
      '{ "Version": "x", "Steps": [{ "Name": "A", "Type": "Lambda", "Arguments": { "x": { "Get": "Steps.B.C" }, "y": { "Get": "?" } }, "DependsOn": ["D"] }] }',
    );
    expect(definitionGraph(definition)).toEqual({
      nodes: [{ name: "A", type: "Lambda" }],
      edges: [],
      parameters: [],
    });
  });
});

describe("all steps of a definition", () => {
  it("come with their JSON paths", () => {
    expect(flattenSteps(abalone).map((step) => step.path)).toEqual([
      "$.Steps[0]",
      "$.Steps[1]",
      "$.Steps[2]",
      "$.Steps[3]",
      "$.Steps[3].Arguments.IfSteps[0]",
      "$.Steps[3].Arguments.IfSteps[1]",
      "$.Steps[3].Arguments.IfSteps[2]",
      "$.Steps[3].Arguments.ElseSteps[0]",
    ]);
  });
});

describe("a reference", () => {
  it.each<[string, unknown]>([
    ["Parameters.P", { kind: "parameter", name: "P" }],
    ["Execution.PipelineName", { kind: "execution", name: "PipelineName" }],
    ["PipelineExperimentConfig.TrialName", { kind: "experiment", name: "TrialName" }],
    ["Steps.A.PropertyFiles.Report", { kind: "propertyFile", step: "A", name: "Report" }],
    ["Steps.A.ModelName", { kind: "property", step: "A", path: [member("ModelName")] }],
    [
      "Steps.A-1_b.Outputs['a.b'].List[3].X",
      {
        kind: "property",
        step: "A-1_b",
        path: [
          member("Outputs"),
          { kind: "key", name: "a.b" },
          member("List"),
          { kind: "index", index: 3 },
          member("X"),
        ],
      },
    ],
    [
      "Steps.T.FinalMetricDataList['validation:rmse'].Value",
      {
        kind: "property",
        step: "T",
        path: [
          member("FinalMetricDataList"),
          { kind: "key", name: "validation:rmse" },
          member("Value"),
        ],
      },
    ],
  ])("%s", (text, wanted) => {
    expect(parseReference(text)).toEqual(wanted);
  });

  it.each([
    "",
    "Steps",
    "Steps.",
    "Steps.A[",
    "Steps.A..B",
    "Steps.A['x",
    "Nothing.A",
    "Parameters.",
  ])("is not %j", (text) => {
    expect(faultOf(() => parseReference(text)).code).toBe("REFERENCE_INVALID");
  });
});
