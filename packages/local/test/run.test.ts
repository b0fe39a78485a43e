import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { StepExecution } from "../src/execution.ts";
import { Database } from "../src/state/database.ts";
import { ModelPackages } from "../src/state/model-packages.ts";
import {
  bucket,
  definition,
  logLines,
  outputText,
  runHere,
  script,
  temporaryFolder,
  textFile,
} from "./pipelines.ts";

function stepOf(steps: readonly StepExecution[], name: string): StepExecution {
  const found = steps.find((step) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

const sleepScript = (seconds: number): string => `import time; time.sleep(${seconds})`;

describe("a Processing job", () => {
  test("finds its inputs, arguments, variables and config files, and its outputs are kept", async () => {
    const folder = temporaryFolder();
    const pipeline = definition(
      [
        script({
          Name: "Report",
          inputs: { data: `${bucket}/data/` },
          outputs: { result: `${bucket}/result` },
          args: ["--count", { Get: "Parameters.Count" }],
          moreArguments: {
            Environment: { COLOUR: "green", RATE: { Get: "Parameters.Rate" } },
          },
          script: `
import json, os, sys
config = json.load(open("/opt/ml/config/processingjobconfig.json"))
hosts = json.load(open("/opt/ml/config/resourceconfig.json"))["hosts"]
found = {
    "files": sorted(os.listdir("/opt/ml/processing/data")),
    "argv": sys.argv[1:],
    "colour": os.environ["COLOUR"],
    "region": os.environ["AWS_REGION"],
    "arnAgrees": os.environ["PROCESSING_JOB_ARN"] == config["ProcessingJobArn"],
    "job": config["ProcessingJobName"],
    "hosts": hosts,
    "rate": os.environ["RATE"],
    "leaked": "NACRE_TEST_SECRET" in os.environ,
    "cwd": os.getcwd(),
}
os.makedirs("/opt/ml/processing/out/result/deep")
json.dump(found, open("/opt/ml/processing/out/result/deep/found.json", "w"))
open("/opt/ml/output/message", "w").write("all is well")
`,
        }),
        {
          Name: "Say",
          Type: "Fail",
          Arguments: { ErrorMessage: { Get: "Steps.Report.ExitMessage" } },
        },
      ],
      {
        Parameters: [
          { Name: "Count", Type: "Integer" },
          { Name: "Rate", Type: "Float" },
        ],
      },
    );
    process.env["NACRE_TEST_SECRET"] = "not for jobs";
    const { execution } = await runHere(pipeline, {
      parameters: { Count: "3", Rate: "6.0" },
      objects: [
        { uri: `${bucket}/data/b.csv`, file: textFile(folder, "b", "1") },
        { uri: `${bucket}/data/a.csv`, content: Buffer.from("1") },
      ],
    });
    const step = stepOf(execution.steps, "Report");
    expect(step.status).toBe("Succeeded");
    expect(JSON.parse(outputText(execution, "Report", "result", "deep/found.json"))).toEqual({
      files: ["a.csv", "b.csv"],
      argv: ["--count", "3"],
      colour: "green",
      region: "us-east-1",
      arnAgrees: true,
      job: step.jobName,
      hosts: ["algo-1"],
      rate: "6.0",
      leaked: false,
      cwd: "/opt/ml",
    });
    expect(step.jobName).toMatch(new RegExp(`^pipelines-${execution.id}-Report-[a-z0-9]{10}$`));
    expect(execution.failureReason).toBe("all is well");
    expect(
      existsSync(join(execution.directory, "..", "..", "s3/a-bucket/result/deep/found.json")),
    ).toBe(true);
  });

  test("tells its lines of stdout and stderr one by one, to the log file and as events", async () => {
    const { execution, events } = await runHere(
      definition([
        script({
          Name: "Talk",
          script: `
import sys
print("one"); print("tw\\u00f6"); sys.stdout.write("half"); sys.stdout.flush()
sys.stderr.write("oops\\n")
`,
        }),
      ]),
    );
    const heard = events.flatMap((event) => (event.type === "log" ? [event.line] : []));
    expect(heard.toSorted()).toEqual(["half", "one", "oops", "twö"]);
    expect(logLines(execution, "Talk").toSorted()).toEqual(heard.toSorted());
  });

  test("that raises fails the run: the reason is the exception, what waits for it does not run", async () => {
    const { execution, statuses } = await runHere(
      definition([
        script({ Name: "Broken", script: 'raise ValueError("the CSV has no rings")' }),
        script({ Name: "After", script: "", more: { DependsOn: ["Broken"] } }),
        script({ Name: "Beside", script: sleepScript(0.3) }),
      ]),
    );
    expect(statuses).toEqual({ Broken: "Failed", After: "NotRun", Beside: "Succeeded" });
    const reason = "AlgorithmError: ValueError: the CSV has no rings, exit code: 1";
    expect(stepOf(execution.steps, "Broken").failureReason).toBe(reason);
    expect(execution).toMatchObject({
      status: "Failed",
      failureReason: `Step Broken failed: ${reason}`,
    });
    expect(logLines(execution, "Broken")[0]).toMatch(/^Traceback/);
  });

  test.each([
    [
      'open("/opt/ml/output/failure", "w").write("x" * 2000); raise SystemExit(3)',
      `AlgorithmError: ${"x".repeat(1024)}, exit code: 3`,
    ],
    ["raise SystemExit(2)", "AlgorithmError: See job logs for more information, exit code: 2"],
    ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "exit code: 137"],
  ])("that ends by %s gives a failure reason", async (text, wanted) => {
    const { execution } = await runHere(definition([script({ Name: "Broken", script: text })]));
    expect(stepOf(execution.steps, "Broken").failureReason).toContain(wanted);
  });

  test("that runs too long is stopped: MaxRuntimeExceeded", async () => {
    const started = Date.now();
    const { execution } = await runHere(
      definition([
        script({
          Name: "Slow",
          script: sleepScript(60),
          moreArguments: { StoppingCondition: { MaxRuntimeInSeconds: 1 } },
        }),
      ]),
    );
    expect(stepOf(execution.steps, "Slow").failureReason).toMatch(/^MaxRuntimeExceeded/);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  test("cannot change the store's objects by its inputs, nor see other jobs or the store", async () => {
    const folder = temporaryFolder();
    const home = join(folder, "home");
    const { execution, statuses } = await runHere(
      definition([
        script({
          Name: "Vandal",
          inputs: { data: `${bucket}/data.csv` },
          args: [home],
          script: `
import os, sys
open("/opt/ml/processing/data/data.csv", "w").write("changed")
for name in ("s3", "executions", "state"):
    path = os.path.join(sys.argv[1], name)
    print(name, os.listdir(path) if os.path.isdir(path) else [])
`,
        }),
      ]),
      { home, objects: [{ uri: `${bucket}/data.csv`, file: textFile(folder, "d", "good") }] },
    );
    expect(statuses).toEqual({ Vandal: "Succeeded" });
    expect(readFileSync(join(home, "s3/a-bucket/data.csv"), "utf8")).toBe("good");
    expect(logLines(execution, "Vandal")).toEqual(["s3 []", "executions []", "state []"]);
  });

  test("whose output is a link that leads out loses nothing of the machine's", async () => {
    const folder = temporaryFolder();
    const precious = textFile(folder, "precious.txt", "mine");
    const { execution } = await runHere(
      definition([
        script({
          Name: "Linker",
          outputs: { out: `${bucket}/out` },
          args: [folder],
          script: `
import os, sys
os.rmdir("/opt/ml/processing/out/out"); os.symlink(sys.argv[1], "/opt/ml/processing/out/out")
`,
        }),
      ]),
    );
    expect(stepOf(execution.steps, "Linker").failureReason).toContain("made it a link");
    expect(readFileSync(precious, "utf8")).toBe("mine");
  });

  test("may close its files and folders to itself: they are its outputs all the same", async () => {
    const { execution } = await runHere(
      definition([
        script({
          Name: "A",
          outputs: { o: `${bucket}/o` },
          script: `
import os
os.makedirs("/opt/ml/processing/out/o/in"); os.makedirs("/opt/ml/processing/other")
open("/opt/ml/processing/out/o/in/f", "w").write("x"); os.chmod("/opt/ml/processing/out/o/in/f", 0)
os.chmod("/opt/ml/processing/out/o/in", 0o500); os.chmod("/opt/ml/processing/other", 0)
`,
        }),
      ]),
    );
    expect(execution.failureReason).toBeUndefined();
    const [output] = stepOf(execution.steps, "A").outputs;
    expect(statSync(join(output?.path ?? "", "in", "f")).mode & 0o600).toBe(0o600);
    expect(readdirSync(join(execution.directory, "jobs"))).toEqual([]);
  });

  test("leaves no job folder behind", async () => {
    const { execution } = await runHere(definition([script({ Name: "A", script: "" })]));
    expect(readdirSync(join(execution.directory, "jobs"))).toEqual([]);
  });
});

describe("models", () => {
  const modelSteps = [
    {
      Name: "Register",
      Type: "RegisterModel",
      Arguments: {
        ModelPackageGroupName: "A-Group",
        ModelApprovalStatus: "Approved",
        InferenceSpecification: {
          Containers: [{ Image: "any", ModelDataUrl: `${bucket}/model.tar.gz` }],
        },
      },
    },
    {
      Name: "Create",
      Type: "Model",
      Arguments: { PrimaryContainer: { Image: "any", ModelDataUrl: `${bucket}/model.tar.gz` } },
    },
    {
      Name: "Say",
      Type: "Fail",
      Arguments: {
        ErrorMessage: {
          "Std:Join": {
            On: " ",
            Values: [{ Get: "Steps.Register.ModelPackageArn" }, { Get: "Steps.Create.ModelName" }],
          },
        },
      },
    },
  ];

  test("an approval status that SageMaker does not know fails the registration", async () => {
    const folder = temporaryFolder();
    const objects = [{ uri: `${bucket}/model.tar.gz`, file: textFile(folder, "m", "") }];
    const [register] = modelSteps;
    const step = { ...register, Arguments: { ...register?.Arguments, ModelApprovalStatus: "Yes" } };
    const { execution } = await runHere(definition([step]), { objects });
    expect(execution.failureReason).toContain("Value 'Yes' at 'modelApprovalStatus'");
  });

  test("a group's versions are 1, 2, …, and their names can be referred to", async () => {
    const folder = temporaryFolder();
    const home = join(folder, "home");
    const objects = [{ uri: `${bucket}/model.tar.gz`, file: textFile(folder, "m", "") }];
    for (const version of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- the second run follows the first
      const { execution } = await runHere(definition(modelSteps), { home, objects });
      const arn = `arn:aws:sagemaker:us-east-1:000000000000:model-package/a-group/${version}`;
      expect(stepOf(execution.steps, "Register").modelPackage).toEqual({
        arn,
        group: "A-Group",
        version,
      });
      expect(execution.failureReason).toMatch(
        new RegExp(`^${arn} pipelines-${execution.id}-Create-[a-z0-9]{10}$`),
      );
      const database = new Database(home);
      const kept = new ModelPackages(database).version("A-Group", version);
      expect(kept).toMatchObject({ arn, approval: "Approved", status: "Completed" });
      database.close();
    }
  });
});
