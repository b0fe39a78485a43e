import {
  booleanParameter,
  executionVariables,
  integerParameter,
  join,
  processor,
  pysparkProcessor,
  sparkJarProcessor,
  stringParameter,
} from "@nacre/core";
import { account, bucket, env, role, s3, type Rewritten } from "./corpus-environment.ts";

/** Processing steps with nearly every option. */
export function processingKinds(): Rewritten {
  const instanceType = stringParameter("ProcessingInstanceType");
  const count = integerParameter("InstanceCount");
  const stage = stringParameter("Stage");
  const isolate = booleanParameter("Isolate");
  const kmsKey = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
  const raw = processor("RawContainer", {
    env,
    imageUri: `${account}.dkr.ecr.us-east-1.amazonaws.com/raw:latest`,
    entrypoint: ["/bin/sh", "-c", "run"],
    arguments: ["--stage", stage, "--count", join("", [count])],
    instanceType,
    instanceCount: count,
    volumeSizeInGB: 100,
    volumeKmsKey: kmsKey,
    outputKmsKey: kmsKey,
    inputs: [
      {
        InputName: "athena",
        AppManaged: false,
        DatasetDefinition: {
          DataDistributionType: "FullyReplicated",
          InputMode: "File",
          LocalPath: "/opt/ml/processing/athena",
          AthenaDatasetDefinition: {
            Catalog: "AwsDataCatalog",
            Database: "default",
            QueryString: "SELECT * FROM t",
            OutputS3Uri: `${s3}/athena`,
            WorkGroup: "primary",
            OutputFormat: "PARQUET",
            OutputCompression: "SNAPPY",
          },
        },
      },
      {
        InputName: "redshift",
        AppManaged: true,
        DatasetDefinition: {
          DataDistributionType: "ShardedByS3Key",
          InputMode: "File",
          LocalPath: "/opt/ml/processing/redshift",
          RedshiftDatasetDefinition: {
            ClusterId: "c1",
            Database: "db",
            DbUser: "u",
            QueryString: "SELECT 1",
            ClusterRoleArn: role,
            OutputS3Uri: `${s3}/redshift`,
            OutputFormat: "CSV",
            OutputCompression: "GZIP",
          },
        },
      },
      {
        name: "manifest",
        source: `${s3}/manifest.json`,
        destination: "/opt/ml/processing/manifest",
        s3DataType: "ManifestFile",
        inputMode: "Pipe",
        distribution: "ShardedByS3Key",
        compression: "Gzip",
      },
    ],
    outputs: [
      {
        OutputName: "features",
        AppManaged: true,
        FeatureStoreOutput: { FeatureGroupName: "fg" },
      },
      {
        name: "data",
        source: "/opt/ml/processing/out",
        destination: join("/", ["s3:/", bucket, executionVariables.pipelineExecutionId, "raw"]),
        uploadMode: "Continuous",
      },
    ],
    environment: { STAGE: stage, N: "3" },
    networkConfig: {
      EnableNetworkIsolation: isolate,
      EnableInterContainerTrafficEncryption: true,
      VpcConfig: {
        SecurityGroupIds: ["sg-0123456789abcdef0"],
        Subnets: ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"],
      },
    },
    maxRuntimeInSeconds: 7200,
    tags: [
      { Key: "team", Value: "ml" },
      { Key: "stage", Value: stage },
    ],
  });
  const jar = sparkJarProcessor("SparkJar", {
    env,
    frameworkVersion: "3.3",
    instanceType: "ml.m5.xlarge",
    app: `${s3}/jars/app.jar`,
    mainClass: "com.example.Main",
    arguments: ["a", "b"],
    dependsOn: ["PySpark"],
  });
  const pyspark = pysparkProcessor("PySpark", {
    env,
    frameworkVersion: "3.3",
    instanceType: "ml.m5.xlarge",
    app: `${s3}/app.py`,
  });
  return {
    parameters: [instanceType, count, stage, isolate],
    steps: [raw, jar],
    others: [pyspark],
  };
}
