import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { bench, role, type Bench } from "./support.ts";

const arn = "arn:aws:sagemaker:us-east-1:000000000000";
const inference = {
  Containers: [
    {
      Image: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3",
      ModelDataUrl: "s3://bucket/model.tar.gz",
    },
  ],
  SupportedContentTypes: ["text/csv"],
  SupportedResponseMIMETypes: ["text/csv"],
};

async function withGroup(versions: number): Promise<Bench> {
  const made = bench();
  await made.call("CreateModelPackageGroup", {
    ModelPackageGroupName: "Rings",
    ModelPackageGroupDescription: "Of abalone.",
  });
  for (let version = 1; version <= versions; version += 1) {
    // oxlint-disable-next-line no-await-in-loop -- versions are given in this order
    await made.call("CreateModelPackage", {
      ModelPackageGroupName: "Rings",
      InferenceSpecification: inference,
      CustomerMetadataProperties: { run: String(version) },
    });
  }
  return made;
}

describe("a model package group", () => {
  it("is described by name or ARN, whatever its capitals", async () => {
    const { call } = await withGroup(0);
    const wanted = {
      ModelPackageGroupName: "Rings",
      ModelPackageGroupArn: `${arn}:model-package-group/rings`,
      ModelPackageGroupDescription: "Of abalone.",
      ModelPackageGroupStatus: "Completed",
    };
    for (const name of ["Rings", "rings", `${arn}:model-package-group/rings`]) {
      // oxlint-disable-next-line no-await-in-loop -- few, and quick
      const described = await call("DescribeModelPackageGroup", { ModelPackageGroupName: name });
      expect(described).toMatchObject(wanted);
    }
  });

  it("is listed, searched for and deleted", async () => {
    const { call, refused } = await withGroup(1);
    await call("CreateModelPackageGroup", { ModelPackageGroupName: "Other" });
    const names = async (input: JsonObject): Promise<unknown> => {
      const { ModelPackageGroupSummaryList: list } = await call("ListModelPackageGroups", input);
      // The answer fits the model, which `call` has checked.
      return (list as JsonObject[]).map(({ ModelPackageGroupName }) => ModelPackageGroupName);
    };
    expect(await names({ SortBy: "Name" })).toEqual(["Other", "Rings"]);
    expect(await names({ SortBy: "Name", SortOrder: "Descending" })).toEqual(["Rings", "Other"]);
    expect(await names({ NameContains: "ING" })).toEqual(["Rings"]);
    const deletion = { ModelPackageGroupName: "Rings" };
    expect(await refused("DeleteModelPackageGroup", deletion)).toBe(
      `ConflictException: Cannot delete ModelPackageGroup ${arn}:model-package-group/rings since it contains ModelPackages. Delete them first.`,
    );
    await call("DeleteModelPackage", { ModelPackageName: `${arn}:model-package/rings/1` });
    await call("DeleteModelPackageGroup", deletion);
    expect(await names({})).toEqual(["Other"]);
  });

  it("that is there already, or is not there", async () => {
    const { refused } = await withGroup(0);
    const groupArn = `${arn}:model-package-group`;
    expect(await refused("CreateModelPackageGroup", { ModelPackageGroupName: "RINGS" })).toBe(
      `ValidationException: Model Package Group already exists: ${groupArn}/rings`,
    );
    const missing = `ValidationException: ModelPackageGroup ${groupArn}/none does not exist.`;
    const input = { ModelPackageGroupName: "None" };
    expect(await refused("DescribeModelPackageGroup", input)).toBe(missing);
    expect(await refused("DeleteModelPackageGroup", input)).toBe(missing);
    expect(await refused("ListModelPackages", input)).toBe(missing);
    expect(await refused("CreateModelPackage", input)).toBe(missing);
  });
});

describe("a model package", () => {
  it("is a version of its group, that waits for approval", async () => {
    const { call } = await withGroup(2);
    const second = `${arn}:model-package/rings/2`;
    const described = await call("DescribeModelPackage", { ModelPackageName: second });
    expect(described).toMatchObject({
      ModelPackageGroupName: "Rings",
      ModelPackageVersion: 2,
      ModelPackageArn: second,
      ModelPackageStatus: "Completed",
      ModelApprovalStatus: "PendingManualApproval",
      InferenceSpecification: inference,
      CustomerMetadataProperties: { run: "2" },
    });
    expect(await call("DescribeModelPackage", { ModelPackageName: "Rings/2" })).toEqual(described);
  });

  it("is approved, and described anew", async () => {
    const { call } = await withGroup(1);
    const ModelPackageArn = `${arn}:model-package/rings/1`;
    const extra = { Name: "more", Containers: inference.Containers };
    await call("UpdateModelPackage", {
      ModelPackageArn,
      ModelApprovalStatus: "Approved",
      ApprovalDescription: "Good.",
      CustomerMetadataProperties: { owner: "me" },
      CustomerMetadataPropertiesToRemove: ["run"],
      AdditionalInferenceSpecificationsToAdd: [extra],
    });
    expect(await call("DescribeModelPackage", { ModelPackageName: ModelPackageArn })).toMatchObject(
      {
        ModelApprovalStatus: "Approved",
        ApprovalDescription: "Good.",
        CustomerMetadataProperties: { owner: "me" },
        AdditionalInferenceSpecifications: [extra],
      },
    );
  });

  it("has a number that is not given again", async () => {
    const { call } = await withGroup(2);
    await call("DeleteModelPackage", { ModelPackageName: `${arn}:model-package/rings/2` });
    const third = { ModelPackageGroupName: "Rings", InferenceSpecification: inference };
    expect(await call("CreateModelPackage", third)).toEqual({
      ModelPackageArn: `${arn}:model-package/rings/3`,
    });
  });

  it("may have a name of its own", async () => {
    const { call, refused } = await withGroup(1);
    const named = { ModelPackageName: "Alone", InferenceSpecification: inference };
    expect(await call("CreateModelPackage", named)).toEqual({
      ModelPackageArn: `${arn}:model-package/alone`,
    });
    expect(await call("DescribeModelPackage", { ModelPackageName: "Alone" })).toMatchObject({
      ModelPackageName: "Alone",
      ModelPackageArn: `${arn}:model-package/alone`,
    });
    expect(await refused("CreateModelPackage", named)).toBe(
      `ConflictException: Model Package already exists: ${arn}:model-package/alone`,
    );
    const both = { ...named, ModelPackageGroupName: "Rings" };
    expect(await refused("CreateModelPackage", both)).toContain("Exactly one of ModelPackageName");
  });

  it.each([
    [{}, []],
    [{ ModelPackageType: "Versioned" }, [1, 2, 3]],
    [{ ModelPackageGroupName: "rings" }, [1, 2, 3]],
    [
      { ModelPackageGroupName: `${arn}:model-package-group/rings`, SortOrder: "Descending" },
      [3, 2, 1],
    ],
    [{ ModelPackageGroupName: "Rings", ModelApprovalStatus: "Approved" }, [2]],
    [{ ModelPackageType: "Both", NameContains: "ing", SortBy: "Name" }, [1, 2, 3]],
    [{ ModelPackageType: "Unversioned" }, []],
    [{ ModelPackageGroupName: "Rings", CreationTimeAfter: 4_000_000_000 }, []],
  ] as const)("is listed by %j", async (input, versions) => {
    const { call } = await withGroup(3);
    await call("UpdateModelPackage", {
      ModelPackageArn: `${arn}:model-package/rings/2`,
      ModelApprovalStatus: "Approved",
    });
    const { ModelPackageSummaryList } = await call("ListModelPackages", input);
    expect(ModelPackageSummaryList).toMatchObject(
      versions.map((ModelPackageVersion) => ({ ModelPackageVersion })),
    );
    expect(ModelPackageSummaryList).toHaveLength(versions.length);
  });

  it("is listed page by page, versions of one millisecond in their order", async () => {
    const { call, database } = await withGroup(5);
    database.run("UPDATE model_packages SET created_time = 7");
    const group = { ModelPackageGroupName: "Rings", SortOrder: "Descending", MaxResults: 2 };
    const one = await call("ListModelPackages", group);
    const two = await call("ListModelPackages", { ...group, NextToken: one["NextToken"] });
    const three = await call("ListModelPackages", { ...group, NextToken: two["NextToken"] });
    expect(
      [one, two, three].map(({ ModelPackageSummaryList }) => ModelPackageSummaryList),
    ).toMatchObject([
      [{ ModelPackageVersion: 5 }, { ModelPackageVersion: 4 }],
      [{ ModelPackageVersion: 3 }, { ModelPackageVersion: 2 }],
      [{ ModelPackageVersion: 1 }],
    ]);
    expect(three["NextToken"]).toBeUndefined();
  });

  it.each(["Rings/9", `${arn}:model-package/rings/9`, "None", `${arn}:model-package/none`])(
    "that is not there: %s",
    async (ModelPackageName) => {
      const { refused } = await withGroup(1);
      const path = ModelPackageName.toLowerCase().replace(/^.*model-package\//, "");
      const message = `ValidationException: ModelPackage ${arn}:model-package/${path} does not exist.`;
      expect(await refused("DescribeModelPackage", { ModelPackageName })).toBe(message);
      expect(await refused("DeleteModelPackage", { ModelPackageName })).toBe(message);
    },
  );
});

describe("a model", () => {
  const model = {
    ModelName: "Rings",
    ExecutionRoleArn: role,
    PrimaryContainer: inference.Containers[0] ?? {},
  };

  it("is created, described, listed and deleted", async () => {
    const { call, refused } = bench();
    expect(await call("CreateModel", model)).toEqual({ ModelArn: `${arn}:model/rings` });
    expect(await call("DescribeModel", { ModelName: "Rings" })).toMatchObject({
      ...model,
      ModelArn: `${arn}:model/rings`,
    });
    expect(await call("ListModels", { NameContains: "ring" })).toMatchObject({
      Models: [{ ModelName: "Rings" }],
    });
    expect(await refused("CreateModel", model)).toBe(
      `ValidationException: Cannot create already existing model "${arn}:model/rings".`,
    );
    await call("DeleteModel", { ModelName: "Rings" });
    const missing = `ValidationException: Could not find model "${arn}:model/rings".`;
    expect(await refused("DescribeModel", { ModelName: "Rings" })).toBe(missing);
    expect(await refused("DeleteModel", { ModelName: "Rings" })).toBe(missing);
  });

  it("has one container or a list of them", async () => {
    const { refused } = bench();
    const none = { ModelName: "Rings", ExecutionRoleArn: role };
    const both = { ...model, Containers: inference.Containers };
    expect(await refused("CreateModel", none)).toContain("Exactly one of PrimaryContainer");
    expect(await refused("CreateModel", both)).toContain("Exactly one of PrimaryContainer");
  });
});
