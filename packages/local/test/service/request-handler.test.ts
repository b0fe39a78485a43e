import {
  AddTagsCommand,
  CreatePipelineCommand,
  DescribePipelineCommand,
  ListPipelinesCommand,
  paginateListPipelines,
  ResourceNotFound,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { inProcessRequestHandler } from "../../src/service/request-handler.ts";
import { bench, failing, role } from "./support.ts";

function client(service = bench().service): SageMakerClient {
  return new SageMakerClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    requestHandler: inProcessRequestHandler({ SageMaker: service }),
  });
}

function create(PipelineName: string): CreatePipelineCommand {
  return new CreatePipelineCommand({
    PipelineName,
    PipelineDefinition: failing,
    RoleArn: role,
    Tags: [{ Key: "team", Value: "rings" }],
  });
}

describe("the AWS SDK for JavaScript in this process", () => {
  it("gets answers with times as dates, in its region", async () => {
    const sagemaker = client();
    const { PipelineArn } = await sagemaker.send(create("Abalone"));
    expect(PipelineArn).toBe("arn:aws:sagemaker:eu-west-1:000000000000:pipeline/abalone");
    const described = await sagemaker.send(
      new DescribePipelineCommand({ PipelineName: PipelineArn }),
    );
    expect(described.CreationTime).toBeInstanceOf(Date);
    expect(described.PipelineDefinition).toBe(failing);
    expect(described.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("gets declared errors as their classes, and others by their names", async () => {
    const sagemaker = client();
    const missing = new DescribePipelineCommand({ PipelineName: "None" });
    await expect(sagemaker.send(missing)).rejects.toBeInstanceOf(ResourceNotFound);
    const tags = new AddTagsCommand({ ResourceArn: "arn", Tags: [] });
    await expect(sagemaker.send(tags)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("pages", async () => {
    const sagemaker = client();
    for (const name of ["a", "b", "c"]) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await sagemaker.send(create(name));
    }
    const pages: (string | undefined)[][] = [];
    const pager = paginateListPipelines(
      { client: sagemaker, pageSize: 2 },
      { SortBy: "Name", SortOrder: "Ascending" },
    );
    for await (const { PipelineSummaries = [] } of pager) {
      pages.push(PipelineSummaries.map(({ PipelineName }) => PipelineName));
    }
    expect(pages).toEqual([["a", "b"], ["c"]]);
  });

  it("meets a bug of ours as it is", async () => {
    const sagemaker = client({ handle: () => Promise.reject(new TypeError("a bug")) });
    const sent = sagemaker.send(new ListPipelinesCommand({}));
    await expect(sent).rejects.toMatchObject({ name: "TypeError", message: "a bug" });
  });
});
