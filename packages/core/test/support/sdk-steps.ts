import { join } from "node:path";
import {
  autoML,
  categoricalRange,
  clarifyCheck,
  continuousRange,
  estimator,
  integerRange,
  notebookJob,
  pysparkProcessor,
  qualityCheck,
  registerModel,
  sparkJarProcessor,
  tuner,
  type AnyStep,
  type CheckProps,
  type ClarifyBias,
  type ClarifyDataset,
  type ClarifyModel,
  type StepEnvironment,
  type TrainingJobProps,
} from "@nacre/core";

const role = "arn:aws:iam::111122223333:role/Jobs";
const env: StepEnvironment = { region: "us-east-1", role, bucket: "b" };
const tags = [{ Key: "a", Value: "b" }];
const vpcConfig = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };

const check: CheckProps = {
  env,
  instanceType: "ml.c5.xlarge",
  instanceCount: 2,
  volumeSizeInGB: 60,
  volumeKmsKey: "v",
  outputKmsKey: "o",
  environment: { A: "b" },
  networkConfig: {
    EnableNetworkIsolation: true,
    VpcConfig: { SecurityGroupIds: ["sg-1"], Subnets: ["subnet-1"] },
  },
  maxRuntimeInSeconds: 1800,
  tags,
  skipCheck: true,
  failOnViolation: false,
  registerNewBaseline: true,
  modelPackageGroupName: "G",
  suppliedBaselineConstraints: "s3://b/c.json",
};
const outputPath = "s3://b/bias";
const dataset: ClarifyDataset = { source: "s3://b/train", label: "y", headers: ["y", "a", "b"] };
const bias: ClarifyBias = {
  labelValuesOrThreshold: [1],
  facets: [{ nameOrIndex: "a", valuesOrThreshold: [0.5] }],
  groupVariable: "b",
};
const model: ClarifyModel = {
  modelName: "m",
  instanceType: "ml.m5.xlarge",
  acceptType: "text/csv",
  contentType: "text/csv",
};

const training: Omit<TrainingJobProps, "inputs"> = {
  imageUri: "image",
  instanceType: "ml.m5.xlarge",
  instanceCount: 2,
  volumeSizeInGB: 50,
  volumeKmsKey: "v",
  outputPath: "s3://b/o",
  outputKmsKey: "k",
  maxRuntimeInSeconds: 3600,
  maxWaitInSeconds: 7200,
  useSpotInstances: true,
  checkpointS3Uri: "s3://b/ck",
  environment: { A: "b" },
  tags,
  vpcConfig,
  enableNetworkIsolation: true,
  encryptInterContainerTraffic: true,
  maxRetryAttempts: 2,
};

const json = (name: string): string => `s3://b/${name}.json`;

/** The steps that sdk-steps.py makes with AWS's SDK, by title, in their short form. */
export function sdkSteps(folder: string): Readonly<Record<string, () => AnyStep>> {
  const app = join(folder, "app.py");
  const spark = { env, frameworkVersion: "3.3", instanceType: "ml.m5.xlarge" } as const;
  const notebook = {
    env,
    inputNotebook: join(folder, "nb.ipynb"),
    imageUri: "1.dkr.ecr.us-east-1.amazonaws.com/nb",
    kernelName: "python3",
    notebookJobName: "my_job",
    s3RootUri: "s3://r",
  };
  return {
    autoML: () =>
      autoML("A", {
        env,
        targetAttributeName: "y",
        inputs: [{ source: "s3://b/train", compression: "None" }],
      }),
    "autoML with all options": () =>
      autoML("A", {
        env,
        targetAttributeName: "y",
        inputs: [
          {
            source: "s3://b/train",
            channelType: "training",
            contentType: "text/csv;header=present",
          },
          { source: "s3://b/val", channelType: "validation" },
        ],
        problemType: "Regression",
        objectiveMetric: "MSE",
        maxCandidates: 3,
        maxRuntimePerTrainingJobInSeconds: 600,
        totalJobRuntimeInSeconds: 3600,
        validationFraction: 0.2,
        featureSpecificationS3Uri: "s3://b/f.json",
        outputPath: "s3://b/out",
        outputKmsKey: "k",
        volumeKmsKey: "v",
        encryptInterContainerTraffic: true,
        vpcConfig,
        tags,
      }),
    "data bias": () =>
      clarifyCheck("C", { env, dataset, analysis: { type: "DATA_BIAS", bias }, outputPath }),
    "data bias with all options": () =>
      clarifyCheck("C", {
        ...check,
        dataset,
        analysis: { type: "DATA_BIAS", bias, methods: ["CI", "DPL"] },
        outputPath,
      }),
    "model bias": () =>
      clarifyCheck("C", {
        env,
        dataset,
        analysis: {
          type: "MODEL_BIAS",
          bias,
          model,
          prediction: { label: "l", probabilityThreshold: 0.8 },
        },
        outputPath,
      }),
    explainability: () =>
      clarifyCheck("C", {
        env,
        dataset,
        analysis: {
          type: "MODEL_EXPLAINABILITY",
          model,
          methods: {
            shap: {
              use_logit: false,
              save_local_shap_values: true,
              baseline: [[0, 0]],
              num_samples: 10,
              agg_method: "mean_abs",
            },
          },
        },
        outputPath,
      }),
    "data quality": () =>
      qualityCheck("Q", {
        env,
        analysis: { type: "DATA_QUALITY" },
        baselineDataset: "s3://b/d.csv",
        datasetFormat: { csv: { header: true } },
        outputPath: "s3://b/q",
      }),
    "data quality with all options": () =>
      qualityCheck("Q", {
        ...check,
        analysis: { type: "DATA_QUALITY", recordPreprocessorScript: "s3://b/pre.py" },
        baselineDataset: "s3://b/d.csv",
        datasetFormat: { csv: { header: false } },
        postAnalyticsProcessorScript: "s3://b/post.py",
        outputPath: "s3://b/q",
        suppliedBaselineStatistics: "s3://b/s.json",
      }),
    "model quality": () =>
      qualityCheck("Q", {
        env,
        analysis: {
          type: "MODEL_QUALITY",
          problemType: "BinaryClassification",
          inferenceAttribute: "i",
          probabilityAttribute: "p",
          groundTruthAttribute: "g",
          probabilityThreshold: 0.5,
        },
        baselineDataset: "s3://b/d.csv",
        datasetFormat: { json: { lines: true } },
        outputPath: "s3://b/q",
      }),
    "training with all options": () =>
      estimator("T", {
        ...training,
        env,
        inputMode: "Pipe",
        inputs: {
          train: {
            source: "s3://b/train",
            contentType: "text/csv",
            distribution: "ShardedByS3Key",
            compression: "Gzip",
            recordWrapping: "RecordIO",
            s3DataType: "ManifestFile",
            inputMode: "File",
            attributeNames: ["x"],
            shuffleSeed: 3,
          },
        },
        hyperparameters: { a: "b" },
        checkpointLocalPath: "/opt/ml/ck",
        metricDefinitions: [{ Name: "m", Regex: "x" }],
        keepAlivePeriodInSeconds: 60,
        debugHookConfig: { S3OutputPath: "s3://b/o", CollectionConfigurations: [] },
        profilerConfig: { DisableProfiler: true },
      }),
    tuner: () =>
      tuner("T", {
        env,
        algorithm: {
          imageUri: "image",
          instanceType: "ml.m5.xlarge",
          outputPath: "s3://b/o",
          inputs: { train: { source: "s3://b/v" } },
          objective: { metricName: "validation:rmse" },
          ranges: { eta: continuousRange(0.1, 0.5) },
        },
      }),
    "tuner with all options": () =>
      tuner("T", {
        env,
        algorithm: {
          ...training,
          hyperparameters: { objective: "reg", rounds: 5, eta: 0.5 },
          inputs: {
            train: { source: "s3://b/train", contentType: "text/csv" },
            validation: { source: "s3://b/v" },
          },
          metricDefinitions: [{ Name: "validation:rmse", Regex: "x" }],
          objective: { metricName: "validation:rmse", type: "Minimize" },
          ranges: {
            eta: continuousRange(0.1, 0.5),
            depth: integerRange(1, 5, "Linear"),
            kind: categoricalRange(["a", "b"]),
          },
        },
        maxJobs: 4,
        maxParallelJobs: 2,
        maxTuningRuntimeInSeconds: 9000,
        earlyStopping: "Auto",
        randomSeed: 7,
        tags: [{ Key: "c", Value: "d" }],
        warmStart: { type: "TransferLearning", parents: ["p1"] },
        completionCriteria: {
          BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 5 },
          TargetObjectiveMetricValue: 0.4,
          ConvergenceDetected: { CompleteOnConvergence: "Enabled" },
        },
      }),
    "registration with all options": () =>
      registerModel("R-RegisterModel", {
        modelPackageGroupName: "G",
        imageUri: "image",
        modelData: "s3://b/m.tar.gz",
        environment: { A: "b" },
        framework: "XGBOOST",
        frameworkVersion: "1.7",
        nearestModelName: "n",
        dataInputConfiguration: "{}",
        contentTypes: ["text/csv"],
        responseTypes: ["text/csv"],
        inferenceInstances: ["ml.m5.large"],
        transformInstances: ["ml.m5.large"],
        approvalStatus: "Approved",
        modelDescription: "d",
        metrics: {
          modelStatistics: json("ms"),
          modelConstraints: json("mc"),
          modelDataStatistics: json("mds"),
          modelDataConstraints: json("mdc"),
          bias: json("bias"),
          biasPreTraining: json("pre"),
          biasPostTraining: json("post"),
          explainability: json("expl"),
        },
        driftCheckBaselines: {
          modelStatistics: json("a"),
          modelConstraints: json("b"),
          modelDataStatistics: json("c"),
          modelDataConstraints: json("d"),
          biasConfigFile: json("e"),
          biasPreTrainingConstraints: json("f"),
          biasPostTrainingConstraints: json("g"),
          explainabilityConstraints: json("h"),
          explainabilityConfigFile: json("i"),
        },
        metadataProperties: {
          CommitId: "c",
          Repository: "r",
          GeneratedBy: "g",
          ProjectId: "p",
        },
        customerMetadataProperties: { k: "v" },
        domain: "MACHINE_LEARNING",
        task: "REGRESSION",
        samplePayloadUrl: "s3://b/p",
        sourceUri: "s3://b/s",
        skipModelValidation: "All",
      }),
    PySpark: () => pysparkProcessor("S", { ...spark, instanceCount: 2, app }),
    "PySpark with all options": () =>
      pysparkProcessor("S", {
        ...spark,
        instanceCount: 2,
        app,
        pyFiles: [join(folder, "helper.py")],
        jars: ["s3://b/x.jar", "s3://b/y.jar"],
        files: [join(folder, "init.sh")],
        arguments: ["a"],
        configuration: [{ Classification: "spark-defaults", Properties: { a: "b" } }],
        eventLogsUri: "s3://b/logs",
        inputs: [{ source: "s3://b/in", destination: "/opt/ml/processing/in" }],
        outputs: [{ name: "o", source: "/opt/ml/processing/out", destination: "s3://b/out" }],
      }),
    "Spark jar": () =>
      sparkJarProcessor("S", { ...spark, instanceCount: 2, app: "s3://b/a.jar", mainClass: "C" }),
    "notebook job": () => notebookJob("N", notebook),
    "notebook job with all options": () =>
      notebookJob("N", {
        ...notebook,
        displayName: "Shown",
        description: "desc",
        parameters: { p: "q" },
        environment: { A: "b" },
        initializationScript: join(folder, "init.sh"),
        additionalDependencies: [join(folder, "helper.py")],
        s3KmsKey: "k",
        instanceType: "ml.m5.xlarge",
        volumeSizeInGB: 40,
        volumeKmsKey: "v",
        encryptInterContainerTraffic: false,
        vpcConfig,
        maxRetryAttempts: 3,
        maxRuntimeInSeconds: 3600,
        tags,
      }),
  };
}
