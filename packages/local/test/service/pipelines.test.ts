import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { bench, failing, pipeline, role, token } from "./support.ts";

const arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline";

describe("CreatePipeline", () => {
  it("gives an ARN with the name in lower case, in the region that was signed for", async () => {
    const { call } = bench();
    expect(await call("CreatePipeline", pipeline("Abalone"), "eu-west-1")).toEqual({
      PipelineArn: "arn:aws:sagemaker:eu-west-1:000000000000:pipeline/abalone",
    });
  });

  it("keeps what DescribePipeline then gives, the definition byte for byte", async () => {
    const { call } = bench();
    const definition = `${failing} \n`;
    await call(
      "CreatePipeline",
      pipeline("Abalone", {
        PipelineDefinition: definition,
        PipelineDisplayName: "Rings",
        PipelineDescription: "Trains.",
        ParallelismConfiguration: { MaxParallelExecutionSteps: 4 },
      }),
    );
    const described = await call("DescribePipeline", { PipelineName: "Abalone" });
    expect(described).toMatchObject({
      PipelineArn: `${arn}/abalone`,
      PipelineName: "Abalone",
      PipelineDisplayName: "Rings",
      PipelineDescription: "Trains.",
      PipelineDefinition: definition,
      PipelineStatus: "Active",
      RoleArn: role,
      ParallelismConfiguration: { MaxParallelExecutionSteps: 4 },
    });
    const created = Number(described["CreationTime"]);
    expect(Math.abs(created * 1000 - Date.now())).toBeLessThan(60_000);
  });

  it("takes a definition that lies in S3", async () => {
    const { call, database } = bench();
    mkdirSync(join(database.home, "s3/bucket/defs"), { recursive: true });
    writeFileSync(join(database.home, "s3/bucket/defs/a.json"), failing);
    const { PipelineDefinition: _, ...rest } = pipeline("Abalone");
    const location = { Bucket: "bucket", ObjectKey: "defs/a.json" };
    await call("CreatePipeline", { ...rest, PipelineDefinitionS3Location: location });
    const { PipelineDefinition } = await call("DescribePipeline", { PipelineName: "Abalone" });
    expect(PipelineDefinition).toBe(failing);
  });

  const { PipelineDefinition: _definition, ...bare } = pipeline("Abalone");
  const location = { Bucket: "bucket", ObjectKey: "../../../etc/passwd" };
  const unsuitable: readonly (readonly [string, JsonObject, string | RegExp])[] = [
    [
      "no definition",
      bare,
      "ValidationException: Either Pipeline Definition or Pipeline Definition S3 location should be provided",
    ],
    [
      "two definitions",
      { ...pipeline("Abalone"), PipelineDefinitionS3Location: location },
      "ValidationException: Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present",
    ],
    [
      "a key that would lead out of the store",
      { ...bare, PipelineDefinitionS3Location: location },
      /^ValidationException: Unable to read the pipeline definition: there is no object s3:\/\/bucket\/\.\.\//,
    ],
    [
      "a version of an object",
      { ...bare, PipelineDefinitionS3Location: { ...location, VersionId: "1" } },
      /^ValidationException: PipelineDefinitionS3Location\.VersionId: objects have no versions here/,
    ],
    [
      "text that is no JSON",
      { ...bare, PipelineDefinition: "not json" },
      /^ValidationException: .*\n- DEFINITION_NOT_JSON \(\$\): /,
    ],
    [
      "a list for an object",
      { ...bare, PipelineDefinition: "[]" },
      /^ValidationException: Unable to parse pipeline definition\. Expecting start of Json Object\./,
    ],
    [
      "an object for a list",
      { ...bare, PipelineDefinition: '{ "Version": "2020-12-01", "Steps": {} }' },
      /^ValidationException: Unable to parse pipeline definition\. Expecting start of Json Array\./,
    ],
    [
      "a tag twice",
      {
        ...pipeline("Abalone"),
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "a", Value: "2" },
        ],
      },
      "ValidationException: Duplicate tag keys found: a",
    ],
    [
      "a tag of AWS",
      { ...pipeline("Abalone"), Tags: [{ Key: "aws:x", Value: "1" }] },
      "ValidationException: aws: prefixed tag key names are not allowed for external use.",
    ],
    [
      "an alias of digits",
      { ...pipeline("Abalone"), PipelineVersionAliases: ["12"] },
      "ValidationException: Pipeline version alias '12' cannot consist of numbers only.",
    ],
  ];
  it.each(unsuitable)("refuses %s", async (_what, input, wanted) => {
    const { refused, call } = bench();
    expect(await refused("CreatePipeline", input)).toMatch(wanted);
    expect(await call("ListPipelines")).toEqual({ PipelineSummaries: [], NextToken: undefined });
  });

  it("refuses a name that is taken, in other capitals too, in words that both kinds of clients look for", async () => {
    const { call, refused } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const again = { ...pipeline("ABALONE"), ClientRequestToken: token("again") };
    const message = await refused("CreatePipeline", again);
    expect(message).toContain("ValidationException: Pipeline names must be unique within an AWS");
    expect(message).toContain("already exists");
  });

  it("says that the disk is full, and keeps nothing of the pipeline then", async () => {
    const { call, refused, database } = bench();
    // As if there were no room for another page.
    const { page_count: pages } = database.get("PRAGMA page_count") ?? {};
    database.get(`PRAGMA max_page_count = ${String(pages)}`);
    const large = failing + " ".repeat(1_000_000);
    expect(
      await refused("CreatePipeline", pipeline("Abalone", { PipelineDefinition: large })),
    ).toBe(
      "InternalFailure: The state of this home cannot be written: there is no room left on its disk.",
    );
    database.get("PRAGMA max_page_count = 1000000");
    expect(await call("ListPipelines")).toMatchObject({ PipelineSummaries: [] });
    await call("CreatePipeline", pipeline("Abalone"));
  });

  it("keeps the pipelines of two regions apart by nothing: a home has one of a name", async () => {
    const { call } = bench();
    await call("CreatePipeline", pipeline("Abalone"), "eu-west-1");
    const { PipelineArn } = await call("DescribePipeline", { PipelineName: "Abalone" });
    expect(PipelineArn).toBe("arn:aws:sagemaker:eu-west-1:000000000000:pipeline/abalone");
  });
});

describe("the name of a pipeline", () => {
  it.each([
    "Abalone",
    "abalone",
    `${arn}/abalone`,
    "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/Abalone",
  ])("may be given as %s", async (name) => {
    const { call } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const described = await call("DescribePipeline", { PipelineName: name });
    expect(described["PipelineName"]).toBe("Abalone");
    expect(await call("ListPipelineExecutions", { PipelineName: name })).toMatchObject({
      PipelineExecutionSummaries: [],
    });
  });

  const missing: readonly (readonly [string, JsonObject])[] = [
    ["DescribePipeline", {}],
    ["UpdatePipeline", {}],
    ["DeletePipeline", { ClientRequestToken: token("t") }],
    ["ListPipelineVersions", {}],
    ["ListPipelineExecutions", {}],
    ["StartPipelineExecution", { ClientRequestToken: token("t") }],
  ];
  it.each(missing)("%s of one that is not there", async (operation, more) => {
    const { refused } = bench();
    expect(await refused(operation, { PipelineName: "None", ...more })).toBe(
      `ResourceNotFound: Pipeline '${arn}/none' does not exist.`,
    );
  });
});

describe("UpdatePipeline", () => {
  const other = failing.replace("no reason", "a reason");

  it("changes what is given, and makes a version of another definition", async () => {
    const { call } = bench();
    await call("CreatePipeline", pipeline("Abalone", { PipelineDescription: "Old." }));
    const updated = await call("UpdatePipeline", {
      PipelineName: "Abalone",
      PipelineDefinition: other,
      PipelineDisplayName: "New",
    });
    expect(updated).toEqual({ PipelineArn: `${arn}/abalone`, PipelineVersionId: 2 });
    expect(await call("DescribePipeline", { PipelineName: "Abalone" })).toMatchObject({
      PipelineDisplayName: "New",
      PipelineDescription: "Old.",
      PipelineDefinition: other,
    });
    const first = { PipelineName: "Abalone", PipelineVersionId: 1 };
    expect(await call("DescribePipeline", first)).toMatchObject({ PipelineDefinition: failing });
  });

  it("makes no version of the same definition, or of none", async () => {
    const { call } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const same = { PipelineName: "Abalone", PipelineDefinition: failing };
    expect(await call("UpdatePipeline", same)).toMatchObject({ PipelineVersionId: 1 });
    const none = { PipelineName: "Abalone", PipelineDescription: "New." };
    expect(await call("UpdatePipeline", none)).toMatchObject({ PipelineVersionId: 1 });
  });

  it("refuses a definition with an error and changes nothing", async () => {
    const { call, refused } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const bad = { PipelineName: "Abalone", PipelineDefinition: "{}", PipelineDescription: "New." };
    expect(await refused("UpdatePipeline", bad)).toContain("ValidationException: ");
    const described = await call("DescribePipeline", { PipelineName: "Abalone" });
    expect(described["PipelineDescription"]).toBeUndefined();
  });
});

async function twoVersions() {
  const made = bench();
  await made.call("CreatePipeline", pipeline("Abalone", { PipelineVersionAliases: ["prod"] }));
  await made.call("UpdatePipeline", {
    PipelineName: "Abalone",
    PipelineDefinition: failing.replace("no reason", "another"),
    PipelineVersionAliases: ["beta", "latest.1"],
  });
  return made;
}

describe("versions", () => {
  it("are listed, the newest first, with their aliases", async () => {
    const { call } = await twoVersions();
    const { PipelineVersionSummaries } = await call("ListPipelineVersions", {
      PipelineName: "Abalone",
    });
    expect(PipelineVersionSummaries).toMatchObject([
      { PipelineVersionId: 2, PipelineVersionAliases: ["beta", "latest.1"] },
      { PipelineVersionId: 1, PipelineVersionAliases: ["prod"] },
    ]);
  });

  it("are named by number or alias", async () => {
    const { call, refused } = await twoVersions();
    const PipelineName = "Abalone";
    expect(await call("DescribePipeline", { PipelineName, PipelineVersionAlias: "prod" })).toEqual(
      await call("DescribePipeline", { PipelineName, PipelineVersionId: 1 }),
    );
    expect(await refused("DescribePipeline", { PipelineName, PipelineVersionId: 3 })).toBe(
      `ResourceNotFound: Pipeline '${arn}/abalone' has no version '3'.`,
    );
    expect(await refused("DescribePipeline", { PipelineName, PipelineVersionAlias: "no" })).toBe(
      `ResourceNotFound: Pipeline '${arn}/abalone' has no version 'no'.`,
    );
    const both = { PipelineName, PipelineVersionAlias: "prod", PipelineVersionId: 1 };
    expect(await refused("DescribePipeline", both)).toBe(
      "ValidationException: PipelineVersionId and PipelineVersionAlias cannot both be specified.",
    );
  });

  it("get names and aliases by UpdatePipelineVersion", async () => {
    const { call, refused } = await twoVersions();
    const update = (operations: JsonObject): JsonObject => ({
      PipelineArn: `${arn}/abalone`,
      PipelineVersionId: 2,
      PipelineVersionDisplayName: "second",
      PipelineVersionDescription: "Better.",
      PipelineVersionAliasOperations: operations,
    });
    expect(await refused("UpdatePipelineVersion", update({ Add: ["prod"] }))).toBe(
      "ConflictException: Pipeline version alias 'prod' belongs to version 1. Remove it there first.",
    );
    const many = Array.from({ length: 9 }, (_, index) => `alias${index}`);
    expect(await refused("UpdatePipelineVersion", update({ Add: many }))).toBe(
      "ValidationException: A pipeline version can have at most 10 aliases.",
    );
    expect(await call("UpdatePipelineVersion", update({ Add: ["c"], Remove: ["beta"] }))).toEqual({
      PipelineArn: `${arn}/abalone`,
      PipelineVersionId: 2,
    });
    expect(await call("DescribePipeline", { PipelineName: "Abalone" })).toMatchObject({
      PipelineVersionDisplayName: "second",
      PipelineVersionDescription: "Better.",
      PipelineVersionAliases: ["c", "latest.1"],
    });
  });
});

describe("StartPipelineExecution", () => {
  it("takes no role: the pipeline's is used, as in the real service", async () => {
    const { call, refused } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const start = { PipelineName: "Abalone", ClientRequestToken: token("start"), RoleArn: role };
    expect(await refused("StartPipelineExecution", start)).toContain(
      "ValidationException: RoleArn cannot be specified for a pipeline that you created",
    );
  });

  it("starts the version that is asked for", async () => {
    const { call } = bench();
    await call("CreatePipeline", pipeline("Abalone", { PipelineVersionAliases: ["prod"] }));
    const other = failing.replace("no reason", "a reason");
    await call("UpdatePipeline", { PipelineName: "Abalone", PipelineDefinition: other });
    const start = { PipelineName: "Abalone", PipelineVersionAlias: "prod" };
    const { PipelineExecutionArn } = await call("StartPipelineExecution", {
      ...start,
      ClientRequestToken: token("start"),
    });
    expect(await call("DescribePipelineExecution", { PipelineExecutionArn })).toMatchObject({
      PipelineVersionId: 1,
      PipelineVersionAliases: ["prod"],
    });
    expect(
      await call("DescribePipelineDefinitionForExecution", { PipelineExecutionArn }),
    ).toMatchObject({ PipelineDefinition: failing });
    const { PipelineVersionSummaries } = await call("ListPipelineVersions", {
      PipelineName: "Abalone",
      SortOrder: "Ascending",
    });
    expect(PipelineVersionSummaries).toMatchObject([
      { PipelineVersionId: 1, LastExecutionPipelineExecutionArn: PipelineExecutionArn },
      { PipelineVersionId: 2 },
    ]);
    const ofVersion = { PipelineName: "Abalone", PipelineVersionAlias: "prod" };
    expect(await call("ListPipelineExecutions", ofVersion)).toMatchObject({
      PipelineExecutionSummaries: [{ PipelineExecutionArn }],
    });
  });
});

describe("DeletePipeline", () => {
  it("deletes the pipeline with all that is its own, and then its name is free", async () => {
    const { call, refused } = bench();
    await call("CreatePipeline", pipeline("Abalone", { Tags: [{ Key: "team", Value: "a" }] }));
    const input = { PipelineName: "Abalone", ClientRequestToken: token("delete") };
    expect(await call("DeletePipeline", input)).toEqual({ PipelineArn: `${arn}/abalone` });
    expect(await refused("DescribePipeline", { PipelineName: "Abalone" })).toContain("NotFound");
    const again = { ...pipeline("Abalone"), ClientRequestToken: token("again") };
    await call("CreatePipeline", again);
    expect(await call("ListTags", { ResourceArn: `${arn}/abalone` })).toMatchObject({ Tags: [] });
  });

  it("is refused while an execution runs", async () => {
    const { call, refused } = bench();
    await call("CreatePipeline", pipeline("Abalone"));
    const start = { PipelineName: "Abalone", ClientRequestToken: token("start") };
    const { PipelineExecutionArn } = await call("StartPipelineExecution", start);
    const input = { PipelineName: "Abalone", ClientRequestToken: token("delete") };
    expect(await refused("DeletePipeline", input)).toBe(
      `ConflictException: Pipeline '${arn}/abalone' has 1 running executions, such as '${String(PipelineExecutionArn)}'. Stop them with StopPipelineExecution first.`,
    );
  });
});
