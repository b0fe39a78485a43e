import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreatePipelineCommand,
  DescribePipelineExecutionCommand,
  DescribeProcessingJobCommand,
  ListPipelineExecutionStepsCommand,
  ListProcessingJobsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-sagemaker";
import type { JsonObject } from "@nacre/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { checkRequest } from "../../src/service/check-request.ts";
import { logs as model } from "../../src/service/generated/logs.ts";
import { createLogsService } from "../../src/service/logs/logs-service.ts";
import { messageFilter } from "../../src/service/logs/filter-pattern.ts";
import { openLocalService } from "../../src/service/local-service.ts";
import { image, systemPython, temporaryFolder } from "../pipelines.ts";
import { role } from "./support.ts";

const group = "/aws/sagemaker/ProcessingJobs";

const processing = JSON.stringify({
  Version: "2020-12-01",
  Steps: [
    {
      Name: "Count",
      Type: "Processing",
      Arguments: {
        ProcessingResources: {
          ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
        },
        AppSpecification: {
          ImageUri: image,
          ContainerEntrypoint: ["python3", "/opt/ml/processing/input/code/count.py"],
        },
        ProcessingInputs: [
          {
            InputName: "code",
            AppManaged: false,
            S3Input: {
              S3Uri: "s3://bucket/code/count.py",
              LocalPath: "/opt/ml/processing/input/code",
              S3DataType: "S3Prefix",
              S3InputMode: "File",
            },
          },
        ],
        RoleArn: role,
      },
    },
  ],
});

/** A home in which a job has printed the numbers from 1 to 5, an empty line after the third. */
async function afterJob() {
  const home = temporaryFolder();
  mkdirSync(join(home, "s3/bucket/code"), { recursive: true });
  const script = 'print("\\n".join(["one", "two", "three", "", "four", "five"]))';
  writeFileSync(join(home, "s3/bucket/code/count.py"), script);
  const local = await openLocalService({ home, python: systemPython });
  onTestFinished(() => local.close());
  const sagemaker = new SageMakerClient({
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    requestHandler: local.requestHandler,
  });
  await sagemaker.send(
    new CreatePipelineCommand({
      PipelineName: "Counting",
      PipelineDefinition: processing,
      RoleArn: role,
    }),
  );
  const { PipelineExecutionArn } = await sagemaker.send(
    new StartPipelineExecutionCommand({ PipelineName: "Counting" }),
  );
  await vi.waitFor(async () => {
    const { PipelineExecutionStatus, FailureReason } = await sagemaker.send(
      new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
    );
    if (PipelineExecutionStatus !== "Succeeded") throw new Error(FailureReason ?? "not yet");
  }, 25_000);
  const { PipelineExecutionSteps = [] } = await sagemaker.send(
    new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }),
  );
  const jobArn = PipelineExecutionSteps[0]?.Metadata?.ProcessingJob?.Arn ?? "";
  const service = createLogsService({ database: local.database });
  const call = async (operation: string, input: JsonObject): Promise<JsonObject> => {
    const answer = await service.handle(operation, input);
    const output = model.operations[operation]?.output ?? "";
    checkRequest(model, output, JSON.parse(JSON.stringify(answer)));
    return answer;
  };
  return { sagemaker, call, jobArn, job: jobArn.split("/").at(-1) ?? "" };
}

function messages({ events }: JsonObject): unknown {
  // The answer fits the model, which `call` has checked.
  return (events as JsonObject[]).map(({ message }) => message);
}

describe("a job that a step ran", () => {
  it("is described and listed", async () => {
    const { sagemaker, job, jobArn } = await afterJob();
    const described = await sagemaker.send(
      new DescribeProcessingJobCommand({ ProcessingJobName: job }),
    );
    expect(described).toMatchObject({
      ProcessingJobName: job,
      ProcessingJobArn: jobArn,
      ProcessingJobStatus: "Completed",
      AppSpecification: { ImageUri: image },
      ProcessingStartTime: expect.any(Date),
      ProcessingEndTime: expect.any(Date),
    });
    const { ProcessingJobSummaries } = await sagemaker.send(new ListProcessingJobsCommand({}));
    expect(ProcessingJobSummaries).toMatchObject([
      { ProcessingJobName: job, ProcessingJobStatus: "Completed" },
    ]);
  });

  it("has a log that CloudWatch's operations read, from both ends and page by page", async () => {
    const { call, job } = await afterJob();
    expect(
      await call("DescribeLogGroups", { logGroupNamePrefix: "/aws/sagemaker/" }),
    ).toMatchObject({ logGroups: [{ logGroupName: group }] });
    const { logStreams } = await call("DescribeLogStreams", {
      logGroupName: group,
      logStreamNamePrefix: `${job}/`,
      orderBy: "LogStreamName",
    });
    // The answer fits the model, which `call` has checked.
    const [stream] = logStreams as JsonObject[];
    const logStreamName = String(stream?.["logStreamName"]);
    expect(logStreamName).toMatch(/^pipelines-.*\/algo-1-\d{10}$/);
    const get = (more: JsonObject): Promise<JsonObject> =>
      call("GetLogEvents", { logGroupName: group, logStreamName, ...more });

    const all = ["one", "two", "three", "four", "five"];
    expect(messages(await get({ startFromHead: true }))).toEqual(all);
    expect(messages(await get({ limit: 2 }))).toEqual(["four", "five"]);
    const first = await get({ limit: 3, startFromHead: true });
    expect(messages(first)).toEqual(["one", "two", "three"]);
    const second = await get({ nextToken: first["nextForwardToken"] });
    expect(messages(second)).toEqual(["four", "five"]);
    const end = await get({ nextToken: second["nextForwardToken"] });
    expect(end).toMatchObject({ events: [], nextForwardToken: second["nextForwardToken"] });
    expect(messages(await get({ nextToken: second["nextBackwardToken"], limit: 1 }))).toEqual([
      "three",
    ]);
  });

  it("has lines that are searched over all streams", async () => {
    const { call } = await afterJob();
    const search = (more: JsonObject): Promise<JsonObject> =>
      call("FilterLogEvents", { logGroupName: group, ...more });
    expect(messages(await search({ filterPattern: '?two "five"' }))).toEqual([]);
    expect(messages(await search({ filterPattern: "?two ?five" }))).toEqual(["two", "five"]);
    expect(messages(await search({ logStreamNamePrefix: "none" }))).toEqual([]);
    const one = await search({ limit: 4 });
    expect(messages(one)).toEqual(["one", "two", "three", "four"]);
    expect(messages(await search({ nextToken: one["nextToken"] }))).toEqual(["five"]);
  });
});

describe("what the logs have not", () => {
  const wrong: readonly (readonly [string, JsonObject, string])[] = [
    [
      "DescribeLogStreams",
      { logGroupName: "/aws/other" },
      "The specified log group does not exist.",
    ],
    ["DescribeLogStreams", { logGroupName: group }, "The specified log group does not exist."],
    ["FilterLogEvents", { logGroupName: group }, "The specified log group does not exist."],
    [
      "GetLogEvents",
      { logGroupName: group, logStreamName: "../../etc/passwd" },
      "The specified log stream does not exist.",
    ],
    ["DescribeLogStreams", {}, "logGroupName must be specified."],
    [
      "GetLogEvents",
      { logGroupName: group, logStreamName: "a:b" },
      "1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*",
    ],
    ["PutLogEvents", {}, "The local CloudWatch Logs has DescribeLogGroups,"],
  ];
  it.each(wrong)("%s %j", async (operation, input, message) => {
    const local = await openLocalService({ home: temporaryFolder() });
    onTestFinished(() => local.close());
    const service = createLogsService({ database: local.database });
    await expect(service.handle(operation, input)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});

describe("a filter pattern", () => {
  it.each([
    ["", "anything", true],
    ["error", "an error", true],
    ["error", "an Error", false],
    ["error disk", "disk error", true],
    ["error disk", "error", false],
    ['"disk error"', "disk error", true],
    ['"disk error"', "error disk", false],
    ["error -disk", "disk error", false],
    ["error -disk", "error", true],
    ["?a ?b", "b", true],
    ["?a ?b", "c", false],
    ['"say \\"hi\\""', 'say "hi"', true],
  ])("%j of %j", (pattern, message, wanted) => {
    expect(messageFilter(pattern)(message)).toBe(wanted);
  });

  it.each(["{ $.level = 1 }", "[a, b]", "%regex%"])("%j is none that is understood", (pattern) => {
    expect(() => messageFilter(pattern)).toThrow("is not one of terms");
  });
});
