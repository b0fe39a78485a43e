import { describe, expect, test } from "vitest";
import type { RunOptions } from "../../src/execution.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import {
  bucket,
  definition,
  image as known,
  logLines,
  outputText,
  runHere,
  script,
} from "../pipelines.ts";
import { makeStandIn } from "./stand-in.ts";

const own = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mine:7";

/** A step whose image is not one that Python stands for. */
const processing = (more: object = {}): object => ({
  Name: "Own",
  Type: "Processing",
  Arguments: {
    AppSpecification: {
      ImageUri: own,
      ContainerEntrypoint: ["sh", "-c"],
      ContainerArguments: ['echo "$WHO in $AWS_REGION"; echo x > "$0/processing/out/f"', "/opt/ml"],
    },
    Environment: { WHO: "me" },
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: "o",
          S3Output: {
            S3Uri: `${bucket}/o`,
            LocalPath: "/opt/ml/processing/out",
            S3UploadMode: "EndOfJob",
          },
        },
      ],
    },
    ...more,
  },
});
const training = (Arguments: object): object => ({
  Name: "Train",
  Type: "Training",
  Arguments: { OutputDataConfig: { S3OutputPath: `${bucket}/out` }, ...Arguments },
});

describe("jobs in containers", () => {
  test("run the step's image, with its entrypoint, variables and folders", async () => {
    const { program, calls } = makeStandIn(own);
    const isolated = { NetworkConfig: { EnableNetworkIsolation: true } };
    const { execution, statuses } = await runHere(
      definition([processing(isolated)]),
      { runtime: "container", memoryLimitMb: 100 },
      { containerProgram: program },
    );
    expect(execution.failureReason).toBeUndefined();
    expect(statuses).toEqual({ Own: "Succeeded" });
    expect(logLines(execution, "Own")).toEqual(["me in us-east-1"]);
    expect(outputText(execution, "Own", "o", "f")).toBe("x\n");
    const [args = []] = calls("run");
    expect(args[args.indexOf("--name") + 1]).toBe(execution.steps[0]?.jobName);
    expect(args).toEqual(
      expect.arrayContaining(["--network", "none", "--memory", "100m", "--entrypoint", "sh", own]),
    );
  });

  test("train as the image itself does when the step names no entrypoint", async () => {
    const { program, calls } = makeStandIn(own);
    const step = training({
      AlgorithmSpecification: { TrainingImage: own, TrainingInputMode: "File" },
    });
    await runHere(definition([step]), { runtime: "container" }, { containerProgram: program });
    expect(calls("run")[0]?.slice(-2)).toEqual([own, "train"]);
  });

  test("are only those that Python cannot stand for, where the runtime is auto", async () => {
    const { program, calls } = makeStandIn(own);
    const python = script({ Name: "Python", script: "print('here')" });
    const { execution, statuses } = await runHere(
      definition([processing(), python]),
      { runtime: "auto" },
      { containerProgram: program },
    );
    expect(statuses).toEqual({ Own: "Succeeded", Python: "Succeeded" });
    expect(logLines(execution, "Python")).toEqual(["here"]);
    expect(calls("run").map((args) => args.includes(own))).toEqual([true]);
  });

  test("fail with the exit code of the container", async () => {
    const { program } = makeStandIn(own);
    const app = {
      ImageUri: own,
      ContainerEntrypoint: ["sh", "-c"],
      ContainerArguments: ["exit 137"],
    };
    const run = (options: Partial<RunOptions>) =>
      runHere(
        definition([processing({ AppSpecification: app })]),
        { runtime: "container", ...options },
        { containerProgram: program },
      );
    const { execution } = await run({});
    expect(execution.failureReason).toContain("exit code: 137");
    const limited = await run({ memoryLimitMb: 50 });
    expect(limited.execution.failureReason).toContain("use an instance type with more memory");
  });

  test.each<[string, object[], Partial<RunOptions>, object]>([
    ["an image that is not there", [processing()], {}, { code: "CONTAINER_IMAGE_MISSING" }],
    [
      "an image that is only known when it runs",
      [
        script({ Name: "First", script: "" }),
        processing({
          AppSpecification: {
            ImageUri: { Get: "Steps.First.ProcessingJobName" },
            ContainerEntrypoint: ["sh"],
          },
        }),
      ],
      { runtime: "auto" },
      { code: "LOCAL_UNSUPPORTED", message: expect.stringContaining("not known before the run") },
    ],
    [
      "the image of a model that is not there",
      [
        { Name: "M", Type: "Model", Arguments: { PrimaryContainer: { Image: known } } },
        { Name: "X", Type: "Transform", Arguments: { ModelName: { Get: "Steps.M.ModelName" } } },
      ],
      {},
      { code: "CONTAINER_IMAGE_MISSING", help: expect.stringContaining("runtime python") },
    ],
  ])("are refused before the start: %s", async (_, steps, options, wanted) => {
    const { program } = makeStandIn("another");
    const run = runHere(
      definition(steps),
      { runtime: "container", ...options },
      { containerProgram: program },
    );
    await expect(run).rejects.toMatchObject(wanted);
  });

  test("are refused where there is no engine", async () => {
    const run = runHere(
      definition([processing()]),
      { runtime: "container" },
      { containerProgram: "false" },
    );
    await expect(run).rejects.toMatchObject({ code: "CONTAINER_RUNTIME_NOT_FOUND" });
  });

  test("are told of a VPC that is not there, wherever they run", async () => {
    const network = { VpcConfig: { SecurityGroupIds: ["sg-1"], Subnets: ["subnet-1"] } };
    const step = script({ Name: "A", script: "", moreArguments: { NetworkConfig: network } });
    const { execution } = await runHere(definition([step]));
    expect(execution.steps[0]?.warnings).toEqual([expect.stringContaining("VpcConfig")]);
  });

  test("isolation from the network is refused where neither a sandbox nor a container gives it", async () => {
    const isolated = { NetworkConfig: { EnableNetworkIsolation: true } };
    const step = script({ Name: "A", script: "", moreArguments: isolated });
    const run = runHere(definition([step]), {}, { sandbox: pathRewriting });
    await expect(run).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: expect.stringContaining("EnableNetworkIsolation"),
    });
  });
});
