import type { JsonObject } from "@nacre/core";
import type { StepOutput } from "../execution.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { runsInContainer } from "../jobs/images.ts";
import { readMessage } from "../jobs/run-job.ts";
import { object, objects, text, texts, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { seconds, variables } from "./common.ts";
import { warnOfNetwork } from "./network.ts";
import type { JobRunner } from "./step-runner.ts";

/** The longest a processing job runs when the step says nothing, in seconds. */
const defaultMaxRuntime = 86_400;

/**
 * Processing steps: their inputs in place, their entrypoint, their outputs to S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
 */
export const processing: JobRunner = {
  resource: "processing-job",
  variable: "ProcessingJobName",
  metadata: "ProcessingJob",

  async prepare({ step, args, job, folder }, context) {
    const network = object(args["NetworkConfig"]);
    warnOfNetwork(step, network, context);
    await placeInputs(args, folder);
    writeConfig(args, folder, job.name, job.arn);
    const app = object(args["AppSpecification"]);
    const entrypoint = texts(app["ContainerEntrypoint"]);
    const ownArgs = texts(app["ContainerArguments"]);
    const image = text(app["ImageUri"]) ?? "";
    const inContainer = runsInContainer(
      context.runtime,
      image,
      "Processing",
      entrypoint.length > 0,
    );
    return {
      command: [...entrypoint, ...ownArgs],
      container: inContainer ? { name: job.name, image, entrypoint, args: ownArgs } : undefined,
      env: { ...variables(args["Environment"]), PROCESSING_JOB_ARN: job.arn },
      maxRuntimeSeconds: seconds(args["StoppingCondition"], defaultMaxRuntime),
      network: network["EnableNetworkIsolation"] !== true,
    };
  },

  async collect({ step, args, job, folder }, context) {
    const message = await readMessage(folder, "message");
    const outputs = await keepOutputs(step, args, folder, context);
    const properties = {
      ...args,
      ProcessingJobName: job.name,
      ProcessingJobArn: job.arn,
      ProcessingJobStatus: "Completed",
      ...(message === "" ? {} : { ExitMessage: message }),
      CreationTime: job.time.toISOString(),
      ProcessingStartTime: job.time.toISOString(),
      ProcessingEndTime: new Date().toISOString(),
    };
    return () => ({ properties, outputs });
  },
};

async function placeInputs(args: JsonObject, folder: JobFolder): Promise<void> {
  await Promise.all([
    ...processingInputs(args).map(({ uri, path }) => folder.download(uri, path)),
    ...processingOutputs(args).map(({ path }) => folder.makeFolder(path)),
  ]);
}

function writeConfig(args: JsonObject, folder: JobFolder, name: string, jobArn: string): void {
  const { ExperimentConfig: _, ...description } = args;
  folder.writeJson("/opt/ml/config/processingjobconfig.json", {
    ProcessingJobArn: jobArn,
    ProcessingJobName: name,
    ...description,
  });
  folder.writeJson("/opt/ml/config/resourceconfig.json", {
    current_host: "algo-1",
    hosts: ["algo-1"],
  });
}

async function keepOutputs(
  step: PlannedStep,
  args: JsonObject,
  folder: JobFolder,
  context: RunContext,
): Promise<StepOutput[]> {
  const outputs: StepOutput[] = [];
  for (const { name, uri, path } of processingOutputs(args)) {
    // One after the other: two outputs may share a folder.
    // oxlint-disable-next-line no-await-in-loop
    const { count, left } = await folder.upload(path, uri);
    if (count === 0)
      context.record.warn(step.name, `The job wrote no file to ${path} (output ${name}).`);
    else outputs.push({ name, uri, path: context.objects.ownPath(uri) });
    for (const file of left) {
      context.record.warn(step.name, `${path}/${file} is not a file, it is not among the outputs.`);
    }
  }
  return outputs;
}

/** An input of a processing job. */
export interface ProcessingInput {
  /** Its name. */
  readonly name: string;
  /** The S3 prefix it comes from. */
  readonly uri: string;
  /** The folder where the job finds it. */
  readonly path: string;
}

/** The S3 inputs of resolved arguments. */
export function processingInputs(args: JsonObject): ProcessingInput[] {
  return objects(args["ProcessingInputs"]).map((input) => located(input, "InputName", "S3Input"));
}

/** The S3 outputs of resolved arguments, in the same form. */
export function processingOutputs(args: JsonObject): ProcessingInput[] {
  const outputs = objects(object(args["ProcessingOutputConfig"])["Outputs"]);
  return outputs.map((output) => located(output, "OutputName", "S3Output"));
}

function located(item: JsonObject, nameMember: string, s3Member: string): ProcessingInput {
  const s3 = object(item[s3Member]);
  return {
    name: text(item[nameMember]) ?? "",
    uri: text(s3["S3Uri"]) ?? "",
    path: text(s3["LocalPath"]) ?? "",
  };
}
