import { expect, test } from "vitest";
import { loadSdk } from "../src/sdk.ts";
import type { SdkType } from "../src/sdk-types.ts";

const sdk = loadSdk();

/** Members of the SDK's interfaces, and how they are read. */
const members: readonly (readonly [shape: string, member: string, required: boolean, SdkType])[] = [
  ["ProcessingOutput", "OutputName", true, { kind: "string" }],
  ["ProcessingOutput", "S3Output", false, { kind: "shape", name: "ProcessingS3Output" }],
  ["ProcessingOutput", "AppManaged", false, { kind: "boolean" }],
  ["ProcessingS3Output", "S3UploadMode", true, { kind: "enum", name: "ProcessingS3UploadMode" }],
  ["CreateProcessingJobRequest", "Environment", false, { kind: "map", value: { kind: "string" } }],
  ["VpcConfig", "Subnets", true, { kind: "list", item: { kind: "string" } }],
  ["ResourceConfig", "InstanceCount", false, { kind: "number" }],
  ["DescribeProcessingJobResponse", "CreationTime", true, { kind: "time" }],
];

test.each(members)("%s.%s", (shape, member, required, type) => {
  expect(sdk.shape(shape).members).toContainEqual({ name: member, required, type });
});

test("a union shape has the one member of each of its forms", () => {
  const shape = sdk.shape("TrialComponentParameterValue");
  expect(shape.kind).toBe("union");
  expect(shape.members.map(({ name }) => name)).toEqual(["StringValue", "NumberValue"]);
});

test("enums of strings, enums of numbers, and what is no enum", () => {
  expect(sdk.enumValues("ProcessingS3UploadMode")).toEqual([
    { key: "CONTINUOUS", value: "Continuous" },
    { key: "END_OF_JOB", value: "EndOfJob" },
  ]);
  expect(sdk.enumValues("MetricPublishFrequencyInSeconds")?.map(({ value }) => value)).toContain(
    60,
  );
  expect(sdk.enumValues("ProcessingOutput")).toBeUndefined();
});
