import {
  booleanParameter,
  estimator,
  executionVariables,
  floatParameter,
  imageUri,
  integerParameter,
  join,
  stringParameter,
} from "@nacre/core";
import { account, bucket, env, region, s3, type Rewritten } from "./corpus-environment.ts";

const xgboost = imageUri({ framework: "xgboost", region, version: "1.7-1" });
const rules = imageUri({ framework: "debugger", region });
const vpcConfig = {
  Subnets: ["subnet-0123456789abcdef0"],
  SecurityGroupIds: ["sg-0123456789abcdef0"],
};
const noProfiler = { DisableProfiler: true };

/** Training steps with nearly every option. */
export function trainingKinds(): Rewritten {
  const stage = stringParameter("Stage");
  const instanceType = stringParameter("TrainingInstanceType");
  const epochs = integerParameter("Epochs");
  const rate = floatParameter("LearningRate");
  const useSpot = booleanParameter("UseSpot");
  const kmsKey = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
  const full = estimator("TrainFull", {
    env,
    imageUri: xgboost,
    instanceType,
    metricDefinitions: [
      { Name: "train:loss", Regex: String.raw`loss=([0-9\.]+)` },
      { Name: "validation:auc", Regex: "auc: (.*?);" },
    ],
    enableSageMakerMetrics: true,
    outputPath: join("/", ["s3:/", bucket, stage, executionVariables.pipelineName]),
    outputKmsKey: kmsKey,
    maxRuntimeInSeconds: 3600,
    maxWaitInSeconds: 7200,
    volumeSizeInGB: 50,
    volumeKmsKey: kmsKey,
    inputs: {
      train: {
        source: `${s3}/train`,
        distribution: "ShardedByS3Key",
        attributeNames: ["a", "b"],
        compression: "Gzip",
        contentType: "text/csv",
        recordWrapping: "RecordIO",
        inputMode: "Pipe",
        shuffleSeed: 1,
      },
      manifest: {
        source: `${s3}/m.json`,
        s3DataType: "AugmentedManifestFile",
        attributeNames: ["source-ref", "label"],
        inputMode: "FastFile",
      },
    },
    hyperparameters: {
      epochs,
      lr: rate,
      objective: "binary:logistic",
      flag: "True",
      layers: "[1, 2]",
    },
    environment: { STAGE: stage, NCCL_DEBUG: "INFO" },
    tags: [{ Key: "stage", Value: stage }],
    vpcConfig,
    enableNetworkIsolation: true,
    encryptInterContainerTraffic: true,
    useSpotInstances: useSpot,
    checkpointS3Uri: `${s3}/checkpoints`,
    checkpointLocalPath: "/opt/ml/checkpoints",
    debugRuleConfigurations: [
      {
        RuleConfigurationName: "LossNotDecreasing",
        RuleEvaluatorImage: rules,
        RuleParameters: { rule_to_invoke: "LossNotDecreasing", num_steps: "10" },
      },
    ],
    debugHookConfig: {
      S3OutputPath: `${s3}/debug`,
      HookParameters: { save_interval: "10" },
      CollectionConfigurations: [
        { CollectionName: "losses", CollectionParameters: { save_interval: "5" } },
        { CollectionName: "losses", CollectionParameters: { save_interval: "500" } },
      ],
    },
    tensorBoardOutputConfig: { S3OutputPath: `${s3}/tb`, LocalPath: "/opt/ml/tb" },
    profilerRuleName: "ProfilerReport",
    profilerConfig: {
      S3OutputPath: `${s3}/prof`,
      DisableProfiler: false,
      ProfilingIntervalInMilliseconds: 500,
    },
    maxRetryAttempts: 3,
    displayName: "Train (full)",
  });
  const efs = estimator("TrainEfs", {
    env,
    imageUri: xgboost,
    instanceType: "ml.m5.xlarge",
    outputPath: `${s3}/efs`,
    inputs: {
      fs: {
        fileSystem: {
          FileSystemId: "fs-0123456789abcdef0",
          FileSystemType: "EFS",
          DirectoryPath: "/data",
          FileSystemAccessMode: "ro",
        },
      },
    },
    vpcConfig,
    debugHookConfig: { S3OutputPath: `${s3}/efs`, CollectionConfigurations: [] },
    profilerConfig: noProfiler,
    dependsOn: [full],
    cacheConfig: { Enabled: true, ExpireAfter: "PT12H" },
  });
  const groups = estimator("TrainGroups", {
    env,
    imageUri: xgboost,
    trainingImageConfig: { TrainingRepositoryAccessMode: "Vpc" },
    entrypoint: ["python", "x.py"],
    arguments: ["--a", "1"],
    outputPath: `${s3}/g`,
    outputCompression: "NONE",
    keepAlivePeriodInSeconds: 600,
    instanceGroups: [
      { InstanceGroupName: "a", InstanceType: "ml.c5.xlarge", InstanceCount: 1 },
      { InstanceGroupName: "b", InstanceType: "ml.m5.xlarge", InstanceCount: 2 },
    ],
    infraCheckConfig: { EnableInfraCheck: true },
    inputs: { train: { source: `${s3}/train`, instanceGroups: ["a"] } },
    vpcConfig,
    debugHookConfig: { S3OutputPath: `${s3}/g`, CollectionConfigurations: [] },
    profilerConfig: noProfiler,
    remoteDebugConfig: { EnableRemoteDebug: true },
  });
  return {
    parameters: [stage, instanceType, epochs, rate, useSpot],
    steps: [full, efs, groups],
  };
}
