import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreatePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  SageMakerClient,
  SendPipelineExecutionStepSuccessCommand,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionCommandInput,
} from "@aws-sdk/client-sagemaker";
import { onTestFinished, vi } from "vitest";
import { openLocalService, type LocalService } from "../../src/service/local-service.ts";
import { role } from "./support.ts";

/** Approve waits for an answer; then Check lets Stop fail it, or not. */
export const definition = {
  Version: "2020-12-01",
  Parameters: [
    { Name: "Limit", Type: "Float", DefaultValue: 0.5 },
    { Name: "Stage", Type: "String", DefaultValue: "test", EnumValues: ["test", "live"] },
  ],
  PipelineExperimentConfig: {
    ExperimentName: { Get: "Execution.PipelineName" },
    TrialName: { Get: "Execution.PipelineExecutionId" },
  },
  Steps: [
    {
      Name: "Approve",
      Type: "Callback",
      DisplayName: "Ask somebody",
      Description: "Waits.",
      Arguments: { stage: { Get: "Parameters.Stage" } },
      SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/000000000000/approvals",
      OutputParameters: [{ OutputName: "score", OutputType: "Float" }],
    },
    {
      Name: "Check",
      Type: "Condition",
      Arguments: {
        Conditions: [
          {
            Type: "GreaterThan",
            LeftValue: { Get: "Steps.Approve.OutputParameters['score']" },
            RightValue: { Get: "Parameters.Limit" },
          },
        ],
        IfSteps: [],
        ElseSteps: [{ Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "Too low." } }],
      },
    },
  ],
};

export interface Bench {
  readonly sagemaker: SageMakerClient;
  readonly local: LocalService;
}

/** A real engine, asked over HTTP by the AWS SDK. */
export async function engineBench(
  home = mkdtempSync(join(tmpdir(), "nacre-service-")),
): Promise<Bench> {
  const local = await openLocalService({ home });
  const server = await local.serve({ port: 0 });
  const sagemaker = new SageMakerClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  onTestFinished(async () => {
    sagemaker.destroy();
    await server.close();
    await local.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 9 });
  });
  return { sagemaker, local };
}

export async function created(): Promise<Bench> {
  const made = await engineBench();
  const PipelineDefinition = JSON.stringify(definition);
  const input = { PipelineName: "Approval", PipelineDefinition, RoleArn: role };
  await made.sagemaker.send(new CreatePipelineCommand(input));
  return made;
}

export async function start(
  { sagemaker }: Bench,
  more: Partial<StartPipelineExecutionCommandInput> = {},
): Promise<string> {
  const { PipelineExecutionArn = "" } = await sagemaker.send(
    new StartPipelineExecutionCommand({ PipelineName: "Approval", ...more }),
  );
  return PipelineExecutionArn;
}

export function describeExecution({ sagemaker }: Bench, PipelineExecutionArn: string) {
  return sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn }));
}

export async function steps({ sagemaker }: Bench, PipelineExecutionArn: string) {
  const { PipelineExecutionSteps = [] } = await sagemaker.send(
    new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, SortOrder: "Ascending" }),
  );
  return PipelineExecutionSteps;
}

/** The token that Approve waits with. */
export function approvalToken(made: Bench, arn: string): Promise<string> {
  return vi.waitFor(async () => {
    const [approve] = await steps(made, arn);
    const callbackToken = approve?.Metadata?.Callback?.CallbackToken;
    if (callbackToken === undefined) throw new Error("Approve does not wait yet");
    return callbackToken;
  }, 20_000);
}

export function untilStatus(made: Bench, arn: string, wanted: string) {
  return vi.waitFor(async () => {
    const described = await describeExecution(made, arn);
    if (described.PipelineExecutionStatus !== wanted) {
      throw new Error(
        `${described.PipelineExecutionStatus ?? ""}: ${described.FailureReason ?? ""}`,
      );
    }
    return described;
  }, 20_000);
}

export function answer({ sagemaker }: Bench, CallbackToken: string, Value: string) {
  return sagemaker.send(
    new SendPipelineExecutionStepSuccessCommand({
      CallbackToken,
      OutputParameters: [{ Name: "score", Value }],
    }),
  );
}
