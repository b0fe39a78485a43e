import { join } from "node:path";
import { numberOf, type JsonObject } from "@nacre/core";
import { unpack } from "../archives/unpack.ts";
import type { StepOutput } from "../execution.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { ourJob } from "../jobs/job-start.ts";
import { object, text } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";
import { variables } from "./common.ts";
import { containers } from "./model.ts";
import type { JobRunner } from "./step-runner.ts";

/** Where the job finds the objects and leaves its answers; no contract of SageMaker's. */
const inputPath = "/opt/ml/input/data/transform";
const outputPath = "/opt/ml/output/transform";

/**
 * Transform steps with an XGBoost model: every object of the input gives `<name>.out`, one prediction a
 * line. An object of which any part fails gives nothing, and fails the step.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
 */
export const transform: JobRunner = {
  resource: "transform-job",
  metadata: "TransformJob",

  async prepare({ args, job, folder }, context) {
    const container = modelContainer(args, context);
    await placeModel(container, folder, context);
    await folder.download(transformInput(args).uri, inputPath);
    await folder.makeFolder(outputPath);
    return {
      ...ourJob(context, "nacre_jobs.xgboost_transform", options(args, context)),
      env: {
        ...variables(container["Environment"]),
        ...variables(args["Environment"]),
        SAGEMAKER_BATCH: "true",
        TRANSFORM_JOB_NAME: job.name,
      },
      maxRuntimeSeconds: Number.POSITIVE_INFINITY,
    };
  },

  async collect({ args, job, folder }, context) {
    const outputs = await keepOutputs(args, folder, context);
    const properties = {
      ...args,
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      TransformJobStatus: "Completed",
      CreationTime: job.time.toISOString(),
      TransformStartTime: job.time.toISOString(),
      TransformEndTime: new Date().toISOString(),
    };
    return () => ({ properties, outputs });
  },

  // The objects that went well have their predictions.
  collectFailed: ({ args, folder }, context) => keepOutputs(args, folder, context),
};

/** What a transform reads. */
export function transformInput(args: JsonObject): { uri: string } {
  const source = object(object(object(args["TransformInput"])["DataSource"])["S3DataSource"]);
  return { uri: text(source["S3Uri"]) ?? "" };
}

function modelContainer(args: JsonObject, context: RunContext): JsonObject {
  const name = text(args["ModelName"]) ?? "";
  const model = context.models.get(name);
  if (model === undefined) throw new StepFailure(`ClientError: Could not find model "${name}".`);
  const [container, ...more] = containers(model.description);
  if (container === undefined || more.length > 0) {
    throw new StepFailure(`ClientError: model "${name}" does not have exactly one container.`);
  }
  return container;
}

async function placeModel(
  container: JsonObject,
  folder: JobFolder,
  { objects, signal }: RunContext,
): Promise<void> {
  await folder.makeFolder("/opt/ml/model");
  const uri = text(container["ModelDataUrl"]);
  if (uri === undefined) return;
  const archive = join(folder.scratch, "model.tar.gz");
  if (!(await objects.fetch(uri, archive, signal))) {
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
  args: JsonObject,
  folder: JobFolder,
  { objects }: RunContext,
): Promise<StepOutput[]> {
  const uri = text(object(args["TransformOutput"])["S3OutputPath"]) ?? "";
  const { count } = await folder.upload(outputPath, uri);
  return count === 0 ? [] : [{ name: "transform", uri, path: objects.ownPath(uri) }];
}
