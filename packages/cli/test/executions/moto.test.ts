import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreatePipelineCommand } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeAws, role, startFakeAws } from "../support/aws.ts";
import { startFaultServer } from "../support/fault-server.ts";
import { checking } from "../support/local.ts";

let aws: FakeAws | undefined;
beforeAll(async () => {
  aws = await startFakeAws("us-east-1");
}, 240_000);
afterAll(() => aws?.stop());

describe("against moto's SageMaker", { timeout: 240_000 }, () => {
  it("starts, lists, describes, compares and deletes", async ({ skip }) => {
    if (aws === undefined) return skip("moto cannot be installed here");
    const run = aws.nacre;
    await aws.sagemaker.send(
      new CreatePipelineCommand({
        PipelineName: "P",
        PipelineDefinition: JSON.stringify(checking),
        RoleArn: role,
        ClientRequestToken: "a".repeat(32),
      }),
    );
    const refused = await run(["start", "--pipeline", "P", "--param", "Sise=1"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("error PARAMETER_UNKNOWN: "),
    ]);
    const started = await run(["start", "--pipeline", "P", "--param", "Size=3"]);
    expect(started.code).toBe(0);
    const arn = started.stdout.trim();
    const list = await run(["list", "--pipeline", "P", "--json"]);
    expect(JSON.parse(list.stdout)).toMatchObject([
      { executionArn: arn, status: "Succeeded", parameters: { Size: "3" } },
    ]);
    const described = await run(["describe", "--pipeline", "P", "--json"]);
    expect(JSON.parse(described.stdout)).toMatchObject({
      roleArn: role,
      newestExecution: { executionArn: arn },
    });
    expect(await run(["diff", arn, "deployed", "--pipeline", "P"])).toMatchObject({ code: 0 });
    expect((await run(["delete", "--pipeline", "P", "--yes"])).stderr).toBe("deleted\n");
    const gone = await run(["start", "--pipeline", "P"]);
    expect([gone.code, gone.stderr]).toEqual([
      2,
      expect.stringContaining("error PIPELINE_NOT_FOUND: "),
    ]);
  });
});

function step(name: string, kind: string, jobName: string): object {
  const arn = `arn:aws:sagemaker:us-east-1:123456789012:training-job/${jobName}`;
  return { StepName: name, StepStatus: "Succeeded", Metadata: { [kind]: { Arn: arn } } };
}

describe("logs in CloudWatch, on moto", { timeout: 240_000 }, () => {
  const group = "/aws/sagemaker/TrainingJobs";
  const job = "pipelines-abc-Train-xyz";
  const execution = "arn:aws:sagemaker:us-east-1:123456789012:pipeline/P/execution/abc";

  /** SageMaker as far as logs ask for it: an execution whose jobs are those of the test. */
  function answer(operation: string): object {
    switch (operation) {
      case "DescribePipelineExecution":
        return { PipelineExecutionStatus: "Succeeded" };
      case "ListPipelineExecutionSteps":
        return {
          PipelineExecutionSteps: [
            step("Train", "TrainingJob", job),
            // Nothing of this job is in the logs: its group does not even exist.
            step("Prepare", "ProcessingJob", "pipelines-abc-Prepare-xyz"),
          ],
        };
      default:
        return {};
    }
  }

  it("are merged over machines and pages, from a time on", async ({ skip }) => {
    if (aws === undefined) return skip("moto cannot be installed here");
    const logs = new CloudWatchLogsClient({
      region: "us-east-1",
      endpoint: aws.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const base = Date.now() - 60_000;
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    const streams = [`${job}/algo-1-1700000000`, `${job}/algo-2-1700000000`, "other-job/algo-1-1"];
    for (const [index, logStreamName] of streams.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one stream after the other
      await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));
      const logEvents = Array.from({ length: 30 }, (_, line) => ({
        timestamp: base + line * 1000 + index * 100,
        message: `line ${line}\n`,
      }));
      // oxlint-disable-next-line no-await-in-loop -- one stream after the other
      await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
    }
    logs.destroy();

    const sagemaker = await startFaultServer(({ operation }) => ({
      status: 200,
      body: JSON.stringify(answer(operation)),
    }));
    const env = { AWS_ENDPOINT_URL_SAGEMAKER: sagemaker.url };
    const { code, stdout } = await aws.nacre(["logs", execution], { env });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "Train/algo-1 | line 0",
      "Train/algo-2 | line 0",
      "Train/algo-1 | line 1",
    ]);
    expect(lines).toHaveLength(60);
    expect(code).toBe(0);

    const since = new Date(base + 28_000).toISOString();
    const later = await aws.nacre(["logs", execution, "--since", since, "--follow"], { env });
    expect(later.stdout).toBe(
      "Train/algo-1 | line 28\nTrain/algo-2 | line 28\nTrain/algo-1 | line 29\nTrain/algo-2 | line 29\n",
    );
  });
});
