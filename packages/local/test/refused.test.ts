import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { asHomeFault } from "../src/prepare.ts";
import { bucket, definition, image, runHere, script, temporaryFolder } from "./pipelines.ts";

const processing = (Arguments: object): object => ({
  Name: "P",
  Type: "Processing",
  Arguments: {
    AppSpecification: { ImageUri: image, ContainerEntrypoint: ["python3", "x.py"] },
    ...Arguments,
  },
});
const training = (Arguments: object): object => ({
  Name: "T",
  Type: "Training",
  Arguments: {
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: "File" },
    OutputDataConfig: { S3OutputPath: `${bucket}/out` },
    ...Arguments,
  },
});
const transform = (Arguments: object, container: object = { Image: image }): object[] => [
  { Name: "M", Type: "Model", Arguments: { PrimaryContainer: container } },
  {
    Name: "X",
    Type: "Transform",
    Arguments: { ModelName: { Get: "Steps.M.ModelName" }, ...Arguments },
  },
];
const channel = (more: object, S3DataType = "S3Prefix"): object => ({
  InputDataConfig: [
    {
      ChannelName: "train",
      DataSource: { S3DataSource: { S3DataType, S3Uri: `${bucket}/t` } },
      ...more,
    },
  ],
});

describe("refused before the start, with the step, the reason and a cure", () => {
  test.each<[string, object[], string]>([
    [
      "a step type",
      [{ Name: "H", Type: "EMR", Arguments: {} }],
      "Step H cannot run on this machine: steps of type EMR",
    ],
    [
      "an image",
      [
        processing({
          AppSpecification: {
            ImageUri: "000000000000.dkr.ecr.us-east-1.amazonaws.com/mine:1",
            ContainerEntrypoint: ["x"],
          },
        }),
      ],
      "mine:1",
    ],
    [
      "an image of another kind of job",
      [
        training({
          AlgorithmSpecification: { TrainingImage: image.replace("xgboost", "scikit-learn") },
        }),
      ],
      "not for this kind",
    ],
    [
      "no entrypoint",
      [processing({ AppSpecification: { ImageUri: image } })],
      "no ContainerEntrypoint",
    ],
    [
      "several instances",
      [processing({ ProcessingResources: { ClusterConfig: { InstanceCount: 2 } } })],
      "2 instances",
    ],
    [
      "a manifest",
      [
        processing({
          ProcessingInputs: [
            {
              InputName: "i",
              S3Input: {
                S3Uri: `${bucket}/m`,
                LocalPath: "/opt/ml/processing/i",
                S3DataType: "ManifestFile",
              },
            },
          ],
        }),
      ],
      "ManifestFile",
    ],
    [
      "a dataset definition",
      [processing({ ProcessingInputs: [{ InputName: "i", DatasetDefinition: {} }] })],
      "DatasetDefinition",
    ],
    [
      "the Feature Store",
      [
        processing({
          ProcessingOutputConfig: { Outputs: [{ OutputName: "o", FeatureStoreOutput: {} }] },
        }),
      ],
      "Feature Store",
    ],
    [
      "a path elsewhere",
      [
        processing({
          ProcessingInputs: [
            {
              InputName: "i",
              S3Input: {
                S3Uri: `${bucket}/m`,
                LocalPath: "/opt/ml/../../etc",
                S3DataType: "S3Prefix",
              },
            },
          ],
        }),
      ],
      "/opt/ml/../../etc",
    ],
    ["pipe mode", [training(channel({ InputMode: "Pipe" }))], "Pipe"],
    [
      "a file system",
      [
        training({
          InputDataConfig: [{ ChannelName: "train", DataSource: { FileSystemDataSource: {} } }],
        }),
      ],
      "does not come from S3",
    ],
    [
      "script mode",
      [training({ HyperParameters: { sagemaker_program: "train.py" } })],
      "script mode",
    ],
    ["filters", transform({ DataProcessing: { InputFilter: "$[1:]" } }), "InputFilter is $[1:]"],
    ["another model image", transform({}, { Image: "mine" }), "mine"],
    [
      "a model from elsewhere",
      [{ Name: "X", Type: "Transform", Arguments: { ModelName: "theirs" } }],
      "theirs was not made here",
    ],
  ])("%s", async (_, steps, message) => {
    const home = join(temporaryFolder(), "home");
    const [step] = steps.slice(-1) as [{ Name: string }];
    const refusal = runHere(definition(steps), { home });
    await expect(refusal).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: expect.stringContaining(message),
      at: { step: step.Name },
      help: expect.stringMatching(/\w/),
    });
    expect(readdirSync(join(home, "executions"))).toEqual([]);
  });

  test("every step that cannot run is named at once", async () => {
    const steps = ["A", "B"].map((Name) => ({ Name, Type: "Lambda", Arguments: {} }));
    const refusal = runHere(definition(steps));
    await expect(refusal).rejects.toThrow(/Step A [^]*Step B /);
  });

  const read = (S3Uri: unknown, more: object = {}): object =>
    processing({
      ProcessingInputs: [
        {
          InputName: "i",
          S3Input: { S3Uri, LocalPath: "/opt/ml/processing/i", S3DataType: "S3Prefix" },
        },
      ],
      ...more,
    });

  test.each<[string, object, string, string]>([
    [
      "data",
      read(`${bucket}/none.csv`),
      `data ${bucket}/none.csv`,
      `--put ${bucket}/none.csv=FILE`,
    ],
    [
      "data from a parameter",
      read({ Get: "Parameters.Data" }),
      `data ${bucket}/by-default`,
      "--put",
    ],
    [
      "code",
      read(`${bucket}/run.py`, {
        AppSpecification: {
          ImageUri: image,
          ContainerEntrypoint: ["python3", "/opt/ml/processing/i/run.py"],
        },
      }),
      `code ${bucket}/run.py`,
      `--put ${bucket}/run.py=FILE`,
    ],
    [
      "model data",
      {
        Name: "M",
        Type: "Model",
        Arguments: { PrimaryContainer: { ModelDataUrl: `${bucket}/m.tar.gz` } },
      },
      "m.tar.gz",
      "--put",
    ],
  ])("%s that is not in the store", async (_, step, message, help) => {
    const parameters = [{ Name: "Data", Type: "String", DefaultValue: `${bucket}/by-default` }];
    await expect(runHere(definition([step], { Parameters: parameters }))).rejects.toMatchObject({
      code: "LOCAL_OBJECT_MISSING",
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    });
  });

  test("data that another step writes is not missing", async () => {
    const text = `open("/opt/ml/processing/out/o/x", "w").close()`;
    const { statuses } = await runHere(
      definition([
        script({ Name: "Write", script: text, outputs: { o: `${bucket}/made` } }),
        script({
          Name: "Read",
          script: "",
          inputs: { i: `${bucket}/made/x` },
          more: { DependsOn: ["Write"] },
        }),
      ]),
    );
    expect(statuses).toEqual({ Write: "Succeeded", Read: "Succeeded" });
  });

  test("data that nobody wrote although a step should have, fails the step that reads it", async () => {
    const { execution } = await runHere(
      definition([
        script({ Name: "Write", script: "", outputs: { o: `${bucket}/made` } }),
        script({
          Name: "Read",
          script: "",
          inputs: { i: `${bucket}/made/x` },
          more: { DependsOn: ["Write"] },
        }),
      ]),
    );
    expect(execution.failureReason).toContain(
      `Step Read failed: ClientError: No S3 objects found under S3 URL "${bucket}/made/x"`,
    );
    expect(execution.steps[0]?.warnings[0]).toContain("wrote no file");
  });

  test.each([
    [
      "a file that is not there",
      { objects: [{ uri: `${bucket}/x`, file: "/no/such/file" }] },
      "LOCAL_FILE_MISSING",
    ],
    ["a home that cannot be", { home: "/dev/null/home" }, "LOCAL_HOME_UNUSABLE"],
    ["no steps at once", { maxParallelSteps: 0 }, "LOCAL_OPTION_INVALID"],
    ["an unknown parameter", { parameters: { Nothing: "1" } }, "PARAMETER_UNKNOWN"],
  ])("%s", async (_, options, code) => {
    await expect(runHere(definition([]), options)).rejects.toMatchObject({ code });
  });

  test.each([
    ["ENOSPC", { code: "LOCAL_DISK_FULL", message: "There is no room left for" }],
    ["EDQUOT", { code: "LOCAL_DISK_FULL", message: "There is no room left for" }],
    ["EROFS", { code: "LOCAL_HOME_UNUSABLE", message: "cannot be written" }],
  ])("a home that answers %s", (code, { message, ...wanted }) => {
    const fault = asHomeFault(Object.assign(new Error("write"), { code }), "/home-of-runs");
    expect(fault).toMatchObject({ ...wanted, message: expect.stringContaining(message) });
  });

  test("an S3 URI that is none, with its step", async () => {
    const steps = [script({ Name: "A", script: "", inputs: { i: "nonsense" } })];
    await expect(runHere(definition(steps))).rejects.toMatchObject({
      code: "S3_URI_INVALID",
      at: { step: "A" },
      message: expect.stringContaining('Step A: "nonsense" is not an S3 URI'),
    });
  });

  test("a definition that does not hold together", async () => {
    const steps = [
      { Name: "F", Type: "Fail", Arguments: { ErrorMessage: { Get: "Parameters.None" } } },
    ];
    await expect(runHere(definition(steps))).rejects.toMatchObject({ code: "UNKNOWN_PARAMETER" });
  });
});

const corpus = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const haveCorpus = existsSync(corpus);
if (!haveCorpus) console.warn(`SKIPPED: no recorded definitions in ${corpus}`);

test.skipIf(!haveCorpus)(
  "recorded definitions of the Python SDK are refused by name, never half run",
  async () => {
    const files = readdirSync(corpus).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const given = readDefinition(readFileSync(join(corpus, file), "utf8"));
      const missing = (given.Parameters ?? []).filter(
        (parameter) => !("DefaultValue" in parameter),
      );
      const values: Record<string, string> = {
        Integer: "1",
        Float: "1",
        Boolean: "true",
        String: "x",
      };
      const parameters = Object.fromEntries(
        missing.map(({ Name, Type }) => [Name, values[Type] ?? ""]),
      );
      // oxlint-disable-next-line no-await-in-loop -- to name the file that fails
      const error: unknown = await runHere(given, { parameters }).catch(
        (reason: unknown) => reason,
      );
      expect([file, error]).toMatchObject([
        file,
        { name: "NacreError", code: expect.stringMatching(/^LOCAL_(UNSUPPORTED|OBJECT_MISSING)$/) },
      ]);
    }
  },
);
