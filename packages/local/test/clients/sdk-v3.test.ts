/** AWS SDK for JavaScript v3, unchanged, against `nacre serve` with S3 on moto. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreatePipelineCommand,
  DescribePipelineCommand,
  DescribePipelineExecutionCommand,
  DescribeTrainingJobCommand,
  ListPipelineExecutionsCommand,
  paginateListModelPackages,
  paginateListPipelineExecutionSteps,
  ResourceNotFound,
  SageMakerClient,
  SageMakerServiceException,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  waitUntilTransformJobCompletedOrStopped,
  type PipelineExecutionStep,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { abaloneIn, abaloneSteps } from "./abalone.ts";
import { startServers } from "./servers.ts";

const servers = await startServers();
afterAll(() => servers?.stop());

const client = {
  region: "us-east-1",
  credentials: { accessKeyId: "nobody", secretAccessKey: "checks-this" },
};
const RoleArn = "arn:aws:iam::000000000000:role/Jobs";
const bucket = "sdk-bucket";

describe.skipIf(servers === undefined)("the AWS SDK v3", { timeout: 240_000 }, () => {
  const s3 = new S3Client({
    ...client,
    endpoint: servers?.env["AWS_ENDPOINT_URL"] ?? "",
    forcePathStyle: true,
  });
  const sagemaker = new SageMakerClient({ ...client, endpoint: servers?.nacre.url ?? "" });

  async function start(MseThreshold: string): Promise<string> {
    const { PipelineExecutionArn = "" } = await sagemaker.send(
      new StartPipelineExecutionCommand({
        PipelineName: "AbaloneBySdk",
        PipelineParameters: [{ Name: "MseThreshold", Value: MseThreshold }],
      }),
    );
    return PipelineExecutionArn;
  }

  async function ended(PipelineExecutionArn: string): Promise<string> {
    for (;;) {
      /* oxlint-disable no-await-in-loop -- until it has ended */
      const { PipelineExecutionStatus = "" } = await sagemaker.send(
        new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
      );
      if (!["Executing", "Stopping"].includes(PipelineExecutionStatus)) {
        return PipelineExecutionStatus;
      }
      await sleep(100);
      /* oxlint-enable no-await-in-loop */
    }
  }

  async function stepsOf(PipelineExecutionArn: string): Promise<PipelineExecutionStep[]> {
    const steps: PipelineExecutionStep[] = [];
    const pages = paginateListPipelineExecutionSteps(
      { client: sagemaker, pageSize: 3 },
      { PipelineExecutionArn },
    );
    for await (const { PipelineExecutionSteps = [] } of pages)
      steps.push(...PipelineExecutionSteps);
    return steps;
  }

  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const { definition, objects } = abaloneIn(bucket);
    await Promise.all(
      objects.map(({ key, content }) =>
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content })),
      ),
    );
    await sagemaker.send(
      new CreatePipelineCommand({
        PipelineName: "AbaloneBySdk",
        PipelineDefinition: definition,
        RoleArn,
      }),
    );
  }, 60_000);

  test("runs Abalone to Succeeded and to Failed", async () => {
    const [good, bad] = [await start("10"), await start("0.5")];
    expect(await Promise.all([ended(good), ended(bad)])).toEqual(["Succeeded", "Failed"]);

    const steps = await stepsOf(good);
    expect(steps.map(({ StepName }) => StepName).toSorted()).toEqual(abaloneSteps);
    expect(steps.every(({ StepStatus }) => StepStatus === "Succeeded")).toBe(true);
    expect(steps.every(({ StartTime }) => StartTime instanceof Date)).toBe(true);
    const stopped = (await stepsOf(bad)).filter(({ StepStatus }) => StepStatus === "Failed");
    expect(stopped).toMatchObject([
      { StepName: "AbaloneMSEFail", FailureReason: "Execution failed due to MSE > 0.5" },
    ]);

    const nameOf = (step: string, kind: "TrainingJob" | "TransformJob"): string =>
      steps.find(({ StepName }) => StepName === step)?.Metadata?.[kind]?.Arn?.split("/")[1] ?? "";
    const { ModelArtifacts, TrainingJobStatus } = await sagemaker.send(
      new DescribeTrainingJobCommand({ TrainingJobName: nameOf("AbaloneTrain", "TrainingJob") }),
    );
    expect(TrainingJobStatus).toBe("Completed");
    const Key = ModelArtifacts?.S3ModelArtifacts?.slice(`s3://${bucket}/`.length) ?? "";
    const model = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(model.ContentLength).toBeGreaterThan(1000);
    const waited = await waitUntilTransformJobCompletedOrStopped(
      { client: sagemaker, minDelay: 1, maxDelay: 1, maxWaitTime: 5 },
      { TransformJobName: nameOf("AbaloneTransform", "TransformJob") },
    );
    expect(waited.state).toBe("SUCCESS");

    const keys: string[] = [];
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket });
    for await (const { Contents = [] } of pages)
      keys.push(...Contents.map(({ Key: key = "" }) => key));
    for (const name of ["train.csv", "evaluation.json", "abalone-dataset-batch.out"]) {
      expect(keys.some((key) => key.endsWith(`/${name}`))).toBe(true);
    }
    const versions: (number | undefined)[] = [];
    const packages = paginateListModelPackages(
      { client: sagemaker },
      { ModelPackageGroupName: "AbaloneModelPackageGroupName" },
    );
    for await (const { ModelPackageSummaryList = [] } of packages) {
      versions.push(...ModelPackageSummaryList.map((summary) => summary.ModelPackageVersion));
    }
    expect(versions).toEqual([1]);
  });

  test("stops an execution", async () => {
    const arn = await start("10");
    await sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn }));
    expect(await ended(arn)).toBe("Stopped");
  });

  test("gets errors of its own classes", async () => {
    const missing = sagemaker.send(new DescribePipelineCommand({ PipelineName: "missing" }));
    await expect(missing).rejects.toBeInstanceOf(ResourceNotFound);
    await expect(missing).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
    const bad = sagemaker.send(
      new CreatePipelineCommand({ PipelineName: "a_b", PipelineDefinition: "{}", RoleArn }),
    );
    await expect(bad).rejects.toBeInstanceOf(SageMakerServiceException);
    await expect(bad).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("that loses answers starts one execution all the same, by its token", async () => {
    const broken = await withoutAnswers(servers?.nacre.url ?? "", 2);
    const unlucky = new SageMakerClient({ ...client, endpoint: broken.url });
    const PipelineName = "lost-answers";
    await unlucky.send(
      new CreatePipelineCommand({
        PipelineName,
        PipelineDefinition: `{"Version":"2020-12-01","Steps":[]}`,
        RoleArn,
      }),
    );
    expect(broken.lost()).toBe(2);
    broken.lose(2);
    const started = await unlucky.send(new StartPipelineExecutionCommand({ PipelineName }));
    expect(broken.lost()).toBe(4);
    const { PipelineExecutionSummaries = [] } = await sagemaker.send(
      new ListPipelineExecutionsCommand({ PipelineName }),
    );
    expect(PipelineExecutionSummaries.map((one) => one.PipelineExecutionArn)).toEqual([
      started.PipelineExecutionArn,
    ]);
    unlucky.destroy();
  });

  test("met no fault of the service's own", () => {
    expect(servers?.nacre.output()).not.toContain(`"type":"bug"`);
  });
});

/** A way to a server on which the first answers get lost after the server has given them. */
async function withoutAnswers(
  url: string,
  first: number,
): Promise<{ url: string; lost: () => number; lose: (more: number) => void }> {
  let toLose = first;
  let lost = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(url).port), "127.0.0.1");
    for (const socket of [near, far]) sockets.add(socket.on("error", () => undefined));
    near.pipe(far);
    far.on("data", (answer) => {
      if (toLose === 0) return near.write(answer);
      toLose -= 1;
      lost += 1;
      far.destroy();
      return near.resetAndDestroy();
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // A server on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lost: () => lost,
    lose: (more) => {
      toLose = more;
    },
  };
}
