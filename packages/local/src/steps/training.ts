import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { pack } from "../archives/pack.ts";
import type { StepOutput } from "../execution.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { runsInContainer } from "../jobs/images.ts";
import { ourJob } from "../jobs/job-start.ts";
import type { Job } from "../jobs/run-job.ts";
import { finalMetrics } from "../metrics/final-metrics.ts";
import { object, objects, text, texts, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import { joinS3Uri } from "../objects/s3-uri.ts";
import { seconds, variables } from "./common.ts";
import { warnOfNetwork } from "./network.ts";
import { placeProgram, programVariables, userProgram } from "./script-mode.ts";
import type { JobRunner } from "./step-runner.ts";

/** Where the job leaves its model, and what else it made. */
const modelPath = "/opt/ml/model";
const dataPath = "/opt/ml/output/data";

/** The longest a training job runs when the step says nothing, in seconds. */
const defaultMaxRuntime = 86_400;

/**
 * Training steps: the XGBoost algorithm, the program of script mode, or the entrypoint that the step names.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */
export const training: JobRunner = {
  resource: "training-job",
  variable: "TrainingJobName",
  metadata: "TrainingJob",

  async prepare({ step, args, job, folder }, context) {
    warnOfRules(step, args, context);
    warnOfNetwork(step, args, context);
    await placeInputs(args, folder);
    const program = userProgram(args);
    if (program !== undefined) await placeProgram(program, folder, context);
    const env = variables(args["Environment"]);
    return {
      ...command(args, job.name, context),
      env: {
        ...env,
        ...(program === undefined ? {} : programVariables(env)),
        TRAINING_JOB_NAME: job.name,
        TRAINING_JOB_ARN: job.arn,
      },
      maxRuntimeSeconds: seconds(args["StoppingCondition"], defaultMaxRuntime),
      network: args["EnableNetworkIsolation"] !== true,
    };
  },

  async collect({ args, job, folder, logFile }, context) {
    const { modelUri, outputs } = await keepOutputs(args, job.name, folder, context);
    const metrics = await finalMetrics(args, logFile);
    const properties = {
      ...args,
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      TrainingJobStatus: "Completed",
      SecondaryStatus: "Completed",
      ModelArtifacts: { S3ModelArtifacts: modelUri },
      ...(metrics.length === 0 ? {} : { FinalMetricDataList: metrics }),
      CreationTime: job.time.toISOString(),
      TrainingStartTime: job.time.toISOString(),
      TrainingEndTime: new Date().toISOString(),
    };
    return () => ({ properties, outputs });
  },
};

function command(
  args: JsonObject,
  name: string,
  context: RunContext,
): Pick<Job, "command" | "container" | "ours"> {
  const algorithm = object(args["AlgorithmSpecification"]);
  const entrypoint = texts(algorithm["ContainerEntrypoint"]);
  const ownArgs = texts(algorithm["ContainerArguments"]);
  const image = text(algorithm["TrainingImage"]) ?? "";
  const hasEntrypoint = entrypoint.length > 0;
  const isScript = userProgram(args) !== undefined;
  if (runsInContainer(context.runtime, image, "Training", hasEntrypoint || isScript)) {
    // Without an entrypoint the image is given one word, as SageMaker does.
    const given = hasEntrypoint || ownArgs.length > 0 ? ownArgs : ["train"];
    return { command: [], container: { name, image, entrypoint, args: given } };
  }
  // Its lines are the user's program's, not ours.
  if (isScript) return { command: ourJob(context, "nacre_jobs.script_mode").command };
  if (!hasEntrypoint) return ourJob(context, "nacre_jobs.xgboost_train");
  return { command: [...entrypoint, ...ownArgs] };
}

async function placeInputs(args: JsonObject, folder: JobFolder): Promise<void> {
  const channels = trainingChannels(args);
  await Promise.all([
    ...channels.map(({ uri, name }) => folder.download(uri, `/opt/ml/input/data/${name}`)),
    ...[modelPath, dataPath].map((path) => folder.makeFolder(path)),
  ]);
  const configs: Readonly<Record<string, JsonObject>> = {
    hyperparameters: variables(args["HyperParameters"]),
    inputdataconfig: Object.fromEntries(channels.map(({ name, config }) => [name, config])),
    resourceconfig: {
      current_host: "algo-1",
      current_instance_type: text(object(args["ResourceConfig"])["InstanceType"]) ?? "local",
      hosts: ["algo-1"],
      network_interface_name: "lo",
    },
  };
  for (const [file, config] of Object.entries(configs)) {
    folder.writeJson(`/opt/ml/input/config/${file}.json`, config);
  }
}

/** A channel of a training job. */
export interface TrainingChannel {
  /** Its name, also that of its folder. */
  readonly name: string;
  /** The S3 prefix it comes from. */
  readonly uri: string;
  /** What inputdataconfig.json says of it. */
  readonly config: JsonObject;
}

/** The channels of resolved arguments. */
export function trainingChannels(args: JsonObject): TrainingChannel[] {
  const mode = text(object(args["AlgorithmSpecification"])["TrainingInputMode"]);
  return objects(args["InputDataConfig"]).map((channel) => {
    const s3 = object(object(channel["DataSource"])["S3DataSource"]);
    const contentType = text(channel["ContentType"]);
    return {
      name: text(channel["ChannelName"]) ?? "",
      uri: text(s3["S3Uri"]) ?? "",
      config: {
        ...(contentType === undefined ? {} : { ContentType: contentType }),
        RecordWrapperType: text(channel["RecordWrapperType"]) ?? "None",
        S3DistributionType: text(s3["S3DataDistributionType"]) ?? "FullyReplicated",
        // FastFile differs from File in speed only; what the job sees are files.
        TrainingInputMode: (text(channel["InputMode"]) ?? mode ?? "File").replace(
          "FastFile",
          "File",
        ),
      },
    };
  });
}

/** Packs the model, and other output where there is some, into the step's S3OutputPath. */
async function keepOutputs(
  args: JsonObject,
  name: string,
  folder: JobFolder,
  context: RunContext,
): Promise<{ modelUri: string; outputs: StepOutput[] }> {
  const base = joinS3Uri(
    text(object(args["OutputDataConfig"])["S3OutputPath"]) ?? "",
    name,
    "output",
  );
  const modelUri = joinS3Uri(base, "model.tar.gz");
  const archive = join(folder.scratch, "model.tar.gz");
  await pack(await folder.realPath(modelPath), archive, modelPath);
  await context.objects.take(modelUri, archive);
  const outputs: StepOutput[] = [
    { name: "model", uri: modelUri, path: context.objects.ownPath(modelUri) },
  ];
  if (await folder.holdsAnything(dataPath)) {
    const uri = joinS3Uri(base, "output.tar.gz");
    await pack(await folder.realPath(dataPath), archive, dataPath);
    await context.objects.take(uri, archive);
    outputs.push({ name: "output", uri, path: context.objects.ownPath(uri) });
  }
  return { modelUri, outputs };
}

function warnOfRules(step: PlannedStep, args: JsonObject, { record }: RunContext): void {
  const members = ["DebugRuleConfigurations", "ProfilerRuleConfigurations"];
  const rules = members.flatMap((member) => objects(args[member]));
  const names = rules.map((rule) => text(rule["RuleConfigurationName"]) ?? "unnamed");
  if (names.length === 0) return;
  record.warn(
    step.name,
    `Rules of SageMaker Debugger and Profiler do not run here: ${names.join(", ")}.`,
  );
}
