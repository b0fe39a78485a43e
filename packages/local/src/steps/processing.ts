import type { JsonObject } from "@nacre/core";
import type { StepOutput } from "../execution.ts";
import { arn, jobName } from "../jobs/names.ts";
import { JobFolder } from "../jobs/job-folder.ts";
import { readMessage, runJob } from "../jobs/run-job.ts";
import { object, objects, text, texts, type PlannedStep } from "../plan.ts";
import { resolveArguments, startJob, variables, seconds } from "./common.ts";
import type { RunContext } from "../run-context.ts";

/** The longest a processing job runs when the step says nothing, in seconds. */
const defaultMaxRuntime = 86_400;

/**
 * Runs a Processing step: its inputs in place, its entrypoint, its outputs to the store.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
 */
export async function runProcessing(step: PlannedStep, context: RunContext): Promise<JsonObject> {
  const name = jobName(context.executionId, step.name);
  const started = startJob(step, context, name);
  const args = await resolveArguments(step, context, { ProcessingJobName: name });
  const jobArn = arn(context.region, "processing-job", name);
  const folder = await JobFolder.create(started.root, context.store);
  try {
    await placeInputs(args, folder);
    await writeConfig(args, folder, name, jobArn);
    const app = object(args["AppSpecification"]);
    await runJob(step, context, folder, {
      command: [...texts(app["ContainerEntrypoint"]), ...texts(app["ContainerArguments"])],
      env: { ...variables(args["Environment"]), PROCESSING_JOB_ARN: jobArn },
      maxRuntimeSeconds: seconds(args["StoppingCondition"], defaultMaxRuntime),
      network: object(args["NetworkConfig"])["EnableNetworkIsolation"] !== true,
    });
    const message = await readMessage(folder, "message");
    await keepOutputs(step, args, folder, context);
    return {
      ...args,
      ProcessingJobName: name,
      ProcessingJobArn: jobArn,
      ProcessingJobStatus: "Completed",
      ...(message === "" ? {} : { ExitMessage: message }),
      CreationTime: started.time.toISOString(),
      ProcessingStartTime: started.time.toISOString(),
      ProcessingEndTime: new Date().toISOString(),
    };
  } finally {
    await folder.remove();
  }
}

async function placeInputs(args: JsonObject, folder: JobFolder): Promise<void> {
  await Promise.all([
    ...processingInputs(args).map(({ uri, path }) => folder.download(uri, path)),
    ...processingOutputs(args).map(({ path }) => folder.makeFolder(path)),
  ]);
}

async function writeConfig(
  args: JsonObject,
  folder: JobFolder,
  name: string,
  jobArn: string,
): Promise<void> {
  const { ExperimentConfig: _, ...description } = args;
  await folder.writeJson("/opt/ml/config/processingjobconfig.json", {
    ProcessingJobArn: jobArn,
    ProcessingJobName: name,
    ...description,
  });
  await folder.writeJson("/opt/ml/config/resourceconfig.json", {
    current_host: "algo-1",
    hosts: ["algo-1"],
  });
}

async function keepOutputs(
  step: PlannedStep,
  args: JsonObject,
  folder: JobFolder,
  { store, record }: RunContext,
): Promise<void> {
  const outputs: StepOutput[] = [];
  for (const { name, uri, path } of processingOutputs(args)) {
    // One after the other: two outputs may share a folder.
    // oxlint-disable-next-line no-await-in-loop
    const { count, left } = await folder.upload(path, uri);
    if (count === 0) record.warn(step.name, `The job wrote no file to ${path} (output ${name}).`);
    else outputs.push({ name, uri, path: store.ownPath(uri) });
    for (const file of left) {
      record.warn(step.name, `${path}/${file} is not a file, it is not among the outputs.`);
    }
  }
  record.change(step.name, { outputs });
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
