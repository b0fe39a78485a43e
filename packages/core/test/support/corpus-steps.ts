import {
  callback,
  continuousRange,
  createModel,
  emr,
  executionVariables,
  imageUri,
  integerParameter,
  integerRange,
  join,
  lambda,
  registerModel,
  stringParameter,
  transformer,
  tuner,
  type ModelContainer,
} from "@nacre/core";
import { account, env, region, role, s3, type Rewritten } from "./corpus-environment.ts";
import { processingKinds } from "./corpus-processing.ts";
import { trainingKinds } from "./corpus-training.ts";

const xgboost = imageUri({ framework: "xgboost", region, version: "1.7-1" });
const sklearn = imageUri({ framework: "sklearn", region, version: "1.2-1" });
const csv = { contentTypes: ["text/csv"], responseTypes: ["text/csv"] } as const;

/** By the name of the file of the definition. */
export const corpusPipelines: Readonly<Record<string, Rewritten>> = {
  "02-processing-kinds": processingKinds(),
  "03-training-full": trainingKinds(),
  "05-tuning-multi": tuningMulti(),
  "07-batch-transform": batchTransform(),
  "09-pipeline-model": pipelineModel(),
  "13-callback-lambda": callbackLambda(),
  "14-emr": emrSteps(),
};

function tuningMulti(): Rewritten {
  const metricDefinitions = [{ Name: "validation:rmse", Regex: "rmse=(.*)" }];
  const instanceType = "ml.m5.xlarge";
  const multi = tuner("Multi", {
    env,
    maxJobs: 4,
    maxParallelJobs: 2,
    algorithms: {
      linear: {
        imageUri: imageUri({ framework: "linear-learner", region }),
        instanceType,
        hyperparameters: { predictor_type: "regressor" },
        outputPath: `${s3}/b`,
        inputs: {
          train: { source: `${s3}/train-rec`, contentType: "application/x-recordio-protobuf" },
        },
        objective: { metricName: "validation:objective_loss", type: "Minimize" },
        ranges: { wd: continuousRange(0.0001, 0.1, "Logarithmic") },
      },
      xgb: {
        imageUri: xgboost,
        instanceType,
        hyperparameters: { num_round: 10 },
        outputPath: `${s3}/a`,
        inputs: { train: { source: `${s3}/train` } },
        metricDefinitions,
        objective: { metricName: "validation:rmse", type: "Minimize" },
        ranges: { eta: continuousRange(0.1, 0.5) },
      },
    },
  });
  const hyperband = tuner("Hyperband", {
    env,
    strategy: "Hyperband",
    hyperband: { MinResource: 1, MaxResource: 27 },
    maxJobs: 20,
    maxParallelJobs: 4,
    algorithm: {
      imageUri: xgboost,
      instanceType,
      outputPath: `${s3}/hb`,
      inputs: { train: { source: `${s3}/train` } },
      metricDefinitions,
      objective: { metricName: "validation:rmse", type: "Minimize" },
      ranges: { num_round: integerRange(1, 27) },
    },
    completionCriteria: {
      BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 5 },
      TargetObjectiveMetricValue: 0.42,
      ConvergenceDetected: { CompleteOnConvergence: "Enabled" },
    },
    dependsOn: [multi],
  });
  return { steps: [multi, hyperband] };
}

function batchTransform(): Rewritten {
  const batchData = stringParameter("BatchData");
  const model = createModel("Create-CreateModel", {
    env,
    imageUri: xgboost,
    modelData: `${s3}/model.tar.gz`,
    environment: { MODE: "batch" },
    tags: [{ Key: "team", Value: "ml" }],
    vpcConfig: {
      Subnets: ["subnet-0123456789abcdef0"],
      SecurityGroupIds: ["sg-0123456789abcdef0"],
    },
    enableNetworkIsolation: true,
    displayName: "Create the model",
    description: "For batch use",
  });
  const score = transformer("Score", {
    env,
    model,
    source: batchData,
    contentType: "text/csv",
    compression: "Gzip",
    splitType: "Line",
    outputPath: `${s3}/scored`,
    outputKmsKey: "alias/k",
    assembleWith: "Line",
    accept: "text/csv",
    instanceType: "ml.m5.xlarge",
    instanceCount: 2,
    volumeKmsKey: "alias/v",
    batchStrategy: "MultiRecord",
    maxConcurrentTransforms: 4,
    maxPayloadInMB: 6,
    environment: { A: batchData },
    tags: [{ Key: "a", Value: "b" }],
    dataProcessing: { InputFilter: "$[1:]", OutputFilter: "$[0,-1]", JoinSource: "Input" },
    modelClientConfig: { InvocationsTimeoutInSeconds: 60, InvocationsMaxRetries: 1 },
    dataCaptureConfig: {
      DestinationS3Uri: `${s3}/capture`,
      KmsKeyId: "alias/k",
      GenerateInferenceId: true,
    },
  });
  const manifest = transformer("ScoreManifest", {
    env,
    model,
    source: `${s3}/m.json`,
    s3DataType: "ManifestFile",
    outputPath: `${s3}/scored2`,
    instanceType: "ml.m5.xlarge",
    dependsOn: [score, model],
    cacheConfig: { Enabled: true, ExpireAfter: "T12H" },
  });
  const multi = createModel("MultiModel-CreateModel", {
    env,
    imageUri: xgboost,
    modelData: `${s3}/models/`,
    mode: "MultiModel",
  });
  return { parameters: [batchData], steps: [model, score, manifest, multi] };
}

function pipelineModel(): Rewritten {
  const mode = stringParameter("Mode");
  const containers: readonly ModelContainer[] = [
    {
      imageUri: sklearn,
      modelData: `${s3}/pre/model.tar.gz`,
      environment: { MODE: mode, SAGEMAKER_PROGRAM: "inference.py" },
    },
    {
      imageUri: xgboost,
      modelData: join("/", [s3, executionVariables.pipelineExecutionId, "model.tar.gz"]),
      environment: { SAGEMAKER_INFERENCE_ACCEPT: "text/csv" },
    },
  ];
  const model = createModel("PipeCreate-CreateModel", {
    env,
    containers,
    vpcConfig: {
      Subnets: ["subnet-0123456789abcdef0"],
      SecurityGroupIds: ["sg-0123456789abcdef0"],
    },
  });
  const register = registerModel("PipeRegister-RegisterModel", {
    ...csv,
    modelPackageGroupName: "PipeGroup",
    containers,
    inferenceInstances: ["ml.m5.large"],
    transformInstances: ["ml.m5.large"],
    approvalStatus: "Approved",
    skipModelValidation: "None",
  });
  const transform = transformer("PipeTransform", {
    env,
    model,
    source: `${s3}/in`,
    contentType: "text/csv",
    splitType: "Line",
    outputPath: `${s3}/o`,
    instanceType: "ml.m5.large",
    dependsOn: [register],
  });
  const multi = registerModel("MultiRegister-RegisterModel", {
    ...csv,
    modelPackageGroupName: "MultiGroup",
    imageUri: xgboost,
    modelData: `${s3}/models/`,
    environment: {},
    mode: "MultiModel",
    inferenceInstances: ["ml.m5.large"],
    approvalStatus: "PendingManualApproval",
    skipModelValidation: "None",
  });
  return { parameters: [mode], steps: [model, register, transform, multi] };
}

function callbackLambda(): Rewritten {
  const who = stringParameter("Who");
  const n = integerParameter("N");
  const approve = callback("Approve", {
    sqsQueueUrl: `https://sqs.us-east-1.amazonaws.com/${account}/queue`,
    inputs: {
      who,
      nested: { list: [1, n, { deep: executionVariables.pipelineExecutionArn }] },
      flag: true,
      nothing: null,
      text: "Größe ≥ 5",
    },
    outputs: { uri: "String", rows: "Integer", ok: "Boolean", score: "Float" },
    displayName: "Ask ops",
    cacheConfig: { Enabled: true, ExpireAfter: "P1W" },
  });
  const approved = approve.properties.OutputParameters;
  const check = lambda("Check", {
    functionArn: `arn:aws:lambda:us-east-1:${account}:function:check`,
    inputs: {
      uri: approved.uri,
      rows: approved.rows,
      where: join("/", ["a", approved.rows]),
    },
    outputs: { statusCode: "String", rows: "Integer", good: "Boolean", ratio: "Float" },
  });
  const checked = check.properties.OutputParameters;
  const notify = lambda("Notify", {
    functionArn: "arn:aws:lambda:us-east-1:123456789012:function:corpus-notify",
    inputs: { code: checked.statusCode, ratio: checked.ratio },
    dependsOn: [approve],
    description: "Tell people",
    cacheConfig: { Enabled: false },
  });
  const final = callback("Final", {
    sqsQueueUrl: who,
    inputs: { good: checked.good },
    dependsOn: [notify, check],
  });
  const bare = lambda("Bare", {
    functionArn: `arn:aws:lambda:us-east-1:${account}:function:bare:3`,
  });
  return { parameters: [who, n], steps: [approve, check, notify, final, bare] };
}

function emrSteps(): Rewritten {
  const clusterId = stringParameter("ClusterId");
  const cores = integerParameter("Cores");
  const existing = emr("OnExisting", {
    clusterId,
    executionRole: role,
    jar: "command-runner.jar",
    args: [
      "spark-submit",
      "--deploy-mode",
      "cluster",
      `${s3}/app.py`,
      join("=", ["--run", executionVariables.pipelineExecutionId]),
    ],
    displayName: "On an existing cluster",
    description: "spark-submit",
    retryPolicies: [
      {
        BackoffRate: 1.5,
        IntervalSeconds: 5,
        MaxAttempts: 3,
        ExceptionType: ["Step.SERVICE_FAULT", "Step.THROTTLING"],
      },
    ],
    cacheConfig: { Enabled: true, ExpireAfter: "P30D" },
  });
  const own = emr("OwnCluster", {
    jar: `${s3}/job.jar`,
    args: ["x"],
    mainClass: "com.example.Main",
    properties: [{ Key: "k", Value: "v" }],
    clusterConfig: {
      Applications: [{ Name: "Spark" }],
      ReleaseLabel: "emr-6.10.0",
      ServiceRole: "EMR_DefaultRole",
      JobFlowRole: "EMR_EC2_DefaultRole",
      LogUri: `${s3}/emr-logs`,
      VisibleToAllUsers: true,
      Configurations: [
        { Classification: "spark", Properties: { maximizeResourceAllocation: "true" } },
      ],
      Tags: [{ Key: "a", Value: "b" }],
      Instances: {
        Ec2SubnetId: "subnet-0123456789abcdef0",
        InstanceGroups: [
          { Name: "m", InstanceRole: "MASTER", InstanceCount: 1, InstanceType: "m5.2xlarge" },
          {
            Name: "c",
            InstanceRole: "CORE",
            InstanceCount: cores,
            InstanceType: "m5.2xlarge",
            Market: "SPOT",
          },
        ],
      },
    },
    dependsOn: [existing],
  });
  return { parameters: [clusterId, cores], steps: [existing, own] };
}
