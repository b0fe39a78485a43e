import { readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { describe, expect, it } from "vitest";
import { validateText } from "../../src/index.ts";
import {
  condition,
  example,
  exampleOfParameters,
  fail,
  get,
  join,
  lambda,
  model,
  output,
  processing,
  someCondition,
  training,
  transform,
} from "../../src/rules/support/examples.ts";
import type { JsonObject, JsonValue } from "../../src/json.ts";

const cached = { CacheConfig: { Enabled: true, ExpireAfter: "P30D" } };
const run = get("Execution.PipelineExecutionId");
const of = (type: string, left: JsonValue, right: JsonValue): JsonObject => ({
  Type: type,
  LeftValue: left,
  RightValue: right,
});
const parameter = (name: string, more: JsonObject = {}): string =>
  exampleOfParameters([{ Name: name, Type: "String", ...more }]);
const environment = (name: string, value: JsonValue): string =>
  example([processing("P", { Environment: { [name]: value } })]);
const image = (uri: string): string =>
  example([processing("P", { AppSpecification: { ImageUri: uri } })]);
const decided = (...conditions: readonly JsonObject[]): string =>
  example([condition("C", conditions, [lambda("Yes")], [lambda("No")])], {
    Parameters: [
      { Name: "Stage", Type: "String", DefaultValue: "dev", EnumValues: ["dev", "test"] },
      { Name: "Free", Type: "String", DefaultValue: "dev" },
    ],
  });
const stage = get("Parameters.Stage");

/** A definition and the paths at which a rule finds something in it. */
type Case = readonly [what: string, definition: string, paths: readonly string[]];

const cases: Readonly<Record<string, readonly Case[]>> = {
  CACHE_NEVER_HITS: [
    [
      "the output of a step that writes to a prefix of the run",
      example([
        processing("Write", output(join("/", "s3://example-bucket", run))),
        transform(
          "Read",
          {
            Environment: {
              FROM: get("Steps.Write.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri"),
            },
          },
          cached,
        ),
      ]),
      ["$.Steps[1].Arguments.Environment.FROM"],
    ],
    [
      "the same, where that step may be taken from the cache itself",
      example([
        processing("Write", output(join("/", "s3://example-bucket", run)), cached),
        transform(
          "Read",
          {
            Environment: {
              FROM: get("Steps.Write.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri"),
            },
          },
          cached,
        ),
      ]),
      [],
    ],
    [
      "the name of a model that is made in each run",
      example([
        model("Make"),
        transform("Score", { ModelName: get("Steps.Make.ModelName") }, cached),
      ]),
      ["$.Steps[1].Arguments.ModelName"],
    ],
    [
      "an argument that does not count",
      example([processing("Write", output(join("/", "s3://example-bucket", run)), cached)]),
      [],
    ],
    [
      "steps that wait for each other",
      example([
        training("A", { Environment: { B: get("Steps.B.TrainingJobName") } }, cached),
        training("B", { Environment: { A: get("Steps.A.TrainingJobName") } }, cached),
      ]),
      [],
    ],
  ],
  BRANCH_NEVER_TAKEN: [
    ["a false comparison", decided(of("GreaterThan", 1, 2)), ["$.Steps[0].Arguments.IfSteps"]],
    ["a true comparison", decided(of("Equals", "a", "a")), ["$.Steps[0].Arguments.ElseSteps"]],
    [
      "one false among open ones",
      decided(someCondition, of("Equals", 1, 2)),
      ["$.Steps[0].Arguments.IfSteps"],
    ],
    ["one true among open ones", decided(someCondition, of("Equals", 1, 1)), []],
    [
      "a value that the enum has not",
      decided(of("Equals", stage, "prod")),
      ["$.Steps[0].Arguments.IfSteps"],
    ],
    ["a value that the enum has", decided(of("Equals", stage, "dev")), []],
    [
      "all values of the enum",
      decided({ Type: "In", QueryValue: stage, Values: ["dev", "test", "prod"] }),
      ["$.Steps[0].Arguments.ElseSteps"],
    ],
    [
      "any of several, one of them true",
      decided({ Type: "Or", Conditions: [someCondition, of("LessThan", 1, 2)] }),
      ["$.Steps[0].Arguments.ElseSteps"],
    ],
    [
      "not what is false",
      decided({ Type: "Not", Condition: of("Equals", 1, 2) }),
      ["$.Steps[0].Arguments.ElseSteps"],
    ],
    ["a parameter without an enum", decided(of("Equals", get("Parameters.Free"), "prod")), []],
    ["values of different types", decided(of("Equals", "1", 1)), []],
  ],
  STEP_NEVER_STARTS: [
    [
      "a step of one branch that needs one of the other",
      example([
        condition("C", [someCondition], [lambda("Yes")], [lambda("No", { DependsOn: ["Yes"] })]),
      ]),
      ["$.Steps[0].Arguments.ElseSteps[0].DependsOn[0]"],
    ],
    [
      "a step that needs branches of different conditions",
      example([
        condition("C", [someCondition], [lambda("A")]),
        condition("D", [someCondition], [], [lambda("B")]),
        lambda("After", { DependsOn: ["A", "B"] }),
      ]),
      [],
    ],
  ],
  S3_PREFIX_SHARED: [
    [
      "steps in opposite branches",
      example([
        condition(
          "C",
          [someCondition],
          [processing("A", output("s3://example-bucket/out"))],
          [processing("B", output("s3://example-bucket/out"))],
        ),
      ]),
      [],
    ],
    [
      "a step that waits for the other by way of a third",
      example([
        processing("A", output("s3://example-bucket/out")),
        lambda("Between", { DependsOn: ["A"] }),
        processing("B", output("s3://example-bucket/out"), { DependsOn: ["Between"] }),
      ]),
      [],
    ],
    [
      "the same join",
      example([
        processing("A", output(join("/", "s3://example-bucket", run))),
        processing("B", output(join("/", "s3://example-bucket", run))),
      ]),
      ["$.Steps[1].Arguments.ProcessingOutputConfig.Outputs[0].S3Output.S3Uri"],
    ],
    [
      "training jobs, whose files lie below the name of the job",
      example([training("A"), training("B")]),
      [],
    ],
  ],
  SECRET_IN_PARAMETER: [
    ["ApiKey", parameter("ApiKey"), ["$.Parameters[0].Name"]],
    ["github-token", parameter("github-token"), ["$.Parameters[0].Name"]],
    ["SecretArn", parameter("SecretArn"), []],
    ["KmsKey", parameter("KmsKey"), []],
    ["Tokenizer", parameter("Tokenizer"), []],
    [
      "the ARN of a secret",
      parameter("DbSecret", { DefaultValue: "arn:aws:secretsmanager:x" }),
      [],
    ],
  ],
  SECRET_IN_ENVIRONMENT: [
    [
      "a password",
      environment("PGPASSWORD_DB_PASSWORD", "tiger"),
      ["$.Steps[0].Arguments.Environment.PGPASSWORD_DB_PASSWORD"],
    ],
    ["no text of its own", environment("DB_PASSWORD", get("Execution.PipelineName")), []],
    ["an empty text", environment("DB_PASSWORD", ""), []],
    ["a mark of a language model", environment("PAD_TOKEN", "[PAD]"), []],
    ["a switch", environment("USE_AUTH_TOKEN", "true"), []],
  ],
  INSTANCE_TYPE_UNKNOWN: [
    [
      "a training type for processing",
      example([
        processing("P", {
          ProcessingResources: {
            ClusterConfig: {
              InstanceCount: 1,
              InstanceType: "ml.trn1.2xlarge",
              VolumeSizeInGB: 30,
            },
          },
        }),
      ]),
      ["$.Steps[0].Arguments.ProcessingResources.ClusterConfig.InstanceType"],
    ],
    [
      "the default of a parameter",
      example(
        [
          training("T", {
            ResourceConfig: {
              InstanceCount: 1,
              InstanceType: get("Parameters.Type"),
              VolumeSizeInGB: 30,
            },
          }),
        ],
        { Parameters: [{ Name: "Type", Type: "String", DefaultValue: "ml.m5.3xlarge" }] },
      ),
      ["$.Parameters[0].DefaultValue"],
    ],
  ],
  IMAGE_ACCOUNT_WRONG: [
    [
      "an image of one's own",
      image("111122223333.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"),
      [],
    ],
    ["no image of ECR", image("docker.io/library/python:3.12"), []],
  ],
  JSON_GET_PATH_INVALID: ["metrics.mse.value", "list[0]['a key'].x", "$.y", "Result"].map(
    (path): Case => [
      path,
      example([
        processing("E", output("s3://example-bucket/report"), {
          PropertyFiles: [{ PropertyFileName: "R", OutputName: "out", FilePath: "r.json" }],
        }),
        condition(
          "C",
          [
            of(
              "LessThan",
              { "Std:JsonGet": { PropertyFile: get("Steps.E.PropertyFiles.R"), Path: path } },
              6,
            ),
          ],
          [fail("Stop")],
        ),
      ]),
      [],
    ],
  ),
  CACHE_DURATION_INVALID: [
    ...["P30D", "p30d", "30d", "T16m", "30dT5h", "P4DT12H", "P1W", "PT90S"].map((text): Case => [
      text,
      lasting(text),
      [],
    ]),
    ...["", "P", "PT", "30 days", "30", "D30", "P5H"].map((text): Case => [
      text,
      lasting(text),
      ["$.Steps[0].CacheConfig.ExpireAfter"],
    ]),
  ],
};

function lasting(text: string): string {
  return example([processing("P", {}, { CacheConfig: { Enabled: true, ExpireAfter: text } })]);
}

describe.each(Object.entries(cases))("%s", (rule, list) => {
  it.each(list)("%s", (_, definition, paths) => {
    const found = validateText(definition).filter((finding) => finding.rule === rule);
    expect(found.map(({ path }) => path)).toEqual(paths);
  });
});

it("every image that AWS's own SDK answers with is in its account, region and version", () => {
  const file = joinPath(import.meta.dirname, "../fixtures/image-uris.json");
  const recorded = JSON.parse(readFileSync(file, "utf8")) as {
    readonly uris: readonly { readonly uri: string | null }[];
  };
  const faults = recorded.uris.flatMap(({ uri }) =>
    validateText(image(uri ?? "")).filter(({ rule }) =>
      ["IMAGE_ACCOUNT_WRONG", "IMAGE_REGION_UNKNOWN", "IMAGE_VERSION_UNKNOWN"].includes(rule),
    ),
  );
  expect(recorded.uris.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});
