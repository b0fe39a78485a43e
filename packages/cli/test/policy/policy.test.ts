import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import * as sagemaker from "@aws-sdk/client-sagemaker";
import { type JsonObject, type PipelineDefinition, readDefinition } from "@nacre/core";
import { afterAll, describe, expect, it } from "vitest";
import { deployerPolicy } from "../../src/policy/deployer-policy.ts";
import { executionPolicy } from "../../src/policy/execution-policy.ts";
import type { Statement } from "../../src/policy/statements.ts";
import { startFakeAws } from "../support/aws.ts";
import { folderWith, nacre } from "../support/nacre.ts";

const role = "arn:aws:iam::111122223333:role/Jobs";
const image = "683313688378.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1";

function definitionOf(steps: readonly JsonObject[], more: JsonObject = {}): PipelineDefinition {
  return readDefinition(JSON.stringify({ Version: "2020-12-01", ...more, Steps: steps }));
}

function statementsOf(definition: PipelineDefinition): ReadonlyMap<string, Statement> {
  return new Map(executionPolicy(definition).policy.Statement.map((one) => [one.Sid, one]));
}

const processing = (more: JsonObject = {}): JsonObject => ({
  Name: "Prepare",
  Type: "Processing",
  Arguments: {
    RoleArn: role,
    AppSpecification: { ImageUri: image },
    ProcessingInputs: [{ InputName: "in", S3Input: { S3Uri: { Get: "Parameters.Input" } } }],
    ProcessingOutputConfig: {
      Outputs: [{ OutputName: "out", S3Output: { S3Uri: "s3://results/out" } }],
    },
    ...more,
  },
});
const parameters = [{ Name: "Input", Type: "String", DefaultValue: "s3://data/in.csv" }];

describe("the policy of the execution role allows", () => {
  const table: { what: string; step: JsonObject; sid: string; wanted: Partial<Statement> }[] = [
    {
      what: "what steps read, by the default of a parameter, and what they write",
      step: processing(),
      sid: "ReadObjects",
      wanted: { Resource: ["arn:aws:s3:::data/in.csv*", "arn:aws:s3:::results/out/*"] },
    },
    {
      what: "writing only where steps write",
      step: processing(),
      sid: "WriteObjects",
      wanted: { Resource: ["arn:aws:s3:::results/out/*"] },
    },
    {
      what: "code of whatever content",
      step: processing({
        ProcessingInputs: [
          {
            S3Input: {
              S3Uri: "s3://code/Prepare-0123456789abcdef0123456789abcdef/input/code/x.py",
            },
          },
        ],
      }),
      sid: "ReadObjects",
      wanted: { Resource: ["arn:aws:s3:::code/Prepare-*", "arn:aws:s3:::results/out/*"] },
    },
    {
      what: "jobs that the pipeline names",
      step: processing(),
      sid: "StepProcessing",
      wanted: { Resource: ["arn:aws:sagemaker:eu-west-1:111122223333:processing-job/pipelines-*"] },
    },
    {
      what: "jobs that the user names",
      step: processing({ ProcessingJobName: "nightly" }),
      sid: "StepProcessing",
      wanted: { Resource: ["arn:aws:sagemaker:eu-west-1:111122223333:processing-job/nightly*"] },
    },
    {
      what: "the images, whatever their tag",
      step: processing(),
      sid: "PullImages",
      wanted: { Resource: ["arn:aws:ecr:eu-west-1:683313688378:repository/sagemaker-xgboost"] },
    },
    {
      what: "handing on the roles of jobs, to SageMaker alone",
      step: processing(),
      sid: "PassRolesToSagemaker",
      wanted: {
        Resource: [role],
        Condition: { StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com"] } },
      },
    },
    {
      what: "keys by id",
      step: processing({ KmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
      sid: "UseKeys",
      wanted: {
        Resource: ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
      },
    },
    {
      what: "keys by alias",
      step: processing({ VolumeKmsKeyId: "alias/team" }),
      sid: "UseKeyaliasteam",
      wanted: {
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/team"] } },
      },
    },
    {
      what: "joining a network",
      step: processing({ NetworkConfig: { VpcConfig: { Subnets: ["subnet-1"] } } }),
      sid: "JoinNetwork",
      wanted: { Resource: ["*"] },
    },
    {
      what: "a function",
      step: {
        Name: "Call",
        Type: "Lambda",
        FunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:f",
        Arguments: {},
      },
      sid: "InvokeFunctions",
      wanted: {
        Action: ["lambda:InvokeFunction"],
        Resource: ["arn:aws:lambda:eu-west-1:111122223333:function:f"],
      },
    },
    {
      what: "a queue",
      step: {
        Name: "Ask",
        Type: "Callback",
        SqsQueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/questions",
        Arguments: {},
      },
      sid: "SendMessages",
      wanted: {
        Action: ["sqs:SendMessage"],
        Resource: ["arn:aws:sqs:eu-west-1:111122223333:questions"],
      },
    },
    {
      what: "a model group and its versions",
      step: {
        Name: "Register",
        Type: "RegisterModel",
        Arguments: { ModelPackageGroupName: "Group" },
      },
      sid: "ModelRegistry",
      wanted: {
        Resource: [
          "arn:aws:sagemaker:*:*:model-package-group/Group",
          "arn:aws:sagemaker:*:*:model-package/Group/*",
        ],
      },
    },
    {
      what: "one cluster of EMR",
      step: { Name: "Spark", Type: "EMR", Arguments: { ClusterId: "j-1", StepConfig: {} } },
      sid: "UseClusters",
      wanted: { Resource: ["arn:aws:elasticmapreduce:*:*:cluster/j-1"] },
    },
    {
      what: "clusters of EMR that a step makes, with their roles",
      step: { Name: "Spark", Type: "EMR", Arguments: { ClusterConfig: {}, StepConfig: {} } },
      sid: "PassRolesToEmr",
      wanted: {
        Resource: [
          "arn:aws:iam::*:role/EMR_DefaultRole",
          "arn:aws:iam::*:role/EMR_EC2_DefaultRole",
        ],
      },
    },
    {
      what: "what steps in a branch need",
      step: {
        Name: "Check",
        Type: "Condition",
        Arguments: { Conditions: [], IfSteps: [processing()], ElseSteps: [] },
      },
      sid: "WriteObjects",
      wanted: { Resource: ["arn:aws:s3:::results/out/*"] },
    },
    {
      what: "the partition of China",
      step: processing({ RoleArn: "arn:aws-cn:iam::111122223333:role/Jobs" }),
      sid: "WriteObjects",
      wanted: { Resource: ["arn:aws-cn:s3:::results/out/*"] },
    },
  ];
  it.each(table)("$what", ({ step, sid, wanted }) => {
    expect(statementsOf(definitionOf([step], { Parameters: parameters })).get(sid)).toMatchObject(
      wanted,
    );
  });

  it("nothing where no step needs anything", () => {
    const stop = { Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } };
    expect(executionPolicy(definitionOf([stop])).policy.Statement).toEqual([]);
  });

  it("no bucket that is known only at the start, which is said", () => {
    const { policy, notes } = executionPolicy(
      definitionOf([processing()], { Parameters: [{ Name: "Input", Type: "String" }] }),
    );
    expect(JSON.stringify(policy)).not.toContain("s3:::*");
    expect(notes).toEqual([]);
    const joined = { "Std:Join": { On: "/", Values: ["s3:/", { Get: "Parameters.Input" }, "x"] } };
    const unknown = processing({ ProcessingInputs: [{ S3Input: { S3Uri: joined } }] });
    const said = executionPolicy(
      definitionOf([unknown], { Parameters: [{ Name: "Input", Type: "String" }] }),
    );
    expect(said.notes).toEqual([expect.stringContaining("the bucket of s3://*/x")]);
  });

  it("names only operations that SageMaker has", () => {
    const known = new Set(Object.keys(sagemaker));
    const definition = definitionOf(
      [
        "Processing",
        "Training",
        "Tuning",
        "AutoML",
        "Transform",
        "Model",
        "EndpointConfig",
        "Endpoint",
        "InferenceComponent",
        "Lineage",
        "RegisterModel",
      ].map((Type) => ({ Name: Type, Type, Arguments: { ModelPackageGroupName: "Group" } })),
      { PipelineExperimentConfig: { ExperimentName: "e", TrialName: "t" } },
    );
    const actions = executionPolicy(definition).policy.Statement.flatMap(({ Action }) => Action);
    const ours = actions.filter((action) => action.startsWith("sagemaker:"));
    expect(ours.length).toBeGreaterThan(30);
    expect(
      ours.filter((action) => !known.has(`${action.replace("sagemaker:", "")}Command`)),
    ).toEqual([]);
  });
});

describe("the deployer's policy", () => {
  it("allows the pipeline, the uploads, the role and a look at the data", () => {
    const definition = definitionOf([processing()], { Parameters: parameters });
    const uploads = ["s3://code/Prepare-0123456789abcdef0123456789abcdef/input/code/x.py"];
    const { policy } = deployerPolicy({ name: "Example", definition, uploads, roleArn: role });
    const resources = Object.fromEntries(
      policy.Statement.map(({ Sid, Resource }) => [Sid, Resource]),
    );
    expect(resources).toEqual({
      DeployPipeline: [
        "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/Example",
        "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/example",
      ],
      FindBuckets: ["arn:aws:s3:::code", "arn:aws:s3:::data"],
      FindPipelines: ["*"],
      FindRole: [role],
      MakeBucket: ["arn:aws:s3:::code"],
      PassRole: [role],
      ReadObjects: [
        "arn:aws:s3:::code/Example/*",
        "arn:aws:s3:::code/Prepare-*",
        "arn:aws:s3:::data/in.csv*",
      ],
      WriteObjects: ["arn:aws:s3:::code/Example/*", "arn:aws:s3:::code/Prepare-*"],
    });
  });
});

describe("nacre policy", () => {
  it("prints the same policy for the same definition, keys in whatever order", async () => {
    const step = processing();
    const turned = Object.fromEntries(Object.entries(step).toReversed());
    const cwd = folderWith({
      "a.json": JSON.stringify({ Version: "2020-12-01", Parameters: parameters, Steps: [step] }),
      "b.json": JSON.stringify({ Steps: [turned], Parameters: parameters, Version: "2020-12-01" }),
    });
    const [a, b] = await Promise.all([
      nacre(["policy", "a.json"], { cwd }),
      nacre(["policy", "b.json"], { cwd }),
    ]);
    expect(a).toMatchObject({ code: 0, stderr: "" });
    expect(a.stdout).toBe(b.stdout);
    expect(JSON.parse(a.stdout)).toMatchObject({ Version: "2012-10-17" });
  });
});

const corpus = fileURLToPath(new URL("../../../../../shared/corpus/", import.meta.url));
const files = existsSync(corpus)
  ? readdirSync(corpus).filter((file) => file.endsWith(".json"))
  : [];
if (files.length === 0)
  console.warn("SKIPPED: there is no corpus of definitions beside this clone");
const aws = await startFakeAws("us-east-1");

describe.skipIf(aws === undefined || files.length === 0)("IAM takes the policy of", () => {
  const iam = new IAMClient({
    region: "us-east-1",
    endpoint: aws?.url ?? "",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(async () => {
    iam.destroy();
    await aws?.stop();
  });

  it.each(files)("%s", async (file) => {
    const definition = readDefinition(readFileSync(join(corpus, file), "utf8"));
    const policies = [
      executionPolicy(definition).policy,
      deployerPolicy({ name: "Corpus", definition, uploads: [], roleArn: undefined }).policy,
    ];
    const arns = await Promise.all(
      policies
        .filter(({ Statement }) => Statement.length > 0)
        .map(async (policy, index) => {
          const PolicyName = `${file.replaceAll(/\W/g, "-")}-${index}`;
          const PolicyDocument = JSON.stringify(policy);
          // moto reads the document as IAM does: versions, names of actions, ARNs, conditions.
          const made = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
          return made.Policy?.Arn;
        }),
    );
    expect(arns).not.toContain(undefined);
    expect(JSON.stringify(policies)).not.toMatch(/undefined|\[object/);
  });
});
