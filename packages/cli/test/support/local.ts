import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Ended, folderWith, nacre } from "./nacre.ts";

/** An image whose jobs run here. */
const image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3";

/** A folder with a definition, deployed to the local service of a state folder beside it. */
export interface LocalPipeline {
  readonly home: string;
  /** Runs nacre on it: `--local`, `--home` and `--pipeline P` are added. */
  nacre(command: string, ...args: readonly string[]): Promise<Ended>;
  /** The same, and what is printed as JSON. */
  json(command: string, ...args: readonly string[]): Promise<unknown>;
  /** Puts an object of S3 where the local service finds it. */
  put(uri: string, text: string): void;
  /** Deploys another definition under the same name. */
  deploy(definition: object): Promise<void>;
}

/** Deploys a definition to a local service of its own, in a folder that goes after the test. */
export async function localPipeline(
  definition: object,
  folder: string = folderWith({}),
): Promise<LocalPipeline> {
  const home = join(folder, "state");
  const place = ["--local", "--home", home, "--pipeline", "P"];
  const env = { AWS_REGION: "us-east-1", AWS_ENDPOINT_URL: undefined, AWS_PROFILE: undefined };
  const run: LocalPipeline["nacre"] = (command, ...args) =>
    nacre([command, ...place, ...args], { cwd: folder, env });
  const pipeline: LocalPipeline = {
    home,
    nacre: run,
    json: async (command, ...args) => {
      const { stdout, stderr } = await run(command, ...args, "--json");
      if (stdout === "") throw new Error(stderr);
      return JSON.parse(stdout);
    },
    put: (uri, text) => {
      const file = join(home, "s3", uri.replace("s3://", ""));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    deploy: async (changed) => {
      const file = join(folder, "definition.json");
      writeFileSync(file, JSON.stringify(changed));
      const args = ["deploy", file, "--name", "P", "--yes", "--local", "--home", home];
      const { code, stderr } = await nacre(args, { cwd: folder, env });
      if (code !== 0) throw new Error(stderr);
    },
  };
  await pipeline.deploy(definition);
  return pipeline;
}

/** A pipeline that needs no Python: it fails when `Size` is 10 or more. */
export const checking = {
  Version: "2020-12-01",
  Parameters: [
    { Name: "Size", Type: "Integer", DefaultValue: 5 },
    { Name: "Stage", Type: "String", DefaultValue: "test", EnumValues: ["test", "live"] },
  ],
  Steps: [
    {
      Name: "Check",
      Type: "Condition",
      Arguments: {
        Conditions: [{ Type: "LessThan", LeftValue: { Get: "Parameters.Size" }, RightValue: 10 }],
        IfSteps: [],
        ElseSteps: [{ Name: "TooBig", Type: "Fail", Arguments: { ErrorMessage: "it is too big" } }],
      },
    },
  ],
};

/** A Processing step that runs a script; the script lies at {@link scriptUri}. */
export function scriptStep(name: string, inputs: object = {}, members: object = {}): object {
  return {
    Name: name,
    Type: "Processing",
    Arguments: {
      ProcessingResources: {
        ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 10 },
      },
      RoleArn: "arn:aws:iam::000000000000:role/Jobs",
      AppSpecification: {
        ImageUri: image,
        ContainerEntrypoint: ["python3", `/opt/ml/processing/code/${name}.py`],
      },
      ProcessingInputs: Object.entries({ ...inputs, code: scriptUri(name) }).map(inputOf),
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: "out",
            S3Output: {
              S3Uri: `s3://bucket/${name}/out`,
              LocalPath: "/opt/ml/processing/out",
              S3UploadMode: "EndOfJob",
            },
          },
        ],
      },
    },
    ...members,
  };
}

/** Where the script of a step lies. */
export function scriptUri(step: string): string {
  return `s3://bucket/code/${step}.py`;
}

function inputOf([InputName, S3Uri]: [string, unknown]): object {
  const LocalPath = `/opt/ml/processing/${InputName}`;
  return { InputName, S3Input: { S3Uri, LocalPath, S3DataType: "S3Prefix", S3InputMode: "File" } };
}

/** A step that registers a version of the model package group `Rings`, of `s3://bucket/model.tar.gz`. */
export const registerStep = {
  Name: "Register",
  Type: "RegisterModel",
  Arguments: {
    ModelPackageGroupName: "Rings",
    ModelApprovalStatus: "PendingManualApproval",
    InferenceSpecification: {
      Containers: [
        {
          Image: image,
          ModelDataUrl: "s3://bucket/model.tar.gz",
        },
      ],
      SupportedContentTypes: ["text/csv"],
      SupportedResponseMIMETypes: ["text/csv"],
    },
  },
};
