import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import {
  frameworkEstimator,
  frameworkProcessor,
  integerParameter,
  Pipeline,
  stringParameter,
  type AnyStep,
  type JsonValue,
  type StepEnvironment,
  type TrainingDistribution,
} from "@nacre/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const env: StepEnvironment = {
  region: "us-east-1",
  role: "arn:aws:iam::111122223333:role/Jobs",
  bucket: "b",
};
const instanceType = "ml.m5.large";
const text = stringParameter("Text");
const whole = integerParameter("Whole");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(joinPath(tmpdir(), "nacre-steps-"));
  writeFileSync(joinPath(folder, "main.py"), "print(1)");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(step: AnyStep): Readonly<Record<string, JsonValue | undefined>> {
  const pipeline = new Pipeline("P", { parameters: [text, whole], steps: [step] });
  return pipeline.definition().Steps[0]?.Arguments ?? {};
}

describe("frameworkProcessor", () => {
  const options = { env, instanceType, command: ["python3", "-u"] } as const;

  it("runs the script inside its folder, with what its requirements.txt lists", () => {
    const step = frameworkProcessor("S", {
      ...options,
      framework: "sklearn",
      frameworkVersion: "1.2-1",
      code: { folder, entryPoint: "main.py" },
      arguments: ["--rows", "5"],
    });
    expect(written(step)).toMatchObject({
      AppSpecification: {
        ImageUri: expect.stringMatching(/sagemaker-scikit-learn:1\.2-1-cpu-py3$/),
        ContainerArguments: ["--rows", "5"],
        ContainerEntrypoint: [
          "/bin/bash",
          "-c",
          expect.stringContaining("pip install -r requirements.txt"),
          "bash",
          "python3",
          "-u",
          "main.py",
        ],
      },
      ProcessingInputs: [
        { S3Input: { S3Uri: expect.stringMatching(/^s3:\/\/b\/S-[0-9a-f]{32}\/input\/code$/) } },
      ],
    });
  });

  it("passes the arguments to the script as they are, in a real shell", () => {
    const step = frameworkProcessor("S", {
      ...options,
      imageUri: "image",
      command: ["printf", "%s|"],
      code: { folder, entryPoint: "main.py" },
      arguments: ["two words", "$HOME", "*"],
    });
    const { ContainerEntrypoint = [], ContainerArguments = [] } = step.arguments.AppSpecification;
    const [shell = "", ...rest] = [...ContainerEntrypoint, ...ContainerArguments].map(String);
    const here = rest.map((word) => word.replace("/opt/ml/processing/input/code", folder));
    const printed = execFileSync(shell, here, { encoding: "utf8" });
    expect(printed).toBe("main.py|two words|$HOME|*|");
  });

  it("takes the image for the instance type that a parameter has by default", () => {
    const parameter = stringParameter("Instance", { defaultValue: "ml.g5.xlarge" });
    const step = frameworkProcessor("S", {
      ...options,
      framework: "pytorch",
      frameworkVersion: "2.3.0",
      code: { folder, entryPoint: "main.py" },
      instanceType: parameter,
    });
    expect(step.arguments.AppSpecification.ImageUri).toMatch(/pytorch-training:2\.3\.0-gpu-py311$/);
  });
});

describe("frameworkEstimator", () => {
  it("writes hyperparameters as JSON and the packed code, as AWS's SDK does", () => {
    const step = frameworkEstimator("T", {
      env,
      framework: "pytorch",
      frameworkVersion: "2.3.0",
      instanceType,
      code: { folder, entryPoint: "main.py" },
      inputs: { train: { source: "s3://b/train" } },
      hyperparameters: { epochs: 5, lr: 0.1, name: "abc", flag: true, text, whole },
    });
    const given = written(step);
    const submitted = expect.stringMatching(
      /^"s3:\/\/b\/T-[0-9a-f]{32}\/input\/code\/sourcedir\.tar\.gz"$/,
    );
    expect(given["AlgorithmSpecification"]).toEqual({
      TrainingInputMode: "File",
      TrainingImage: expect.stringMatching(/\/pytorch-training:2\.3\.0-cpu-py311$/),
      EnableSageMakerMetricsTimeSeries: true,
    });
    expect(Object.entries(given["HyperParameters"] ?? {})).toEqual([
      ["epochs", "5"],
      ["lr", "0.1"],
      ["name", '"abc"'],
      ["flag", "true"],
      ["text", { Get: "Parameters.Text" }],
      ["whole", { "Std:Join": { On: "", Values: [{ Get: "Parameters.Whole" }] } }],
      ["sagemaker_submit_directory", submitted],
      ["sagemaker_program", '"main.py"'],
      ["sagemaker_container_log_level", "20"],
      ["sagemaker_region", '"us-east-1"'],
    ]);
  });

  const large = "ml.p4d.24xlarge";
  // What AWS's SDK 2.257.7 adds for its distribution of the same name.
  it.each<[TrainingDistribution, Record<string, string>]>([
    [
      { kind: "torchDistributed" },
      { sagemaker_torch_distributed_enabled: "true", sagemaker_instance_type: `"${large}"` },
    ],
    [
      { kind: "mpi", processesPerHost: 4 },
      {
        sagemaker_mpi_enabled: "true",
        sagemaker_mpi_num_of_processes_per_host: "4",
        sagemaker_mpi_custom_mpi_options: '""',
      },
    ],
    [
      { kind: "mpi", customOptions: "-x NCCL_DEBUG=INFO" },
      {
        sagemaker_mpi_enabled: "true",
        sagemaker_mpi_custom_mpi_options: '"-x NCCL_DEBUG=INFO"',
      },
    ],
    [
      { kind: "smDataParallel" },
      {
        sagemaker_distributed_dataparallel_enabled: "true",
        sagemaker_instance_type: `"${large}"`,
        sagemaker_distributed_dataparallel_custom_mpi_options: '""',
      },
    ],
    [{ kind: "parameterServer" }, { sagemaker_parameter_server_enabled: "true" }],
    [{ kind: "multiWorkerMirrored" }, { sagemaker_multi_worker_mirrored_strategy_enabled: "true" }],
  ])("tells the image how it is distributed: %j", (distribution, wanted) => {
    const step = frameworkEstimator("T", {
      env,
      framework: "pytorch",
      frameworkVersion: "2.3.0",
      instanceType: large,
      instanceCount: 2,
      code: { folder, entryPoint: "main.py" },
      inputs: { train: { source: "s3://b/train" } },
      distribution,
    });
    const all = Object.entries(written(step)["HyperParameters"] ?? {});
    expect(Object.fromEntries(all.slice(4))).toEqual(wanted);
  });

  it("packs the folder so that tar reads it, the same bytes each time", () => {
    const code = mkdtempSync(joinPath(tmpdir(), "nacre-source-"));
    const deep = joinPath(code, "a".repeat(80), "b".repeat(80));
    mkdirSync(deep, { recursive: true });
    writeFileSync(joinPath(code, "train.py"), "print(1)\n");
    writeFileSync(joinPath(deep, "data.txt"), "x".repeat(1000));
    const pack = (): Uint8Array => {
      const options = {
        env,
        imageUri: "image",
        instanceType,
        inputs: { train: { source: "s3://b/train" } },
      } as const;
      const step = frameworkEstimator("T", {
        ...options,
        code: { folder: code, entryPoint: "train.py" },
      });
      const [asset] = new Pipeline("P", { steps: [step] }).assets;
      expect(asset?.uri).toMatch(/\/sourcedir\.tar\.gz$/);
      const content = asset !== undefined && "content" in asset ? asset.content : Buffer.of();
      expect(asset?.md5).toBe(createHash("md5").update(content).digest("hex"));
      return content;
    };
    const first = pack();
    const out = mkdtempSync(joinPath(tmpdir(), "nacre-unpacked-"));
    execFileSync("tar", ["-xz", "-C", out], { input: first });
    expect(readFileSync(joinPath(out, "train.py"), "utf8")).toBe("print(1)\n");
    const found = joinPath(out, "a".repeat(80), "b".repeat(80), "data.txt");
    expect(readFileSync(found, "utf8")).toBe("x".repeat(1000));
    expect(pack()).toEqual(first);
    for (const made of [code, out]) rmSync(made, { recursive: true });
  });
});
