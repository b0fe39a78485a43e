import { numberOf, type JsonObject } from "@nacre/core";
import { JobFolder } from "../jobs/job-folder.ts";
import { arn, jobName } from "../jobs/names.ts";
import { ourJob, runJob, type Job } from "../jobs/run-job.ts";
import { unpack } from "../jobs/tar.ts";
import { object, text, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";
import { resolveArguments, startJob, variables } from "./common.ts";
import { containers } from "./model.ts";

/** Where the job finds the objects and leaves its answers; no contract of SageMaker's. */
const inputPath = "/opt/ml/input/data/transform";
const outputPath = "/opt/ml/output/transform";

/**
 * Runs a Transform step with an XGBoost model: every object of the input gives `<name>.out`, one
 * prediction a line. An object of which any part fails gives nothing, and fails the step.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
 */
export async function runTransform(step: PlannedStep, context: RunContext): Promise<JsonObject> {
  const name = jobName(context.executionId, step.name);
  const started = startJob(step, context, name);
  const args = await resolveArguments(step, context);
  const container = await modelContainer(args, context);
  const input = transformInput(args);
  const folder = await JobFolder.create(started.root, context.store);
  try {
    await placeModel(container, folder, context);
    await folder.download(input.uri, inputPath);
    await folder.makeFolder(outputPath);
    const job: Job = {
      ...ourJob(context, "nacre_jobs.xgboost_transform", options(args, context)),
      env: {
        ...variables(container["Environment"]),
        ...variables(args["Environment"]),
        SAGEMAKER_BATCH: "true",
        TRANSFORM_JOB_NAME: name,
      },
      maxRuntimeSeconds: Number.POSITIVE_INFINITY,
    };
    try {
      await runJob(step, context, folder, job);
    } catch (error) {
      // The objects that went well have their predictions; the job's failure is what counts.
      await keepOutputs(step, args, folder, context).catch(() => undefined);
      throw error;
    }
    await keepOutputs(step, args, folder, context);
    return {
      ...args,
      TransformJobName: name,
      TransformJobArn: arn(context.region, "transform-job", name),
      TransformJobStatus: "Completed",
      CreationTime: started.time.toISOString(),
      TransformStartTime: started.time.toISOString(),
      TransformEndTime: new Date().toISOString(),
    };
  } finally {
    await folder.remove();
  }
}

/** What a transform reads. */
export function transformInput(args: JsonObject): { uri: string } {
  const source = object(object(object(args["TransformInput"])["DataSource"])["S3DataSource"]);
  return { uri: text(source["S3Uri"]) ?? "" };
}

async function modelContainer(args: JsonObject, context: RunContext): Promise<JsonObject> {
  const name = text(args["ModelName"]) ?? "";
  const model = await context.registry.model(name);
  if (model === undefined) throw new StepFailure(`ClientError: Could not find model "${name}".`);
  const [container, ...more] = containers(model);
  if (container === undefined || more.length > 0) {
    throw new StepFailure(`ClientError: model "${name}" does not have exactly one container.`);
  }
  return container;
}

async function placeModel(
  container: JsonObject,
  folder: JobFolder,
  { store }: RunContext,
): Promise<void> {
  await folder.makeFolder("/opt/ml/model");
  const uri = text(container["ModelDataUrl"]);
  if (uri === undefined) return;
  const archive = await store.find(uri);
  if (archive === undefined) {
    throw new StepFailure(`ClientError: Could not find model data at ${uri}.`);
  }
  await unpack(archive, folder.path("/opt/ml/model"), uri);
}

/** The job's options; what the step leaves open is left to the job. */
function options(args: JsonObject, { libsvmIndexBase }: RunContext): string[] {
  const input = object(args["TransformInput"]);
  const given: readonly (readonly [string, string | undefined])[] = [
    ["--content-type", text(input["ContentType"])],
    ["--split-type", text(input["SplitType"])],
    ["--batch-strategy", text(args["BatchStrategy"])],
    ["--max-payload-mb", numberOf(args["MaxPayloadInMB"])?.toString()],
    ["--libsvm-index-base", String(libsvmIndexBase)],
  ];
  return [
    "--input",
    inputPath,
    "--output",
    outputPath,
    ...given.flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
  ];
}

async function keepOutputs(
  step: PlannedStep,
  args: JsonObject,
  folder: JobFolder,
  { store, record }: RunContext,
): Promise<void> {
  const uri = text(object(args["TransformOutput"])["S3OutputPath"]) ?? "";
  const { count } = await folder.upload(outputPath, uri);
  if (count === 0) return;
  record.change(step.name, {
    outputs: [{ name: "transform", uri, path: store.ownPath(uri) }],
  });
}
