import {
  CreatePipelineCommand,
  DescribePipelineDefinitionForExecutionCommand,
  ListPipelineExecutionsCommand,
  ListPipelineParametersForExecutionCommand,
  UpdatePipelineExecutionCommand,
  type StartPipelineExecutionCommandInput,
} from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { created, definition, describeExecution, engineBench, start } from "./engine-bench.ts";
import { role, token } from "./support.ts";

describe("what an execution was started with", () => {
  it("is listed with the defaults, and its definition stays when the pipeline changes", async () => {
    const made = await created();
    const arn = await start(made, { PipelineParameters: [{ Name: "Limit", Value: "1.50" }] });
    const parameters = await made.sagemaker.send(
      new ListPipelineParametersForExecutionCommand({ PipelineExecutionArn: arn }),
    );
    expect(parameters.PipelineParameters).toEqual([
      { Name: "Limit", Value: "1.50" },
      { Name: "Stage", Value: "test" },
    ]);
    const { PipelineDefinition } = await made.sagemaker.send(
      new DescribePipelineDefinitionForExecutionCommand({ PipelineExecutionArn: arn }),
    );
    expect(PipelineDefinition).toBe(JSON.stringify(definition));
  });

  const refused: readonly (readonly [
    string,
    Partial<StartPipelineExecutionCommandInput>,
    string,
  ])[] = [
    [
      "an unknown parameter",
      { PipelineParameters: [{ Name: "Stge", Value: "live" }] },
      'The pipeline has no parameter "Stge".',
    ],
    [
      "a value of another type",
      { PipelineParameters: [{ Name: "Limit", Value: "high" }] },
      'The parameter "Limit" is of type Float',
    ],
    [
      "a value that is none of those allowed",
      { PipelineParameters: [{ Name: "Stage", Value: "prod" }] },
      "Stage",
    ],
    [
      "an empty value",
      { PipelineParameters: [{ Name: "Stage", Value: "" }] },
      '[string "" is too short (length: 0, required minimum: 1)]',
    ],
    [
      "a step that needs others, without a source",
      { SelectiveExecutionConfig: { SelectedSteps: [{ StepName: "Check" }] } },
      "Invalid SourcePipelineExecutionArn: null. ",
    ],
    [
      "a step that is none",
      { SelectiveExecutionConfig: { SelectedSteps: [{ StepName: "Chek" }] } },
      "Chek",
    ],
  ];
  it.each(refused)("refuses %s", async (_what, more, message) => {
    const made = await created();
    const error = await start(made, more).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
    const { PipelineExecutionSummaries } = await made.sagemaker.send(
      new ListPipelineExecutionsCommand({ PipelineName: "Approval" }),
    );
    expect(PipelineExecutionSummaries).toEqual([]);
  });

  it("refuses before the start what cannot run here: step, reason and what to do", async () => {
    const made = await engineBench();
    const PipelineDefinition = JSON.stringify({
      Version: "2020-12-01",
      Steps: [
        {
          Name: "Cluster",
          Type: "EMR",
          Arguments: {
            ClusterId: "j-1",
            StepConfig: { HadoopJarStep: { Jar: "s3://b/a.jar" } },
          },
        },
      ],
    });
    const input = { PipelineName: "Approval", PipelineDefinition, RoleArn: role };
    await made.sagemaker.send(new CreatePipelineCommand(input));
    const error = await start(made).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/Step Cluster cannot run on this machine: .*EMR.*\. .+/),
    });
  });

  it("refuses data that is not there: what a client can do, no option of a command line", async () => {
    const made = await engineBench();
    const PipelineDefinition = JSON.stringify({
      Version: "2020-12-01",
      Parameters: [{ Name: "Data", Type: "String" }],
      Steps: [
        {
          Name: "Register",
          Type: "RegisterModel",
          Arguments: {
            ModelPackageGroupName: "Group",
            InferenceSpecification: {
              Containers: [{ Image: "image", ModelDataUrl: { Get: "Parameters.Data" } }],
              SupportedContentTypes: ["text/csv"],
              SupportedResponseMIMETypes: ["text/csv"],
            },
          },
        },
      ],
    });
    const input = { PipelineName: "Approval", PipelineDefinition, RoleArn: role };
    await made.sagemaker.send(new CreatePipelineCommand(input));
    const given = async (...values: string[]): Promise<string> => {
      const PipelineParameters = values.map((Value) => ({ Name: "Data", Value }));
      return String(await start(made, { PipelineParameters }).catch((caught: unknown) => caught));
    };
    const missing = await given("s3://bucket/none/model.tar.gz");
    expect(missing).toContain("s3://bucket/none/model.tar.gz, and no object has that URI");
    // The file that it would be.
    expect(missing).toMatch(/: \/.*\/s3\/bucket\/none\/model\.tar\.gz/);
    for (const text of [missing, await given("none.tar.gz"), await given()]) {
      expect(text).toContain("ValidationException");
      expect(text).not.toMatch(/ --[a-z]/);
    }
  });

  it("the same token with the same input starts one execution, with another it is refused", async () => {
    const made = await created();
    const ClientRequestToken = token("start");
    const [one, two] = await Promise.all([
      start(made, { ClientRequestToken }),
      start(made, { ClientRequestToken }),
    ]);
    expect(two).toBe(one);
    expect(await start(made, { ClientRequestToken })).toBe(one);
    const other = start(made, { ClientRequestToken, PipelineExecutionDisplayName: "other" });
    await expect(other).rejects.toMatchObject({ name: "ConflictException" });
    const { PipelineExecutionSummaries } = await made.sagemaker.send(
      new ListPipelineExecutionsCommand({ PipelineName: "Approval" }),
    );
    expect(PipelineExecutionSummaries).toHaveLength(1);
  });

  it("may be renamed, and its parallelism changed, while it runs", async () => {
    const made = await created();
    const arn = await start(made);
    await made.sagemaker.send(
      new UpdatePipelineExecutionCommand({
        PipelineExecutionArn: arn,
        PipelineExecutionDisplayName: "renamed",
        PipelineExecutionDescription: "New.",
        ParallelismConfiguration: { MaxParallelExecutionSteps: 9 },
      }),
    );
    expect(await describeExecution(made, arn)).toMatchObject({
      PipelineExecutionDisplayName: "renamed",
      PipelineExecutionDescription: "New.",
      ParallelismConfiguration: { MaxParallelExecutionSteps: 9 },
    });
  });
});
