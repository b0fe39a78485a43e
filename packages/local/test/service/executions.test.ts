import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreatePipelineCommand,
  DescribePipelineDefinitionForExecutionCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  ListPipelineParametersForExecutionCommand,
  RetryPipelineExecutionCommand,
  SageMakerClient,
  SendPipelineExecutionStepFailureCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineExecutionCommand,
} from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { openLocalService } from "../../src/service/local-service.ts";
import {
  answer,
  approvalToken,
  created,
  definition,
  describeExecution,
  engineBench,
  start,
  steps,
  untilStatus,
} from "./engine-bench.ts";
import { role } from "./support.ts";

describe("an execution", () => {
  it("goes from Executing to Succeeded, and says what it did on the way", async () => {
    const made = await created();
    const arn = await start(made, {
      PipelineExecutionDisplayName: "first",
      PipelineExecutionDescription: "To see.",
      PipelineParameters: [{ Name: "Stage", Value: "live" }],
      ParallelismConfiguration: { MaxParallelExecutionSteps: 3 },
    });
    const pipelineArn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/approval";
    expect(arn).toMatch(new RegExp(`^${pipelineArn}/execution/[a-z0-9]{12}$`));
    const callbackToken = await approvalToken(made, arn);
    expect(await describeExecution(made, arn)).toMatchObject({
      PipelineArn: pipelineArn,
      PipelineExecutionArn: arn,
      PipelineExecutionDisplayName: "first",
      PipelineExecutionDescription: "To see.",
      PipelineExecutionStatus: "Executing",
      PipelineExperimentConfig: { ExperimentName: "Approval", TrialName: arn.slice(-12) },
      ParallelismConfiguration: { MaxParallelExecutionSteps: 3 },
      PipelineVersionId: 1,
    });
    expect(await steps(made, arn)).toMatchObject([
      {
        StepName: "Approve",
        StepDisplayName: "Ask somebody",
        StepDescription: "Waits.",
        StepStatus: "Executing",
        AttemptCount: 1,
        StartTime: expect.any(Date),
      },
    ]);
    expect(await answer(made, callbackToken, "0.7")).toMatchObject({ PipelineExecutionArn: arn });
    await untilStatus(made, arn, "Succeeded");
    expect(await steps(made, arn)).toMatchObject([
      { StepName: "Approve", StepStatus: "Succeeded", EndTime: expect.any(Date) },
      { StepName: "Check", StepStatus: "Succeeded", Metadata: { Condition: { Outcome: "True" } } },
    ]);
  });

  it("that fails says why, and which step", async () => {
    const made = await created();
    const arn = await start(made);
    await answer(made, await approvalToken(made, arn), "0.3");
    const { FailureReason } = await untilStatus(made, arn, "Failed");
    expect(FailureReason).toContain("Too low.");
    const all = await steps(made, arn);
    expect(all.map(({ StepName, StepStatus }) => [StepName, StepStatus])).toEqual([
      ["Approve", "Succeeded"],
      ["Check", "Succeeded"],
      ["Stop", "Failed"],
    ]);
    expect(all[2]).toMatchObject({ FailureReason: "Too low.", Metadata: { Fail: {} } });
    const retry = new RetryPipelineExecutionCommand({ PipelineExecutionArn: arn });
    await expect(made.sagemaker.send(retry)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("goes on with another process when its own has ended", async () => {
    const home = mkdtempSync(join(tmpdir(), "nacre-service-"));
    const first = await openLocalService({ home });
    const sagemaker = new SageMakerClient({
      region: "us-east-1",
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      requestHandler: first.requestHandler,
    });
    const early = { sagemaker, local: first };
    const PipelineDefinition = JSON.stringify(definition);
    const input = { PipelineName: "Approval", PipelineDefinition, RoleArn: role };
    await sagemaker.send(new CreatePipelineCommand(input));
    const arn = await start(early);
    const callbackToken = await approvalToken(early, arn);
    await first.close();
    const later = await engineBench(home);
    await answer(later, callbackToken, "0.9");
    const { PipelineExecutionArn } = await untilStatus(later, arn, "Succeeded");
    expect(PipelineExecutionArn).toBe(arn);
  });
});

describe("stop and retry", () => {
  it("a stopped execution is retried from the step it was stopped in", async () => {
    const made = await created();
    const arn = await start(made);
    await approvalToken(made, arn);
    const stop = new StopPipelineExecutionCommand({ PipelineExecutionArn: arn });
    expect(await made.sagemaker.send(stop)).toMatchObject({ PipelineExecutionArn: arn });
    await untilStatus(made, arn, "Stopped");
    const again = new StopPipelineExecutionCommand({ PipelineExecutionArn: arn });
    await expect(made.sagemaker.send(again)).rejects.toMatchObject({ name: "ConflictException" });
    const retry = new RetryPipelineExecutionCommand({ PipelineExecutionArn: arn });
    await made.sagemaker.send(retry);
    await answer(made, await approvalToken(made, arn), "0.7");
    await untilStatus(made, arn, "Succeeded");
  });

  it("a failed step runs again, those that succeeded do not", async () => {
    const made = await created();
    const arn = await start(made);
    await made.sagemaker.send(
      new SendPipelineExecutionStepFailureCommand({
        CallbackToken: await approvalToken(made, arn),
        FailureReason: "Nobody was there.",
      }),
    );
    expect((await untilStatus(made, arn, "Failed")).FailureReason).toContain("Nobody was there.");
    await made.sagemaker.send(new RetryPipelineExecutionCommand({ PipelineExecutionArn: arn }));
    const { FailureReason } = await untilStatus(made, arn, "Executing");
    expect(FailureReason).toBeUndefined();
    await answer(made, await approvalToken(made, arn), "0.7");
    await untilStatus(made, arn, "Succeeded");
    const retry = new RetryPipelineExecutionCommand({ PipelineExecutionArn: arn });
    await expect(made.sagemaker.send(retry)).rejects.toMatchObject({ name: "ConflictException" });
  });
});

describe("an answer to a Callback step", () => {
  it("with an unknown token is not found, one that is too late is refused", async () => {
    const made = await created();
    await expect(answer(made, "aaaaaaaaaa", "1")).rejects.toMatchObject({
      name: "ResourceNotFound",
    });
    const arn = await start(made);
    const callbackToken = await approvalToken(made, arn);
    await answer(made, callbackToken, "0.7");
    await expect(answer(made, callbackToken, "0.1")).rejects.toMatchObject({
      name: "ConflictException",
    });
    await untilStatus(made, arn, "Succeeded");
  });
});

describe("an execution that is not there", () => {
  it.each([
    "arn:aws:sagemaker:us-east-1:000000000000:pipeline/approval/execution/aaaaaaaaaaaa",
    "arn:aws:sagemaker:us-east-1:000000000000:pipeline/../execution/x",
  ])("%s", async (PipelineExecutionArn) => {
    const made = await created();
    const input = { PipelineExecutionArn };
    const wanted = { name: "ResourceNotFound" };
    await Promise.all(
      [
        new DescribePipelineExecutionCommand(input),
        new DescribePipelineDefinitionForExecutionCommand(input),
        new ListPipelineExecutionStepsCommand(input),
        new ListPipelineParametersForExecutionCommand(input),
        new StopPipelineExecutionCommand(input),
        new RetryPipelineExecutionCommand(input),
        new UpdatePipelineExecutionCommand(input),
      ].map((command) =>
        // Each of them is a command of the client, which the union of them is not to the compiler.
        expect(
          made.sagemaker.send(command as DescribePipelineExecutionCommand),
        ).rejects.toMatchObject(wanted),
      ),
    );
  });

  it("has the name of another pipeline in its ARN", async () => {
    const made = await created();
    const arn = (await start(made)).replace("/approval/", "/other/");
    await expect(describeExecution(made, arn)).rejects.toMatchObject({ name: "ResourceNotFound" });
  });
});
