import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { StepExecution } from "../src/execution.ts";
import {
  bucket,
  definition,
  logLines,
  processesNaming,
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
          args: ["--count", { "Std:Join": { On: "", Values: [{ Get: "Parameters.Count" }] } }],
          moreArguments: { Environment: { COLOUR: "green" } },
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
      { Parameters: [{ Name: "Count", Type: "Integer" }] },
    );
    process.env["NACRE_TEST_SECRET"] = "not for jobs";
    const { execution } = await runHere(pipeline, {
      parameters: { Count: "3" },
      objects: [
        { uri: `${bucket}/data/b.csv`, file: textFile(folder, "b", "1") },
        { uri: `${bucket}/data/a.csv`, file: textFile(folder, "a", "1") },
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
for name in ("s3", "executions"):
    path = os.path.join(sys.argv[1], name)
    print(name, os.listdir(path) if os.path.isdir(path) else [])
`,
        }),
      ]),
      { home, objects: [{ uri: `${bucket}/data.csv`, file: textFile(folder, "d", "good") }] },
    );
    expect(statuses).toEqual({ Vandal: "Succeeded" });
    expect(readFileSync(join(home, "s3/a-bucket/data.csv"), "utf8")).toBe("good");
    expect(logLines(execution, "Vandal")).toEqual(["s3 []", "executions []"]);
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

  test("leaves no job folder behind", async () => {
    const { execution } = await runHere(definition([script({ Name: "A", script: "" })]));
    expect(readdirSync(join(execution.directory, "jobs"))).toEqual([]);
  });
});

describe("the order of steps", () => {
  test("steps that do not wait for each other run at once, others after what they read", async () => {
    const write = `open("/opt/ml/processing/out/o/x", "w").write("x")`;
    const { execution, statuses } = await runHere(
      definition([
        script({
          Name: "Last",
          script: "",
          inputs: { a: { Get: "Steps.A.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri" } },
        }),
        script({
          Name: "A",
          script: `${sleepScript(0.8)}\n${write}`,
          outputs: { o: `${bucket}/a` },
        }),
        script({ Name: "B", script: sleepScript(0.8) }),
      ]),
    );
    expect(statuses).toEqual({ Last: "Succeeded", A: "Succeeded", B: "Succeeded" });
    const [last, a, b] = ["Last", "A", "B"].map((name) => stepOf(execution.steps, name));
    expect(b?.startTime?.getTime()).toBeLessThan(a?.endTime?.getTime() ?? 0);
    expect(a?.startTime?.getTime()).toBeLessThan(b?.endTime?.getTime() ?? 0);
    expect(last?.startTime?.getTime()).toBeGreaterThanOrEqual(a?.endTime?.getTime() ?? Infinity);
  });

  test("no more steps run at once than allowed", async () => {
    const names = ["A", "B", "C"];
    const { execution } = await runHere(
      definition(names.map((Name) => script({ Name, script: sleepScript(0.2) }))),
      { maxParallelSteps: 1 },
    );
    const times = execution.steps.map(({ startTime, endTime }) => [startTime, endTime]);
    expect(times.flat().map(Number)).toEqual(
      times
        .flat()
        .map(Number)
        .toSorted((a, b) => a - b),
    );
  });

  const branching = (limit: number): object[] => [
    script({
      Name: "Measure",
      outputs: { report: `${bucket}/report` },
      script: `open("/opt/ml/processing/out/report/r.json", "w").write('{"mse": {"value": 4.5}}')`,
      more: {
        PropertyFiles: [{ PropertyFileName: "Report", OutputName: "report", FilePath: "r.json" }],
      },
    }),
    {
      Name: "Good",
      Type: "Condition",
      Arguments: {
        Conditions: [
          {
            Type: "LessThanOrEqualTo",
            LeftValue: {
              "Std:JsonGet": {
                PropertyFile: { Get: "Steps.Measure.PropertyFiles.Report" },
                Path: "mse.value",
              },
            },
            RightValue: limit,
          },
        ],
        IfSteps: [script({ Name: "Yes", script: "" })],
        ElseSteps: [{ Name: "No", Type: "Fail", Arguments: { ErrorMessage: "too bad" } }],
      },
    },
    script({ Name: "AfterYes", script: "", more: { DependsOn: ["Yes"] } }),
    script({ Name: "AfterAfterYes", script: "", more: { DependsOn: ["AfterYes"] } }),
  ];

  test("a condition that holds runs its if branch", async () => {
    const { execution, statuses } = await runHere(definition(branching(6)));
    expect(statuses).toEqual({
      Measure: "Succeeded",
      Good: "Succeeded",
      Yes: "Succeeded",
      No: "NotRun",
      AfterYes: "Succeeded",
      AfterAfterYes: "Succeeded",
    });
    expect(execution.status).toBe("Succeeded");
    expect(stepOf(execution.steps, "Good").outcome?.result).toBe(true);
  });

  test("a condition that does not hold runs its else branch; what waits for the other is not run; Fail ends the run", async () => {
    const { execution, statuses } = await runHere(definition(branching(1.5)));
    expect(statuses).toEqual({
      Measure: "Succeeded",
      Good: "Succeeded",
      Yes: "NotRun",
      No: "Failed",
      AfterYes: "NotRun",
      AfterAfterYes: "NotRun",
    });
    expect(execution).toMatchObject({ status: "Failed", failureReason: "too bad" });
  });

  test("conditions inside conditions, each deciding about the next", async () => {
    const condition = (Name: string, left: unknown, inner: object[]): object => ({
      Name,
      Type: "Condition",
      Arguments: {
        Conditions: [{ Type: "Equals", LeftValue: left, RightValue: true }],
        IfSteps: inner,
        ElseSteps: [],
      },
    });
    const { statuses } = await runHere(
      definition([
        condition("Outer", true, [
          condition("Middle", { Get: "Steps.Outer.Outcome" }, [
            condition("Inner", false, [condition("Never", true, [])]),
          ]),
        ]),
      ]),
    );
    expect(statuses).toEqual({
      Outer: "Succeeded",
      Middle: "Succeeded",
      Inner: "Succeeded",
      Never: "NotRun",
    });
  });
});

describe("a run", () => {
  test("keeps its state as JSON, and tells each status of each step", async () => {
    const { execution, events } = await runHere(definition([script({ Name: "A", script: "" })]));
    const state: unknown = JSON.parse(
      readFileSync(join(execution.directory, "execution.json"), "utf8"),
    );
    expect(state).toMatchObject({
      id: execution.id,
      status: "Succeeded",
      steps: [{ name: "A", status: "Succeeded" }],
    });
    const told = events.flatMap((event) => {
      if (event.type === "step") return [event.step.status];
      return event.type === "execution" ? [`run ${event.status}`] : [];
    });
    expect(told).toEqual(["run Executing", "Starting", "Executing", "Succeeded", "run Succeeded"]);
    expect(execution.id).toMatch(/^[a-z0-9]{12}$/);
  });

  test("is stopped by its signal: the jobs end, their children too, and nothing more starts", async () => {
    const controller = new AbortController();
    const folder = temporaryFolder();
    const started = Date.now();
    let running = 0;
    const { execution, statuses, events } = await runHere(
      definition([
        script({
          Name: "Long",
          args: [folder],
          script: `
import os, subprocess, sys, time
subprocess.Popen(["sh", "-c", "sleep 60; true", sys.argv[1]], start_new_session=True)
print("ready"); time.sleep(60)
`,
        }),
        script({ Name: "Next", script: "", more: { DependsOn: ["Long"] } }),
      ]),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type !== "log" || event.line !== "ready") return;
          running = processesNaming(folder);
          controller.abort();
        },
      },
    );
    if (process.platform === "linux") expect(running).toBeGreaterThan(1);
    expect(processesNaming(folder)).toBe(0);
    expect(statuses).toEqual({ Long: "Stopped", Next: "NotRun" });
    expect(execution.status).toBe("Stopped");
    expect(events).toContainEqual(
      expect.objectContaining({ type: "execution", status: "Stopping" }),
    );
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  test("that is stopped gives jobs time to end by themselves", async () => {
    const controller = new AbortController();
    const { execution } = await runHere(
      definition([
        script({
          Name: "Polite",
          script: `
import signal, sys, time
def leave(*_): print("saving", flush=True); sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("ready")
for _ in range(600): time.sleep(0.1)
`,
        }),
      ]),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === "log" && event.line === "ready") controller.abort();
        },
      },
    );
    expect(logLines(execution, "Polite")).toEqual(["ready", "saving"]);
    expect(execution.status).toBe("Stopped");
  });

  test("kills a job that does not listen when its grace is over", async () => {
    const controller = new AbortController();
    const started = Date.now();
    const { execution } = await runHere(
      definition([
        script({
          Name: "Deaf",
          script: `
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready"); time.sleep(60)
`,
        }),
      ]),
      {
        signal: controller.signal,
        stopGraceSeconds: 0.5,
        onEvent: (event) => {
          if (event.type === "log" && event.line === "ready") controller.abort();
        },
      },
    );
    expect(execution.status).toBe("Stopped");
    expect(Date.now() - started).toBeLessThan(10_000);
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

  test("a group's versions are 1, 2, …, and their names can be referred to", async () => {
    const folder = temporaryFolder();
    const home = join(folder, "home");
    const objects = [{ uri: `${bucket}/model.tar.gz`, file: textFile(folder, "m", "") }];
    for (const version of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- the second run follows the first
      const { execution } = await runHere(definition(modelSteps), { home, objects });
      const arn = `arn:aws:sagemaker:us-east-1:000000000000:model-package/A-Group/${version}`;
      expect(stepOf(execution.steps, "Register").modelPackage).toEqual({
        arn,
        group: "A-Group",
        version,
      });
      expect(execution.failureReason).toMatch(
        new RegExp(`^${arn} pipelines-${execution.id}-Create-[a-z0-9]{10}$`),
      );
      const kept: unknown = JSON.parse(
        readFileSync(join(home, `model-packages/A-Group/${version}.json`), "utf8"),
      );
      expect(kept).toMatchObject({ ModelPackageArn: arn, ModelApprovalStatus: "Approved" });
    }
  });
});
