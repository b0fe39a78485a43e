import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { bench, pipeline, role, token, type Bench } from "./support.ts";

const prefix = "arn:aws:sagemaker:us-east-1:000000000000";

async function withResources(): Promise<Bench> {
  const made = bench();
  const tags = { Tags: [{ Key: "team", Value: "rings" }] };
  await made.call("CreatePipeline", pipeline("Abalone", tags));
  await made.call("CreatePipeline", pipeline("Other"));
  await made.call("CreateModelPackageGroup", { ModelPackageGroupName: "Rings", ...tags });
  await made.call("CreateModelPackage", { ModelPackageGroupName: "Rings" });
  await made.call("CreateModel", {
    ModelName: "Model-A",
    ExecutionRoleArn: role,
    PrimaryContainer: { ModelPackageName: `${prefix}:model-package/rings/1` },
  });
  await made.call("StartPipelineExecution", {
    PipelineName: "Abalone",
    ClientRequestToken: token("start"),
    PipelineExecutionDisplayName: "first",
  });
  return made;
}

describe("tags", () => {
  it.each([
    "pipeline/abalone",
    "pipeline/Abalone",
    "model-package-group/rings",
    "model-package/rings/1",
    "model/model-a",
  ])("of %s are added, listed and taken away", async (resource) => {
    const { call } = await withResources();
    const ResourceArn = `${prefix}:${resource}`;
    const more = [
      { Key: "team", Value: "new" },
      { Key: "a", Value: "" },
    ];
    const all = [
      { Key: "a", Value: "" },
      { Key: "team", Value: "new" },
    ];
    expect(await call("AddTags", { ResourceArn, Tags: more })).toEqual({ Tags: all });
    expect(await call("ListTags", { ResourceArn })).toMatchObject({ Tags: all });
    await call("DeleteTags", { ResourceArn, TagKeys: ["team", "none"] });
    expect(await call("ListTags", { ResourceArn })).toMatchObject({ Tags: [all[0]] });
  });

  it.each(["pipeline/none", "model/none", "endpoint/any", "model-package/rings/9"])(
    "of what is not here: %s",
    async (resource) => {
      const { refused } = await withResources();
      const ResourceArn = `${prefix}:${resource}`;
      expect(await refused("ListTags", { ResourceArn })).toBe(
        `ValidationException: The resource ${ResourceArn} does not exist.`,
      );
    },
  );

  it("are at most fifty, all together", async () => {
    const { call, refused } = await withResources();
    const ResourceArn = `${prefix}:pipeline/abalone`;
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
    expect(await refused("AddTags", { ResourceArn, Tags })).toContain("Tag limit exceeded");
    expect(await call("ListTags", { ResourceArn })).toMatchObject({
      Tags: [{ Key: "team", Value: "rings" }],
    });
  });
});

describe("Search", () => {
  const table: readonly (readonly [string, JsonObject | undefined, readonly string[]])[] = [
    ["Pipeline", undefined, ["other", "abalone"]],
    ["Pipeline", { Filters: [{ Name: "PipelineName", Value: "Abalone" }] }, ["abalone"]],
    [
      "Pipeline",
      { Filters: [{ Name: "PipelineName", Operator: "Contains", Value: "OTH" }] },
      ["other"],
    ],
    ["Pipeline", { Filters: [{ Name: "Tags.team", Value: "rings" }] }, ["abalone"]],
    ["Pipeline", { Filters: [{ Name: "Tags.team", Operator: "NotExists" }] }, ["other"]],
    ["Pipeline", { Filters: [{ Name: "LastRunTime", Operator: "Exists" }] }, ["abalone"]],
    [
      "Pipeline",
      {
        Filters: [{ Name: "CreationTime", Operator: "GreaterThan", Value: "2020-01-01T00:00:00Z" }],
      },
      ["other", "abalone"],
    ],
    [
      "Pipeline",
      {
        Operator: "Or",
        Filters: [
          { Name: "PipelineName", Value: "None" },
          { Name: "PipelineName", Operator: "In", Value: "Other,Another" },
        ],
      },
      ["other"],
    ],
    [
      "Pipeline",
      {
        SubExpressions: [
          { Filters: [{ Name: "PipelineName", Operator: "NotEquals", Value: "Other" }] },
        ],
      },
      ["abalone"],
    ],
    [
      "ModelPackageGroup",
      {
        NestedFilters: [
          { NestedPropertyName: "Tags", Filters: [{ Name: "Tags.Value", Value: "rings" }] },
        ],
      },
      ["rings"],
    ],
    ["ModelPackage", { Filters: [{ Name: "ModelPackageVersion", Value: "1" }] }, ["1"]],
    [
      "ModelPackage",
      { Filters: [{ Name: "ModelPackageVersion", Operator: "LessThan", Value: "1" }] },
      [],
    ],
    ["Experiment", undefined, []],
  ];
  it.each(table)("of %s by %j", async (Resource, SearchExpression, wanted) => {
    const { call } = await withResources();
    const { Results, TotalHits } = await call("Search", { Resource, SearchExpression });
    // The answer fits the model, which `call` has checked.
    const found = (Results as Readonly<Record<string, JsonObject>>[]).map((result) =>
      String(result[Resource]?.[`${Resource}Arn`]),
    );
    expect(found.map((arn) => arn.split("/").at(-1)).toSorted()).toEqual(wanted.toSorted());
    expect(TotalHits).toEqual({ Value: wanted.length, Relation: "EqualTo" });
  });

  it("finds executions, page by page in the order asked for", async () => {
    const { call } = await withResources();
    const start = { PipelineName: "Abalone", PipelineExecutionDisplayName: "second" };
    await call("StartPipelineExecution", { ...start, ClientRequestToken: token("second") });
    const search = {
      Resource: "PipelineExecution",
      SortBy: "PipelineExecutionDisplayName",
      SortOrder: "Ascending",
      MaxResults: 1,
    };
    const one = await call("Search", search);
    expect(one).toMatchObject({
      Results: [{ PipelineExecution: { PipelineExecutionDisplayName: "first" } }],
      TotalHits: { Value: 2 },
    });
    expect(await call("Search", { ...search, NextToken: one["NextToken"] })).toMatchObject({
      Results: [{ PipelineExecution: { PipelineExecutionDisplayName: "second" } }],
      NextToken: undefined,
    });
  });

  it("says of what it does not look at that it does not", async () => {
    const { refused } = await withResources();
    expect(await refused("Search", { Resource: "TrainingJob" })).toBe(
      "ValidationException: Search does not look at TrainingJob here, but at Pipeline, PipelineExecution, ModelPackage, ModelPackageGroup. Use the List operation instead.",
    );
  });
});
