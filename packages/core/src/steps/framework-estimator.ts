import { sourceArchive } from "../assets/source-archive.ts";
import type { Code } from "../assets/step-code.ts";
import { isExpression } from "../expression.ts";
import type { TrainingInstanceType } from "../generated/index.ts";
import type { TrainingStep } from "../generated/steps/training.ts";
import {
  frameworkImage,
  type CodeFramework,
  type FrameworkImage,
} from "../images/framework-image.ts";
import type { Value } from "../value.ts";
import { estimator, type EstimatorProps } from "./estimator.ts";
import { distributionHyperparameters, type TrainingDistribution } from "./training-distribution.ts";

/** A hyperparameter as a script gets it on its command line. */
export type FrameworkHyperparameter = Value<string> | Value<number> | boolean;

/** The hyperparameters by which the image finds the code. */
type CodeHyperparameter =
  | "sagemaker_submit_directory"
  | "sagemaker_program"
  | "sagemaker_container_log_level"
  | "sagemaker_region";

/** What {@link frameworkEstimator} takes. */
export type FrameworkEstimatorProps<
  F extends CodeFramework = CodeFramework,
  HyperParameterName extends string = string,
> = FrameworkImage<F> &
  Omit<
    EstimatorProps<HyperParameterName>,
    "hyperparameters" | "imageUri" | "instanceGroups" | "instanceType"
  > & {
    readonly instanceType: Value<TrainingInstanceType>;
    /** The script, or a folder and the script in it that is run; read when the step is made. */
    readonly code: Code;
    /**
     * How the script runs on several machines or GPUs; the images of PyTorch, TensorFlow, MXNet and
     * Hugging Face know it.
     *
     * @default it is started once on each machine
     */
    readonly distribution?: TrainingDistribution;
    /** What the script gets on its command line, such as `--epochs 5`. At most 96. */
    readonly hyperparameters?: { readonly [Key in HyperParameterName]: FrameworkHyperparameter };
  };

/**
 * A training step that runs a script, or one of a folder, in the image of a framework. The image
 * installs what a `requirements.txt` of the folder lists.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE` when the code cannot be read, and what
 * {@link imageUri} throws: an instance type that is an expression other than a parameter with a
 * default value chooses no image.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/docker-containers-adapt-your-own.html
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { frameworkEstimator } from "@nacre/core";
 *
 * const folder = mkdtempSync(join(tmpdir(), "nacre-"));
 * writeFileSync(join(folder, "train.py"), "print('hello')");
 * const train = frameworkEstimator("Train", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   framework: "pytorch",
 *   frameworkVersion: "2.3.0",
 *   instanceType: "ml.g5.xlarge",
 *   code: { folder, entryPoint: "train.py" },
 *   hyperparameters: { epochs: 5, optimizer: "adam" },
 *   inputs: { train: { source: "s3://my-bucket/train" } },
 * });
 * const model = train.properties.ModelArtifacts.S3ModelArtifacts;
 * ```
 */
export function frameworkEstimator<
  const Name extends string,
  const F extends CodeFramework,
  const HyperParameterName extends string = never,
>(
  name: Name,
  props: FrameworkEstimatorProps<F, HyperParameterName>,
): TrainingStep<Name, HyperParameterName | CodeHyperparameter> {
  const { distribution, ...others } = props;
  const { env, framework } = props;
  const archive = sourceArchive({ step: name, code: props.code, bucket: env.bucket });
  const own = Object.entries<FrameworkHyperparameter>(props.hyperparameters ?? {});
  const hyperparameters = {
    ...Object.fromEntries(own.map(([key, value]) => [key, jsonText(value)])),
    sagemaker_submit_directory: archive,
    sagemaker_program: JSON.stringify(archive.entryPoint),
    sagemaker_container_log_level: "20",
    sagemaker_region: JSON.stringify(env.region),
    ...distributed(distribution, props.instanceType),
  };
  const keepsMetrics =
    framework !== undefined && isSince(props.frameworkVersion ?? "", metricsSince[framework]);
  return estimator<Name, HyperParameterName | CodeHyperparameter>(name, {
    ...(keepsMetrics ? { enableSageMakerMetrics: true } : {}),
    ...others,
    imageUri: frameworkImage<F>(props, env.region, props.instanceType),
    // The names are those of both.
    hyperparameters: hyperparameters as {
      readonly [Key in HyperParameterName | CodeHyperparameter]: Value<string> | Value<number>;
    },
  });
}

function distributed(
  distribution: TrainingDistribution | undefined,
  instanceType: Value<TrainingInstanceType>,
): Readonly<Record<string, Value<string> | Value<number>>> {
  if (distribution === undefined) return {};
  const all = Object.entries<FrameworkHyperparameter>(
    distributionHyperparameters(distribution, instanceType),
  );
  return Object.fromEntries(all.map(([key, value]) => [key, jsonText(value)]));
}

/** From which versions on AWS's own SDK asks for metrics as time series. */
const metricsSince: Readonly<Record<CodeFramework, string | undefined>> = {
  huggingface: "0",
  mxnet: "1.6",
  pytorch: "1.3",
  sklearn: undefined,
  tensorflow: "1.15",
  xgboost: undefined,
};

function isSince(version: string, since: string | undefined): boolean {
  if (since === undefined) return false;
  return version.localeCompare(since, "en", { numeric: true }) >= 0;
}

/** These images read every hyperparameter as JSON, but an expression stays as it is. */
function jsonText(value: FrameworkHyperparameter): Value<string> | Value<number> {
  return isExpression(value) ? value : JSON.stringify(value);
}
