import { basename } from "node:path";
import { stepFiles } from "../assets/step-files.ts";
import { executionVariables } from "../expressions/execution-variables.ts";
import { join } from "../expressions/join.ts";
import type { Tag, TrainingInstanceType, VpcConfig } from "../generated/index.ts";
import { TrainingStep, type TrainingStepProps } from "../generated/steps/training.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** What {@link notebookJob} takes. */
export interface NotebookJobProps<ParameterName extends string = string> extends Omit<
  TrainingStepProps<ParameterName>,
  "arguments" | "cacheConfig"
> {
  readonly env: StepEnvironment;
  /** The notebook, a file on this machine. */
  readonly inputNotebook: string;
  /** An image of SageMaker Distribution, or one made for notebook jobs, in the region of the pipeline. */
  readonly imageUri: Value<string>;
  /** The kernel in the image, such as `python3`. */
  readonly kernelName: Value<string>;
  /**
   * Name of the job, by which Studio lists its runs; letters, digits, `-` and `_`.
   *
   * @default the name of the step
   */
  readonly notebookJobName?: string;
  /** Values for the cell with the tag `parameters`. At most 100. */
  readonly parameters?: { readonly [Key in ParameterName]: Value<string> };
  /** Environment variables. At most 100, with the 8 or 9 of the job itself. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** A shell script that is run before the notebook, a file on this machine. */
  readonly initializationScript?: string;
  /** Files and folders on this machine that the notebook needs. */
  readonly additionalDependencies?: readonly string[];
  /** S3 URI under which the notebook with its output is written. @default `s3://<bucket>` */
  readonly s3RootUri?: Value<string>;
  /** The key that the output is encrypted with. */
  readonly s3KmsKey?: Value<string>;
  /** @default `ml.m5.large` */
  readonly instanceType?: Value<TrainingInstanceType>;
  /** Size of the disk, in GB. @default 30 */
  readonly volumeSizeInGB?: Value<number>;
  /** The key that the disk is encrypted with. */
  readonly volumeKmsKey?: Value<string>;
  /** @default true */
  readonly encryptInterContainerTraffic?: Value<boolean>;
  readonly vpcConfig?: VpcConfig;
  /** How often a job that failed for a passing reason is tried again: 1 to 30. @default 1 */
  readonly maxRetryAttempts?: Value<number>;
  /** After so many seconds the job is stopped. @default 172,800 */
  readonly maxRuntimeInSeconds?: Value<number>;
  /** At most 50, with the 4 of the job itself. */
  readonly tags?: readonly Tag[];
}

/** The channel that notebook jobs read. */
const channel = "sagemaker_headless_execution_pipelinestep";

/**
 * A step that runs a notebook: a training step that runs SageMaker's scheduler of notebooks.
 *
 * The notebook with its output lies under `properties.OutputDataConfig.S3OutputPath`.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE` when a file cannot be read.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-notebook-job
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { notebookJob } from "@nacre/core";
 *
 * const notebook = join(mkdtempSync(join(tmpdir(), "nacre-")), "report.ipynb");
 * writeFileSync(notebook, '{ "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }');
 * const report = notebookJob("Report", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   inputNotebook: notebook,
 *   imageUri: "885854791233.dkr.ecr.us-east-1.amazonaws.com/sagemaker-distribution-prod:3.2.0-cpu",
 *   kernelName: "python3",
 *   parameters: { month: "2025-01" },
 * });
 * const output = report.properties.OutputDataConfig.S3OutputPath;
 * ```
 */
export function notebookJob<const Name extends string, const ParameterName extends string = never>(
  name: Name,
  props: NotebookJobProps<ParameterName>,
): TrainingStep<Name, ParameterName> {
  const { env, s3RootUri = `s3://${env.bucket}` } = props;
  const { dependsOn, displayName, description, retryPolicies } = props;
  const jobName = props.notebookJobName ?? name;
  const { pipelineExecutionId, pipelineName } = executionVariables;
  return new TrainingStep<Name, ParameterName>(name, {
    // In the order of AWS's own SDK.
    arguments: defined({
      TrainingJobName: jobPrefix(jobName),
      RoleArn: env.role,
      RetryStrategy: { MaximumRetryAttempts: props.maxRetryAttempts ?? 1 },
      StoppingCondition: { MaxRuntimeInSeconds: props.maxRuntimeInSeconds ?? 172_800 },
      EnableInterContainerTrafficEncryption: props.encryptInterContainerTraffic ?? true,
      AlgorithmSpecification: {
        TrainingImage: props.imageUri,
        TrainingInputMode: "File" as const,
        ContainerEntrypoint: ["amazon_sagemaker_scheduler"],
      },
      InputDataConfig: [
        {
          ChannelName: channel,
          DataSource: {
            S3DataSource: {
              S3DataType: "S3Prefix" as const,
              S3Uri: uploaded(name, props),
              S3DataDistributionType: "FullyReplicated" as const,
            },
          },
        },
      ],
      OutputDataConfig: defined({
        S3OutputPath: join("/", [s3RootUri, pipelineName, pipelineExecutionId, name]),
        KmsKeyId: props.s3KmsKey,
      }),
      ResourceConfig: defined({
        VolumeSizeInGB: props.volumeSizeInGB ?? 30,
        InstanceCount: 1,
        InstanceType: props.instanceType ?? "ml.m5.large",
        VolumeKmsKeyId: props.volumeKmsKey,
      }),
      VpcConfig: props.vpcConfig,
      Tags: [...(props.tags ?? []), ...systemTags(jobName, props.inputNotebook)],
      Environment: environment(jobName, props),
      HyperParameters: props.parameters,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies }),
  });
}

function uploaded(step: string, props: NotebookJobProps): Value<string> {
  const { inputNotebook, initializationScript, additionalDependencies = [], env } = props;
  const script = initializationScript === undefined ? [] : [initializationScript];
  const paths = [inputNotebook, ...script, ...additionalDependencies];
  return stepFiles({ step, purpose: "notebook", paths, bucket: env.bucket });
}

/** By these Studio finds the runs of a notebook job. */
function systemTags(jobName: string, notebook: string): Tag[] {
  return [
    { Key: "sagemaker:name", Value: jobName },
    { Key: "sagemaker:notebook-name", Value: basename(notebook) },
    { Key: "sagemaker:notebook-job-origin", Value: "PIPELINE_STEP" },
    { Key: "sagemaker:is-studio-archived", Value: "false" },
  ];
}

/** What the scheduler of notebooks is told. */
function environment(
  jobName: string,
  { env, environment: own, inputNotebook, initializationScript, kernelName }: NotebookJobProps,
): Readonly<Record<string, Value<string>>> {
  return {
    ...own,
    AWS_DEFAULT_REGION: env.region,
    SM_JOB_DEF_VERSION: "1.0",
    SM_ENV_NAME: "sagemaker-default-env",
    SM_SKIP_EFS_SIMULATION: "true",
    SM_EXECUTION_INPUT_PATH: `/opt/ml/input/data/${channel}`,
    SM_KERNEL_NAME: kernelName,
    SM_INPUT_NOTEBOOK_NAME: basename(inputNotebook),
    SM_OUTPUT_NOTEBOOK_NAME: `${jobPrefix(jobName)}.ipynb`,
    ...(initializationScript === undefined
      ? {}
      : { SM_INIT_SCRIPT: basename(initializationScript) }),
  };
}

/** The name with nothing in it that a training job's name may not have. */
function jobPrefix(jobName: string): string {
  return jobName.replace(/^[^a-zA-Z0-9]+/, "").replace(/[^a-zA-Z0-9-]/g, "-");
}
