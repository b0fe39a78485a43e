import { join } from "node:path";
import { numberOf, type JsonObject } from "@nacre/core";
import { unpack } from "../archives/unpack.ts";
import type { StepOutput } from "../execution.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { runsInContainer } from "../jobs/images.ts";
import type { BatchTransform } from "../jobs/serving/batch-transform.ts";
import { servingPort } from "../jobs/serving/serve-job.ts";
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
 * Transform steps, by Python for an XGBoost model, or by the container of any: every object of the input
 * gives `<name>.out`. An object of which any part fails gives nothing, and fails the step.
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
    const env = {
      ...variables(container["Environment"]),
      ...variables(args["Environment"]),
      SAGEMAKER_BATCH: "true",
    };
    const maxRuntimeSeconds = Number.POSITIVE_INFINITY;
    const image = text(container["Image"]) ?? "";
    if (runsInContainer(context.runtime, image, "Transform", false)) {
      const batch = batchOf(args, folder);
      return {
        command: [],
        container: {
          name: job.name,
          image,
          entrypoint: [],
          args: ["serve"],
          port: servingPort,
          batch,
        },
        env: { ...env, ...batchVariables(args) },
        maxRuntimeSeconds,
      };
    }
    return {
      ...ourJob(context, "nacre_jobs.xgboost_transform", options(args, context)),
      env: { ...env, TRANSFORM_JOB_NAME: job.name },
      maxRuntimeSeconds,
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

/** What is sent to a model's container. */
function batchOf(args: JsonObject, folder: JobFolder): BatchTransform {
  const input = object(args["TransformInput"]);
  const output = object(args["TransformOutput"]);
  const client = object(args["ModelClientConfig"]);
  const strategy = text(args["BatchStrategy"]);
  return {
    input: folder.path(inputPath),
    output: folder.path(outputPath),
    contentType: text(input["ContentType"]),
    accept: text(output["Accept"]),
    splitType: text(input["SplitType"]) === "Line" ? "Line" : "None",
    batchStrategy: strategy === "SingleRecord" || strategy === "MultiRecord" ? strategy : undefined,
    maxPayloadMb: numberOf(args["MaxPayloadInMB"]),
    assembleWith: text(output["AssembleWith"]) === "Line" ? "Line" : "None",
    timeoutSeconds: numberOf(client["InvocationsTimeoutInSeconds"]) ?? 600,
    maxRetries: numberOf(client["InvocationsMaxRetries"]) ?? 3,
  };
}

/** What SageMaker tells a container of its batch. */
function batchVariables(args: JsonObject): Record<string, string> {
  const strategy = text(args["BatchStrategy"]) ?? "MultiRecord";
  return {
    SAGEMAKER_MAX_PAYLOAD_IN_MB: String(numberOf(args["MaxPayloadInMB"]) ?? 6),
    SAGEMAKER_BATCH_STRATEGY: strategy === "SingleRecord" ? "SINGLE_RECORD" : "MULTI_RECORD",
    SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(numberOf(args["MaxConcurrentTransforms"]) ?? 1),
  };
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
