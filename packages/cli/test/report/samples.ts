import { type PipelineDefinition, readDefinition } from "@nacre/core";
import type { ExecutionStep } from "../../src/executions/execution.ts";
import type { ReportData } from "../../src/report/data.ts";
import type { StepLog } from "../../src/report/log.ts";

/** What the samples are reported with. */
export const options = { now: new Date(100_000), version: "1.2.3", region: "eu-west-1" };

/** The ARN of the samples' execution. */
export const arn = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/p/execution/a1b2c3d4e5f6";

/** A time, in seconds from the beginning of the execution. */
export function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** A Lambda step that reads what others return. */
export function lambda(Name: string, reads: readonly string[] = []): object {
  const args = reads.map((step, i) => [`a${i}`, { Get: `Steps.${step}.OutputParameters['x']` }]);
  return { Name, Type: "Lambda", Arguments: Object.fromEntries(args) };
}

/** A definition of these steps. */
export function definitionOf(...Steps: readonly object[]): PipelineDefinition {
  return readDefinition(JSON.stringify({ Version: "2020-12-01", Parameters: [], Steps }));
}

/** An execution that failed after 90 seconds, about which nothing more is known than what is given. */
export function dataOf(
  more: Partial<ReportData>,
  steps: readonly ExecutionStep[] = [],
  status = "Failed",
): ReportData {
  const execution = {
    arn,
    id: "a1b2c3d4e5f6",
    pipelineArn: arn.split("/execution")[0] ?? "",
    status,
    startTime: at(0),
    lastModifiedTime: at(90),
  };
  return {
    snapshot: { execution, steps },
    pipeline: "P",
    definition: undefined,
    parameters: new Map(),
    metrics: [],
    paths: new Map(),
    models: [],
    failures: [],
    logs: [],
    outputs: [],
    propertyFiles: [],
    ...more,
  };
}

const rounds = Array.from({ length: 50 }, (_, i) => i);

function logOf(step: string, lines: readonly string[], more: Partial<StepLog> = {}): StepLog {
  return { step, job: `job-of-${step}`, lines, before: 0, curves: [], ...more };
}

/** Steps in the order in which they ran: each begins as the one before it ends, and takes ten seconds. */
function stepsOf(names: readonly string[], statuses: readonly string[] = []): ExecutionStep[] {
  return names.map((name, i) => {
    const status = statuses[i] ?? "Succeeded";
    if (status === "NotRun") return { name, type: "Lambda", status };
    const job = { kind: "TrainingJob", arn: `arn:job/${name}`, name: `job-of-${name}` } as const;
    const end = status === "Executing" ? {} : { endTime: at(i * 10 + 10) };
    return { name, type: "Lambda", status, attempts: 1, startTime: at(i * 10), job, ...end };
  });
}

/** Every part of a report, of an execution that failed, still runs or succeeded. */
export function sample(status: "Failed" | "Executing" | "Succeeded"): ReportData {
  const names = ["Load", "Prepare", "Train", "Evaluate", "Register"];
  const definition = definitionOf(
    ...names.map((name, i) => lambda(name, names.slice(Math.max(0, i - 1), i))),
  );
  const ends =
    status === "Succeeded" ? [] : ["Succeeded", "Succeeded", "Succeeded", status, "NotRun"];
  const steps = stepsOf(names, ends).map((step) =>
    step.status === "Failed" ? { ...step, failureReason: "AlgorithmError: exit code 1" } : step,
  );
  const points = rounds.map((x): [number, number] => [x, 4 / (x + 1)]);
  const trace = [
    "Traceback (most recent call last):",
    '  File "evaluate.py", line 12',
    "KeyError: 'mse'",
  ];
  return dataOf(
    {
      definition,
      pipeline: "Abalone pricing (Abalone)",
      parameters: new Map([
        ["InputData", "s3://bucket/abalone/raw.csv"],
        ["MseThreshold", "6.0"],
      ]),
      metrics: [
        { step: "Train", file: "Report", path: "mse.value", value: 3.25, isOverwritten: false },
      ],
      failures:
        status === "Failed"
          ? [{ step: "Evaluate", reason: "AlgorithmError: exit code 1", job: "job", log: trace }]
          : [],
      logs: [
        logOf("Load", ["reading s3://bucket/abalone/raw.csv", "4177 rows"]),
        logOf(
          "Train",
          rounds.map((i) => `[${i}]\ttrain-rmse:${4 / (i + 1)}`),
          {
            before: 120,
            curves: [
              { name: "train-rmse", points },
              { name: "validation-rmse", points: points.map(([x, y]) => [x, y + 0.3]) },
            ],
          },
        ),
        logOf("Evaluate", trace, { before: 7 }),
      ],
      outputs: [{ step: "Load", output: "train", location: "s3://bucket/abalone/train" }],
    },
    steps,
    status,
  );
}

/** 500 steps with long logs, each with as many lines and numbers as a report keeps. */
export function largeSample(): ReportData {
  const names = Array.from({ length: 500 }, (_, i) => `Step${i}`);
  const definition = definitionOf(
    ...names.map((name, i) => lambda(name, i < 5 ? [] : [`Step${i - 5}`])),
  );
  const line = "a line of a log that is about as long as lines of logs are, with a time and words";
  const points = Array.from({ length: 5000 }, (_, x): [number, number] => [x, Math.sin(x)]);
  const curves = Array.from({ length: 50 }, (_, i) => ({ name: `series-${i}`, points }));
  const lines = Array.from({ length: 40 }, () => line);
  return dataOf(
    {
      definition,
      logs: names.map((name) => logOf(name, lines, { before: undefined, curves })),
      metrics: Array.from({ length: 5000 }, (_, i) => ({
        step: "Step0",
        file: "Report",
        path: `m${i}`,
        value: i,
        isOverwritten: false,
      })),
    },
    stepsOf(names),
    "Succeeded",
  );
}
