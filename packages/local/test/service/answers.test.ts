import type { JsonObject } from "@nacre/core";
import { expect, it } from "vitest";
import { sagemaker } from "../../src/service/generated/sagemaker.ts";
import { Executions } from "../../src/state/executions.ts";
import { Jobs } from "../../src/state/jobs.ts";
import { Steps } from "../../src/state/steps.ts";
import { bench, failing, pipeline, role, token } from "./support.ts";

const prefix = "arn:aws:sagemaker:us-east-1:000000000000";

it("every operation gives an answer of the shape that the API's model has for it", async () => {
  const { call, database } = bench();
  const executions = new Executions(database);
  const steps = new Steps(database);
  const jobs = new Jobs(database);
  const called = new Set<string>();
  // `call` throws where an answer does not fit.
  const check = async (operation: string, input: JsonObject = {}): Promise<JsonObject> => {
    called.add(operation);
    return call(operation, input);
  };
  const Tags = [{ Key: "team", Value: "rings" }];
  const PipelineName = "Abalone";

  const created = pipeline(PipelineName, { Tags, PipelineVersionAliases: ["prod"] });
  const { PipelineArn = "" } = await check("CreatePipeline", created);
  await check("UpdatePipeline", { PipelineName, PipelineDefinition: `${failing} ` });
  await check("UpdatePipelineVersion", {
    PipelineArn,
    PipelineVersionId: 2,
    PipelineVersionDisplayName: "second",
  });
  const ClientRequestToken = token("start");
  const started = await check("StartPipelineExecution", { PipelineName, ClientRequestToken });
  const PipelineExecutionArn = String(started["PipelineExecutionArn"]);
  const id = PipelineExecutionArn.slice(-12);

  // What the engine would write, the rarer members too.
  const startTime = new Date();
  steps.update(id, 0, { status: "Executing", startTime, callbackToken: "aaaaaaaaaa" });
  await check("SendPipelineExecutionStepSuccess", { CallbackToken: "aaaaaaaaaa" });
  steps.update(id, 0, { callbackToken: "bbbbbbbbbb" });
  await check("SendPipelineExecutionStepFailure", {
    CallbackToken: "bbbbbbbbbb",
    FailureReason: "No.",
  });
  steps.update(id, 0, {
    status: "Failed",
    endTime: startTime,
    failureReason: "x".repeat(5000),
    attempts: 2,
    cacheSource: PipelineExecutionArn,
    selectiveSource: PipelineExecutionArn,
    metadata: { Fail: { ErrorMessage: "no" } },
  });
  await check("UpdatePipelineExecution", {
    PipelineExecutionArn,
    PipelineExecutionDisplayName: "first",
  });
  await check("StopPipelineExecution", { PipelineExecutionArn, ClientRequestToken: token("s") });
  executions.end(id, "Failed", "y".repeat(5000), startTime);
  await check("DescribePipelineExecution", { PipelineExecutionArn });
  await check("DescribePipelineDefinitionForExecution", { PipelineExecutionArn });
  await check("ListPipelineExecutions", { PipelineName });
  await check("ListPipelineExecutionSteps", { PipelineExecutionArn });
  await check("ListPipelineParametersForExecution", { PipelineExecutionArn });
  await check("Search", { Resource: "PipelineExecution" });
  database.run("UPDATE steps SET type = 'Processing'");
  await check("RetryPipelineExecution", { PipelineExecutionArn, ClientRequestToken: token("r") });
  executions.end(id, "Succeeded", undefined, startTime);
  await check("DescribePipeline", { PipelineName });
  await check("ListPipelines");
  await check("ListPipelineVersions", { PipelineName });
  await check("AddTags", { ResourceArn: PipelineArn, Tags });
  await check("ListTags", { ResourceArn: PipelineArn });
  await check("DeleteTags", { ResourceArn: PipelineArn, TagKeys: ["team"] });
  await check("DeletePipeline", { PipelineName, ClientRequestToken: token("d") });

  const ModelPackageGroupName = "Rings";
  await check("CreateModelPackageGroup", { ModelPackageGroupName, Tags });
  const version = await check("CreateModelPackage", { ModelPackageGroupName });
  const ModelPackageName = String(version["ModelPackageArn"]);
  await check("UpdateModelPackage", {
    ModelPackageArn: ModelPackageName,
    ModelApprovalStatus: "Approved",
  });
  await check("DescribeModelPackage", { ModelPackageName });
  await check("ListModelPackages", { ModelPackageGroupName });
  await check("DescribeModelPackageGroup", { ModelPackageGroupName });
  await check("ListModelPackageGroups");
  await check("DeleteModelPackage", { ModelPackageName });
  await check("DeleteModelPackageGroup", { ModelPackageGroupName });

  const ModelName = "Model";
  const PrimaryContainer = { Image: "image" };
  await check("CreateModel", { ModelName, ExecutionRoleArn: role, PrimaryContainer, Tags });
  await check("DescribeModel", { ModelName });
  await check("ListModels");
  await check("DeleteModel", { ModelName });

  const kinds = [
    ["processing-job", "ProcessingJob", { AppSpecification: { ImageUri: "image" } }],
    ["training-job", "TrainingJob", { StoppingCondition: {} }],
    ["transform-job", "TransformJob", { ModelName }],
    ["hyper-parameter-tuning-job", "HyperParameterTuningJob", {}],
  ] as const;
  const more: JsonObject = {
    ProcessingResources: {
      ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 1 },
    },
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/in" } },
    },
    TransformResources: { InstanceCount: 1, InstanceType: "ml.m5.large" },
    HyperParameterTuningJobConfig: {
      Strategy: "Random",
      ResourceLimits: { MaxParallelTrainingJobs: 1 },
    },
    OutputDataConfig: { S3OutputPath: "s3://b/out" },
    SecondaryStatus: "Completed",
  };
  for (const [type, kind, own] of kinds) {
    const name = "job";
    const arn = `${prefix}:${type}/job`;
    const description = { ...more, ...own };
    const times = { createdTime: startTime, execution: undefined, step: undefined };
    jobs.begin({ type, name, arn, description, ...times });
    jobs.update(type, name, { status: "Completed", endTime: startTime });
    /* oxlint-disable no-await-in-loop -- few, and quick */
    await check(`Describe${kind}`, { [`${kind}Name`]: name });
    await check(`List${kind}s`);
    /* oxlint-enable no-await-in-loop */
  }
  await check("ListTrainingJobsForHyperParameterTuningJob", { HyperParameterTuningJobName: "job" });

  expect([...called].toSorted()).toEqual(Object.keys(sagemaker.operations).toSorted());
});
