import { flattenSteps, type PipelineDefinition } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { inParallel } from "../deploy/in-parallel.ts";
import { sagemakerOf } from "../executions/api.ts";
import type { ExecutionStep, Job } from "../executions/execution.ts";

/** Something that a step left. */
interface StepOutput {
  readonly step: string;
  /** The output's name; `model` for a model artifact, `predictions` for a transform's. */
  readonly output: string;
  /** An S3 URI, or the ARN of a model or model package. */
  readonly location: string;
}

/** A property file, and where it lies. */
export interface PropertyFile {
  readonly step: string;
  readonly name: string;
  readonly uri: string;
}

/** What the steps of an execution that succeeded left behind. */
export interface ExecutionOutputs {
  readonly outputs: readonly StepOutput[];
  readonly propertyFiles: readonly PropertyFile[];
}

/** So many jobs are asked about at once: AWS counts the calls. */
const atOnce = 8;

/**
 * What an execution left behind, as its jobs tell it.
 *
 * @throws NacreError of AWS
 */
export async function outputsOf(
  session: Session,
  steps: readonly ExecutionStep[],
  definition: PipelineDefinition | undefined,
): Promise<ExecutionOutputs> {
  const succeeded = steps.filter(({ status }) => status === "Succeeded");
  const outcomes = await inParallel(atOnce, succeeded, (step) => outputsOfStep(session, step));
  const outputs = outcomes.flatMap((outcome) => {
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  });
  const declared = definition === undefined ? [] : flattenSteps(definition);
  const propertyFiles = declared.flatMap(({ definition: { Name: step, PropertyFiles = [] } }) =>
    PropertyFiles.flatMap(({ PropertyFileName, OutputName, FilePath }): PropertyFile[] => {
      const folder = outputs.find((one) => one.step === step && one.output === OutputName);
      if (folder === undefined) return [];
      const uri = `${folder.location.replace(/\/$/, "")}/${FilePath}`;
      return [{ step, name: PropertyFileName, uri }];
    }),
  );
  return { outputs, propertyFiles };
}

async function outputsOfStep(
  session: Session,
  { name: step, job, madeArn, type = "step" }: ExecutionStep,
): Promise<StepOutput[]> {
  if (madeArn !== undefined) {
    const output = type === "RegisterModel" ? "model package" : "model";
    return [{ step, output, location: madeArn }];
  }
  const found = job === undefined ? [] : await outputsOfJob(session, job);
  return found.map(([output, location]) => ({ step, output, location }));
}

async function outputsOfJob(session: Session, job: Job): Promise<[name: string, uri: string][]> {
  const { client, commands } = await sagemakerOf(session);
  switch (job.kind) {
    case "ProcessingJob": {
      const { ProcessingOutputConfig } = await client.send(
        new commands.DescribeProcessingJobCommand({ ProcessingJobName: job.name }),
      );
      return (ProcessingOutputConfig?.Outputs ?? []).flatMap(({ OutputName = "", S3Output }) =>
        S3Output?.S3Uri === undefined ? [] : [[OutputName, S3Output.S3Uri]],
      );
    }
    case "TrainingJob": {
      const { ModelArtifacts } = await client.send(
        new commands.DescribeTrainingJobCommand({ TrainingJobName: job.name }),
      );
      const uri = ModelArtifacts?.S3ModelArtifacts;
      return uri === undefined ? [] : [["model", uri]];
    }
    case "TransformJob": {
      const { TransformOutput } = await client.send(
        new commands.DescribeTransformJobCommand({ TransformJobName: job.name }),
      );
      const uri = TransformOutput?.S3OutputPath;
      return uri === undefined ? [] : [["predictions", uri]];
    }
  }
}
