import { ListPipelineExecutionsCommand } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import {
  answer,
  approvalToken,
  created,
  describeExecution,
  start,
  steps,
  untilStatus,
  type Bench,
} from "./engine-bench.ts";

/** An execution in which Approve gave 0.7 and Check let it pass. */
async function succeeded(): Promise<Bench & { readonly source: string }> {
  const made = await created();
  const source = await start(made);
  await answer(made, await approvalToken(made, source), "0.7");
  await untilStatus(made, source, "Succeeded");
  return { ...made, source };
}

describe("an execution of selected steps", () => {
  it("takes what they build on from an earlier one, with parameters of its own", async () => {
    const made = await succeeded();
    const selection = {
      SourcePipelineExecutionArn: made.source,
      SelectedSteps: [{ StepName: "Check" }],
    };
    const arn = await start(made, {
      SelectiveExecutionConfig: selection,
      PipelineParameters: [{ Name: "Limit", Value: "0.9" }],
    });
    const described = await untilStatus(made, arn, "Succeeded");
    expect(described.SelectiveExecutionConfig).toEqual(selection);
    // Stop, in the branch that is now taken, was not selected.
    expect(await steps(made, arn)).toMatchObject([
      {
        StepName: "Approve",
        StepStatus: "Succeeded",
        SelectiveExecutionResult: { SourcePipelineExecutionArn: made.source },
      },
      { StepName: "Check", StepStatus: "Succeeded", Metadata: { Condition: { Outcome: "False" } } },
    ]);
  });

  it("that build on nothing needs no earlier one", async () => {
    const made = await created();
    const SelectiveExecutionConfig = { SelectedSteps: [{ StepName: "Approve" }] };
    const arn = await start(made, { SelectiveExecutionConfig });
    await answer(made, await approvalToken(made, arn), "0.1");
    await untilStatus(made, arn, "Succeeded");
    expect((await steps(made, arn)).map(({ StepName }) => StepName)).toEqual(["Approve"]);
  });

  it("is refused when the earlier one still runs, or is not there", async () => {
    const made = await created();
    const running = await start(made);
    const select = (SourcePipelineExecutionArn: string) =>
      start(made, {
        SelectiveExecutionConfig: {
          SourcePipelineExecutionArn,
          SelectedSteps: [{ StepName: "Check" }],
        },
      });
    await expect(select(running)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(`Invalid SourcePipelineExecutionArn: ${running}.`),
    });
    await expect(select(`${running.slice(0, -12)}aaaaaaaaaaaa`)).rejects.toMatchObject({
      name: "ResourceNotFound",
    });
    const { PipelineExecutionSummaries } = await made.sagemaker.send(
      new ListPipelineExecutionsCommand({ PipelineName: "Approval" }),
    );
    expect(PipelineExecutionSummaries).toHaveLength(1);
    expect((await describeExecution(made, running)).PipelineExecutionStatus).toBe("Executing");
  });
});
