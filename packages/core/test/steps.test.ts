import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import {
  type AnyStep,
  autoRange,
  type Code,
  condition,
  createModel,
  emrServerless,
  endpoint,
  endpointConfig,
  estimator,
  expr,
  floatParameter,
  integerParameter,
  integerRange,
  join,
  type JsonValue,
  outputUri,
  Pipeline,
  registerModel,
  scriptProcessor,
  sklearnProcessor,
  type StepEnvironment,
  stringParameter,
  topModelUri,
  transformer,
  tuner,
} from "@nacre/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultOf, wrong } from "./support/errors.ts";

// Shapes and key orders are those of AWS's SDK (version 2.257.7) for the same options; the golden
// definition holds the defaults.

const env: StepEnvironment = {
  region: "us-east-1",
  role: "arn:aws:iam::111122223333:role/Jobs",
  bucket: "b",
};
const instanceType = "ml.m5.large";
const text = stringParameter("Text");
const whole = integerParameter("Whole");
const rate = floatParameter("Rate");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(joinPath(tmpdir(), "nacre-steps-"));
  writeFileSync(joinPath(folder, "main.py"), "print(1)");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(...steps: AnyStep[]): Readonly<Record<string, JsonValue | undefined>> {
  const pipeline = new Pipeline("P", { parameters: [text, whole, rate], steps });
  return pipeline.definition().Steps[0]?.Arguments ?? {};
}

/** As text, in which key order counts. */
function listed(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

describe("scriptProcessor", () => {
  it("writes every option where AWS's SDK writes it", () => {
    const step = scriptProcessor("S", {
      env,
      imageUri: "image",
      command: ["python3", "-u"],
      code: joinPath(folder, "main.py"),
      arguments: ["--rows", text],
      inputs: [{ source: "s3://b/in", destination: "/opt/ml/processing/in", name: "data" }],
      instanceType,
      environment: { LEVEL: "info" },
      maxRuntimeInSeconds: 600,
    });
    const given = written(step);
    expect(Object.keys(given)).toEqual([
      "ProcessingResources",
      "AppSpecification",
      "RoleArn",
      "ProcessingInputs",
      "Environment",
      "StoppingCondition",
    ]);
    expect(listed(given["AppSpecification"])).toBe(
      listed({
        ImageUri: "image",
        ContainerArguments: ["--rows", { Get: "Parameters.Text" }],
        ContainerEntrypoint: ["python3", "-u", "/opt/ml/processing/input/code/main.py"],
      }),
    );
    expect(listed(given["StoppingCondition"])).toBe(listed({ MaxRuntimeInSeconds: 600 }));
    expect(given["ProcessingInputs"]).toMatchObject([{ InputName: "data" }, { InputName: "code" }]);
  });

  it("runs the entry point of a folder", () => {
    const code: Code = { folder, entryPoint: "main.py" };
    const step = scriptProcessor("S", { env, imageUri: "image", code, instanceType });
    expect(written(step)).toMatchObject({
      AppSpecification: {
        ContainerEntrypoint: ["python3", "/opt/ml/processing/input/code/main.py"],
      },
      ProcessingInputs: [
        { S3Input: { S3Uri: expect.stringMatching(/^s3:\/\/b\/S-[0-9a-f]{32}\/input\/code$/) } },
      ],
    });
  });

  it("tells before the run where an output goes", () => {
    const step = sklearnProcessor("S", {
      env,
      frameworkVersion: "1.2-1",
      code: joinPath(folder, "main.py"),
      instanceType,
      outputs: [
        { name: "a", source: "/opt/ml/processing/a" },
        { name: "b", source: "/opt/ml/processing/b", destination: "s3://elsewhere/b" },
      ],
    });
    expect(outputUri(step, "a")).toMatch(/^s3:\/\/b\/S-[0-9a-f]{32}\/output\/a$/);
    expect(outputUri(step, "b")).toBe("s3://elsewhere/b");
    const fault = faultOf(() => outputUri(step, wrong<"a">("c")));
    expect(fault.code).toBe("UNKNOWN_OUTPUT");
  });
});

describe("estimator", () => {
  it("writes hyperparameters as text, and joins into text what is none", () => {
    const joined = join("-", ["x", text]);
    const step = estimator("T", {
      env,
      imageUri: "image",
      instanceType,
      inputs: { train: { source: "s3://b/train" } },
      hyperparameters: { rounds: 50, eta: 0.2, text, whole, rate, joined, expr: expr`y` },
    });
    expect(listed(written(step)["HyperParameters"])).toBe(
      listed({
        rounds: "50",
        eta: "0.2",
        text: { Get: "Parameters.Text" },
        whole: { "Std:Join": { On: "", Values: [{ Get: "Parameters.Whole" }] } },
        rate: { "Std:Join": { On: "", Values: [{ Get: "Parameters.Rate" }] } },
        joined: { "Std:Join": { On: "-", Values: ["x", { Get: "Parameters.Text" }] } },
        expr: "y",
      }),
    );
  });

  it("has no profiler rule unless one is named", () => {
    const inputs = { train: { source: "s3://b/train" } };
    const step = estimator("T", { env, imageUri: "image", instanceType, inputs });
    expect(Object.keys(written(step))).toEqual([
      "AlgorithmSpecification",
      "OutputDataConfig",
      "StoppingCondition",
      "ResourceConfig",
      "RoleArn",
      "InputDataConfig",
    ]);
  });

  it("leaves out the content type of a channel that has none", () => {
    const inputs = { train: { source: "s3://b/train" } };
    const step = estimator("T", { env, imageUri: "image", instanceType, inputs });
    expect(listed(written(step)["InputDataConfig"])).toBe(
      listed([
        {
          DataSource: {
            S3DataSource: {
              S3DataType: "S3Prefix",
              S3Uri: "s3://b/train",
              S3DataDistributionType: "FullyReplicated",
            },
          },
          ChannelName: "train",
        },
      ]),
    );
  });
});

describe("transformer", () => {
  it("writes every option where AWS's SDK writes it", () => {
    const step = transformer("T", {
      env,
      model: text,
      source: "s3://b/in",
      contentType: "text/csv",
      splitType: "Line",
      outputPath: "s3://b/out",
      assembleWith: "Line",
      accept: "text/csv",
      instanceType,
      batchStrategy: "SingleRecord",
      maxConcurrentTransforms: 2,
      maxPayloadInMB: 1,
    });
    expect(listed(written(step))).toBe(
      listed({
        ModelName: { Get: "Parameters.Text" },
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/in" } },
          ContentType: "text/csv",
          SplitType: "Line",
        },
        TransformOutput: { S3OutputPath: "s3://b/out", AssembleWith: "Line", Accept: "text/csv" },
        TransformResources: { InstanceCount: 1, InstanceType: instanceType },
        BatchStrategy: "SingleRecord",
        MaxConcurrentTransforms: 2,
        MaxPayloadInMB: 1,
      }),
    );
  });
});

describe("models", () => {
  it("createModel passes environment variables to the container", () => {
    const step = createModel("M", {
      env,
      imageUri: "image",
      modelData: "s3://b/m.tar.gz",
      environment: { A: text },
    });
    expect(listed(written(step)["PrimaryContainer"])).toBe(
      listed({
        Image: "image",
        Environment: { A: { Get: "Parameters.Text" } },
        ModelDataUrl: "s3://b/m.tar.gz",
      }),
    );
  });

  it("registerModel leaves out what it is not told", () => {
    const step = registerModel("R", {
      modelPackageGroupName: "G",
      imageUri: "image",
      modelData: "s3://b/m.tar.gz",
      contentTypes: ["text/csv"],
      responseTypes: ["text/csv"],
    });
    expect(listed(written(step))).toBe(
      listed({
        ModelPackageGroupName: "G",
        InferenceSpecification: {
          Containers: [{ Image: "image", ModelDataUrl: "s3://b/m.tar.gz" }],
          SupportedContentTypes: ["text/csv"],
          SupportedResponseMIMETypes: ["text/csv"],
        },
      }),
    );
  });
});

describe("emrServerless", () => {
  const job = { jobDriver: { sparkSubmit: { entryPoint: "s3://b/count.py" } } };

  it("runs in an application, or in one made for the step, as the role of the environment", () => {
    const started = {
      ExecutionRoleArn: "arn:aws:iam::111122223333:role/Jobs",
      JobConfig: { executionRoleArn: "arn:aws:iam::111122223333:role/Jobs", ...job },
    };
    expect(written(emrServerless("E", { env, applicationId: "a", job }))).toEqual({
      ...started,
      ApplicationId: "a",
    });
    const applicationConfig = { type: "SPARK", releaseLabel: "emr-7.0.0" };
    expect(written(emrServerless("E", { env, applicationConfig, job }))).toEqual({
      ...started,
      ApplicationConfig: applicationConfig,
    });
  });
});

describe("endpoints", () => {
  it("serve the models of steps", () => {
    const model = createModel("M", { env, imageUri: "image", modelData: "s3://b/m.tar.gz" });
    const config = endpointConfig("C", { variants: [{ model, instanceType }] });
    expect(listed(written(config, model))).toBe(
      listed({
        ProductionVariants: [
          {
            VariantName: "AllTraffic",
            ModelName: { Get: "Steps.M.ModelName" },
            InitialVariantWeight: 1,
            InitialInstanceCount: 1,
            InstanceType: instanceType,
          },
        ],
      }),
    );
    expect(written(endpoint("E", { config, endpointName: "live" }), config, model)).toEqual({
      EndpointName: "live",
      EndpointConfigName: { Get: "Steps.C.EndpointConfigName" },
    });
  });
});

describe("tuner", () => {
  it("leaves to SageMaker what autotune chooses", () => {
    const tune = tuner("T", {
      env,
      autotune: true,
      algorithm: {
        imageUri: "image",
        instanceType,
        inputs: { train: { source: "s3://b/train" } },
        objective: { metricName: "m" },
        ranges: { eta: autoRange(0.1), depth: integerRange(2, 8) },
      },
    });
    const given = written(tune);
    expect(given["Autotune"]).toEqual({ Mode: "Enabled" });
    expect(given["HyperParameterTuningJobConfig"]).toMatchObject({
      ParameterRanges: {
        IntegerParameterRanges: [{ Name: "depth", MinValue: "2", MaxValue: "8" }],
        AutoParameters: [{ Name: "eta", ValueHint: "0.1" }],
      },
    });
  });
});

describe("topModelUri", () => {
  const tune = tuner("T", {
    env,
    algorithm: {
      imageUri: "image",
      instanceType,
      inputs: { train: { source: "s3://b/train" } },
      objective: { metricName: "m" },
      ranges: {},
    },
  });

  it.each([
    [undefined, ["s3:/", "b", { Get: "Steps.T.TrainingJobSummaries[1].TrainingJobName" }]],
    ["models", ["s3:/", "b", "models", { Get: "Steps.T.TrainingJobSummaries[1].TrainingJobName" }]],
  ])("with the prefix %s", (prefix, values) => {
    const modelData = topModelUri(tune, 1, "b", prefix);
    const model = createModel("M", { env, imageUri: "image", modelData });
    expect(written(model, tune)["PrimaryContainer"]).toMatchObject({
      ModelDataUrl: { "Std:Join": { On: "/", Values: [...values, "output/model.tar.gz"] } },
    });
  });
});

describe("the envelope of a step", () => {
  it("takes the members that the builder it makes takes", () => {
    const step = estimator("T", {
      env,
      imageUri: "image",
      instanceType,
      inputs: { train: { source: "s3://b/train" } },
      displayName: "Train",
      description: "Trains.",
      dependsOn: ["Before"],
      cacheConfig: { Enabled: true, ExpireAfter: "P30D" },
      retryPolicies: [{ ExceptionType: ["SageMaker.CAPACITY_ERROR"], MaxAttempts: 2 }],
    });
    const before = condition("Before", { conditions: [], displayName: "First" });
    const [first, second] = new Pipeline("P", { steps: [step, before] }).definition().Steps;
    expect(Object.keys(first ?? {})).toEqual([
      "Name",
      "Type",
      "Arguments",
      "DependsOn",
      "DisplayName",
      "Description",
      "RetryPolicies",
      "CacheConfig",
    ]);
    expect(second).toMatchObject({
      DisplayName: "First",
      Arguments: { Conditions: [], IfSteps: [], ElseSteps: [] },
    });
  });
});
