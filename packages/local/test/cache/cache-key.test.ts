import type { JsonObject } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { cacheKey } from "../../src/cache/cache-key.ts";
import { firstDifference } from "../../src/cache/difference.ts";

const processing: JsonObject = {
  AppSpecification: { ImageUri: "image", ContainerEntrypoint: ["python3", "run.py"] },
  Environment: { A: "1", B: "2" },
  ProcessingInputs: [{ InputName: "in", S3Input: { S3Uri: "s3://b/in", LocalPath: "/in" } }],
  ProcessingOutputConfig: { Outputs: [] },
  ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1 } },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
};
const training: JsonObject = {
  AlgorithmSpecification: { TrainingImage: "image" },
  HyperParameters: { eta: "0.2" },
  InputDataConfig: [],
  OutputDataConfig: { S3OutputPath: "s3://b/out" },
  ResourceConfig: { InstanceType: "ml.m5.large" },
};
const tuningDefinition: JsonObject = {
  AlgorithmSpecification: { TrainingImage: "image" },
  StaticHyperParameters: { eta: "0.2" },
  OutputDataConfig: { S3OutputPath: "s3://b/out" },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
};

interface Case {
  readonly type: string;
  readonly args: JsonObject;
  readonly change: JsonObject;
  readonly step?: JsonObject;
  readonly changeStep?: JsonObject;
}

function keys({ type, args, change, step = {}, changeStep = {} }: Case): (string | undefined)[] {
  return [
    cacheKey(type, args, step)?.hash,
    cacheKey(type, { ...args, ...change }, { ...step, ...changeStep })?.hash,
  ];
}

describe("the cache key", () => {
  test.each<[string, Case]>([
    [
      "a processing job's image",
      { type: "Processing", args: processing, change: { AppSpecification: { ImageUri: "other" } } },
    ],
    [
      "its environment",
      { type: "Processing", args: processing, change: { Environment: { A: "1" } } },
    ],
    ["its inputs", { type: "Processing", args: processing, change: { ProcessingInputs: [] } }],
    [
      "a training job's hyperparameters",
      { type: "Training", args: training, change: { HyperParameters: { eta: "0.3" } } },
    ],
    [
      "its channels",
      { type: "Training", args: training, change: { InputDataConfig: [{ ChannelName: "train" }] } },
    ],
    [
      "its checkpoints",
      { type: "Training", args: training, change: { CheckpointConfig: { S3Uri: "s3://b/c" } } },
    ],
    [
      "its debugger rules",
      { type: "Training", args: training, change: { DebugRuleConfigurations: [{}] } },
    ],
    [
      "a tuning job's configuration",
      {
        type: "Tuning",
        args: { TrainingJobDefinition: tuningDefinition },
        change: { HyperParameterTuningJobConfig: { Strategy: "Random" } },
      },
    ],
    [
      "a tuning job's static hyperparameters",
      {
        type: "Tuning",
        args: { TrainingJobDefinition: tuningDefinition },
        change: { TrainingJobDefinition: { ...tuningDefinition, StaticHyperParameters: {} } },
      },
    ],
    [
      "each of several definitions",
      {
        type: "Tuning",
        args: { TrainingJobDefinitions: [tuningDefinition] },
        change: { TrainingJobDefinitions: [] },
      },
    ],
    [
      "a transform's model",
      { type: "Transform", args: { ModelName: "a" }, change: { ModelName: "b" } },
    ],
    [
      "an AutoML job's mode",
      {
        type: "AutoML",
        args: { AutoMLJobConfig: { Mode: "ENSEMBLING" } },
        change: { AutoMLJobConfig: {} },
      },
    ],
    [
      "whether a check is skipped",
      {
        type: "QualityCheck",
        args: {},
        change: {},
        step: { SkipCheck: false },
        changeStep: { SkipCheck: true },
      },
    ],
    [
      "the baseline of a check",
      {
        type: "ClarifyCheck",
        args: {},
        change: {},
        changeStep: { SuppliedBaselineConstraints: "s3://b/c" },
      },
    ],
    [
      "an EMR step's configuration",
      { type: "EMR", args: { ClusterId: "j-1" }, change: { StepConfig: {} } },
    ],
  ])("changes with %s", (_, given) => {
    const [before, now] = keys(given);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(now).not.toBe(before);
  });

  test.each<[string, Case]>([
    [
      "a processing job's instance type",
      { type: "Processing", args: processing, change: { ProcessingResources: {} } },
    ],
    [
      "its outputs",
      { type: "Processing", args: processing, change: { ProcessingOutputConfig: {} } },
    ],
    ["its time limit", { type: "Processing", args: processing, change: { StoppingCondition: {} } }],
    [
      "the order of variables",
      { type: "Processing", args: processing, change: { Environment: { B: "2", A: "1" } } },
    ],
    ["where a model goes", { type: "Training", args: training, change: { OutputDataConfig: {} } }],
    [
      "the instance type of a training job",
      { type: "Training", args: training, change: { ResourceConfig: {} } },
    ],
    [
      "where the models of a tuning job go",
      {
        type: "Tuning",
        args: { TrainingJobDefinition: tuningDefinition },
        change: { TrainingJobDefinition: { ...tuningDefinition, OutputDataConfig: {} } },
      },
    ],
    [
      "the candidates that an AutoML job shows",
      {
        type: "AutoML",
        args: { AutoMLJobConfig: {} },
        change: { AutoMLJobConfig: { SecurityConfig: {} } },
      },
    ],
    [
      "the step's own name",
      {
        type: "Processing",
        args: processing,
        change: {},
        step: { Name: "A" },
        changeStep: { Name: "B" },
      },
    ],
  ])("does not change with %s", (_, given) => {
    const [before, now] = keys(given);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(now).toBe(before);
  });

  test.each([
    "Condition",
    "Lambda",
    "Callback",
    "Fail",
    "Model",
    "RegisterModel",
    "EMRServerless",
    "Endpoint",
    "constructor",
  ])("a step of type %s has none", (type) => {
    expect(cacheKey(type, {})).toBeUndefined();
  });
});

describe("the first difference", () => {
  test.each<[JsonObject, JsonObject, ReturnType<typeof firstDifference>]>([
    [{ "Arguments.A": 1 }, { "Arguments.A": 1 }, undefined],
    [
      { "Arguments.Environment": { A: "1", "b c": "2" } },
      { "Arguments.Environment": { A: "1", "b c": "3" } },
      { path: 'Arguments.Environment["b c"]', before: "2", now: "3" },
    ],
    [
      { "Arguments.List": [{ Uri: "a" }, { Uri: "b" }] },
      { "Arguments.List": [{ Uri: "a" }] },
      { path: "Arguments.List[1]", before: { Uri: "b" }, now: undefined },
    ],
    [{ "Arguments.A": {} }, {}, { path: "Arguments.A", before: {}, now: undefined }],
    [{}, { "Arguments.A": [] }, { path: "Arguments.A", before: undefined, now: [] }],
    [
      { "Arguments.A": [1] },
      { "Arguments.A": { 0: 1 } },
      { path: "Arguments.A", before: [1], now: { 0: 1 } },
    ],
    [{ "Arguments.A": 1 }, { "Arguments.A": "1" }, { path: "Arguments.A", before: 1, now: "1" }],
  ])("of %j and %j", (before, now, wanted) => {
    expect(firstDifference(before, now)).toEqual(wanted);
  });
});
