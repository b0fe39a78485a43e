import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runnableTypes } from "../../src/steps/index.ts";
import { definition, runHere, temporaryFolder } from "../pipelines.ts";

const step = (Type: string): object => ({
  Name: "Odd",
  Type,
  Arguments: {},
  ...(Type.endsWith("Check") ? { CheckType: "DATA_QUALITY" } : {}),
});

describe("steps that cannot run on one machine are refused before the start, with what to do instead", () => {
  test.each([
    ["EMR", "it runs on a cluster of Amazon EMR", /PySpark/],
    ["EMRServerless", "it runs on an application of Amazon EMR Serverless", /PySpark/],
    [
      "AutoML",
      "SageMaker Autopilot, which it starts, is not published",
      /Training or a Tuning step/,
    ],
    [
      "ClarifyCheck",
      "the image of SageMaker Clarify does not run here, and nothing else gives its reports",
      /Processing step/,
    ],
    ["EndpointConfig", "there are no endpoints here", /Transform step/],
    ["Endpoint", "there are no endpoints here", /Transform step/],
    ["InferenceComponent", "there are no endpoints here", /Transform step/],
    ["Lineage", "there is no lineage tracking here", /in SageMaker/],
  ])("%s: %s", async (type, reason, cure) => {
    expect(runnableTypes()).not.toContain(type);
    const home = join(temporaryFolder(), "home");
    await expect(runHere(definition([step(type)]), { home })).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: `Step Odd cannot run on this machine: steps of type ${type} do not run here: ${reason}.`,
      at: { step: "Odd" },
      help: expect.stringMatching(cure),
    });
    expect(readdirSync(join(home, "executions"))).toEqual([]);
  });

  test("a notebook job, which is a Training step, by its image", async () => {
    const image = "885854791233.dkr.ecr.us-east-1.amazonaws.com/sagemaker-distribution-prod:2-cpu";
    const notebook = {
      Name: "Notebook",
      Type: "Training",
      Arguments: {
        AlgorithmSpecification: {
          TrainingImage: image,
          TrainingInputMode: "File",
          ContainerEntrypoint: ["amazon_sagemaker_scheduler"],
        },
        ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
        OutputDataConfig: { S3OutputPath: "s3://a-bucket/notebooks" },
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
      },
    };
    await expect(runHere(definition([notebook]))).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: `Step Notebook cannot run on this machine: its image ${image} is not one that runs here.`,
    });
  });

  test("a type that is not known yet", async () => {
    await expect(runHere(definition([step("Quantum")]))).rejects.toMatchObject({
      message: "Step Odd cannot run on this machine: steps of type Quantum do not run here.",
      help: expect.stringMatching(/^Step types that run here: Processing, Training, /),
    });
  });
});
