import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeDefinition, pipelineAddress } from "../../src/import/from-aws.ts";

const arn = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/Abalone";
const definition = '{ "Version": "2020-12-01", "Steps": [] }';

// AWS's own client speaks to this over HTTP; only the service itself is not the real one.
let server: Server;
const asked: unknown[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += String(part);
    });
    request.on("end", () => {
      const input = JSON.parse(body) as { PipelineName: string };
      asked.push([request.headers["x-amz-target"], input]);
      response.setHeader("Content-Type", "application/x-amz-json-1.1");
      if (input.PipelineName === arn) {
        response.end(JSON.stringify({ PipelineDefinition: definition }));
      } else {
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: "ResourceNotFound", Message: "there is none" }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.env["AWS_ENDPOINT_URL_SAGEMAKER"] = `http://127.0.0.1:${port}`;
  process.env["AWS_ACCESS_KEY_ID"] = "test";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test";
});

afterAll(() => {
  delete process.env["AWS_ENDPOINT_URL_SAGEMAKER"];
  server.close();
});

describe("a pipeline in AWS", () => {
  it("is named by its ARN, with its region", () => {
    expect(pipelineAddress(arn)).toEqual({ arn, region: "eu-west-1", name: "Abalone" });
    expect(pipelineAddress("definition.json")).toBeUndefined();
    expect(pipelineAddress(arn.replace("pipeline/", "model/"))).toBeUndefined();
  });

  it("is asked for its definition", async () => {
    const address = pipelineAddress(arn);
    expect(address && (await describeDefinition(address))).toBe(definition);
    expect(asked).toEqual([["SageMaker.DescribePipeline", { PipelineName: arn }]]);
  });

  it("that is not there is one clear error, with another way", async () => {
    const address = { arn: `${arn}2`, region: "eu-west-1", name: "Abalone2" };
    await expect(describeDefinition(address)).rejects.toMatchObject({
      code: "AWS_REQUEST_FAILED",
      message: expect.stringContaining("ResourceNotFound: there is none"),
      help: expect.stringContaining("aws sagemaker describe-pipeline --region eu-west-1"),
    });
  });
});
