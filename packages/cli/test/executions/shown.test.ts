import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../support/aws.ts";
import { type Call, type FaultServer, startFaultServer } from "../support/fault-server.ts";
import { type Ended, nacre } from "../support/nacre.ts";

const execution = "arn:aws:sagemaker:us-east-1:123456789012:pipeline/p/execution/abc";
const earlier = "arn:aws:sagemaker:us-east-1:123456789012:pipeline/p/execution/old";

/** Answers of SageMaker and CloudWatch Logs, by operation; an operation that is not here has none. */
type Answers = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

function serve(answers: Answers): Promise<FaultServer> {
  return startFaultServer(({ operation, body }: Call) => {
    const answer = answers[operation];
    if (answer === undefined) {
      return {
        status: 400,
        body: JSON.stringify({ __type: "ResourceNotFound", message: operation }),
      };
    }
    return {
      status: 200,
      body: JSON.stringify(answer(JSON.parse(body) as Record<string, unknown>)),
    };
  });
}

function run({ url }: FaultServer, ...args: readonly string[]): Promise<Ended> {
  return nacre(args, { env: awsEnvironment(url, "us-east-1") });
}

/** An execution that has ended with these steps. */
function ended(status: string, steps: readonly object[]): Answers {
  return {
    DescribePipelineExecution: () => ({
      PipelineExecutionStatus: status,
      PipelineArn: "arn:aws:sagemaker:us-east-1:123456789012:pipeline/p",
      CreationTime: 1000,
      LastModifiedTime: 1245,
    }),
    ListPipelineExecutionSteps: () => ({ PipelineExecutionSteps: steps }),
  };
}

function step(name: string, more: object = {}): object {
  return { StepName: name, StepStatus: "Succeeded", StartTime: 1000, EndTime: 1004, ...more };
}

describe("nacre watch says of each step", () => {
  it.each([
    ["how often it was tried", { AttemptCount: 3 }, ": attempt 3"],
    [
      "that its outcome is from the cache",
      { CacheHitResult: { SourcePipelineExecutionArn: earlier } },
      ": from the cache, execution old",
    ],
    [
      "that its outcome is reused",
      { SelectiveExecutionResult: { SourcePipelineExecutionArn: earlier } },
      ": reused from execution old",
    ],
    ["which branch it took", { Metadata: { Condition: { Outcome: "False" } } }, ": took else"],
    [
      "why it failed",
      { StepStatus: "Failed", FailureReason: "ClientError: no\nmore" },
      ": ClientError: no",
    ],
  ])("%s", async (_, more, note) => {
    const server = await serve(ended("Succeeded", [step("One", more)]));
    const { stderr } = await run(server, "watch", execution);
    const status = "StepStatus" in more ? more.StepStatus : "Succeeded";
    expect(stderr).toContain(` 4.0 s  One  ${status} 4.0 s${note}\n`);
  });

  it("all there is, over several pages", async () => {
    const server = await serve({
      ...ended("Succeeded", []),
      ListPipelineExecutionSteps: ({ NextToken: token }) => {
        const page = Number(token ?? 0);
        return {
          PipelineExecutionSteps: [step(`Step${page}`)],
          ...(page < 3 ? { NextToken: String(page + 1) } : {}),
        };
      },
    });
    const { stdout } = await run(server, "watch", execution, "--json", "-q");
    const { steps } = JSON.parse(stdout) as { steps: { name: string }[] };
    expect(steps.map(({ name }) => name)).toEqual(["Step0", "Step1", "Step2", "Step3"]);
  });
});

describe("nacre watch ends when the execution does", () => {
  it.each([
    ["Succeeded", 0, 0],
    ["Failed", 0, 1],
    ["Stopped", 0, 1],
    ["CompletedWithFailures", 0, 1],
  ])("%s: exit code %i, with --exit-status %i", async (status, code, exitStatus) => {
    const server = await serve(ended(status, []));
    const plain = await run(server, "watch", execution);
    expect([plain.code, plain.stdout]).toEqual([code, `p: ${status} in 4 m 05 s\n`]);
    expect((await run(server, "watch", execution, "--exit-status")).code).toBe(exitStatus);
  });
});

describe("why a step failed", () => {
  const failed = step("Train", {
    StepStatus: "Failed",
    FailureReason: "ClientError: the job says more than fits",
    Metadata: {
      TrainingJob: { Arn: "arn:aws:sagemaker:us-east-1:123456789012:training-job/job-1" },
    },
  });

  it("is told by the job itself, with the last lines of its log", async () => {
    const asked: unknown[] = [];
    const server = await serve({
      ...ended("Failed", [failed]),
      DescribeTrainingJob: (input) => {
        asked.push(input);
        return { FailureReason: "ClientError: the job says more than fits into the step's reason" };
      },
      DescribeLogStreams: (input) => {
        asked.push(input);
        return {
          logStreams: [
            { logStreamName: "job-1/algo-1-5", lastEventTimestamp: 5 },
            { logStreamName: "job-1/algo-2-5", lastEventTimestamp: 9 },
          ],
        };
      },
      GetLogEvents: (input) => {
        asked.push(input);
        return { events: [{ message: "Traceback\n" }, { message: "ValueError: no\n" }] };
      },
    });
    const { stderr } = await run(server, "watch", execution);
    expect(stderr).toContain(
      "error STEP_FAILED: ClientError: the job says more than fits into the step's reason\n" +
        "  at: step Train\n" +
        `  help: job job-1; all it printed: nacre logs ${execution} --step Train\n` +
        "  | Traceback\n" +
        "  | ValueError: no\n",
    );
    expect(asked).toEqual([
      { TrainingJobName: "job-1" },
      { logGroupName: "/aws/sagemaker/TrainingJobs", logStreamNamePrefix: "job-1/" },
      {
        logGroupName: "/aws/sagemaker/TrainingJobs",
        logStreamName: "job-1/algo-2-5",
        limit: 10,
        startFromHead: false,
      },
    ]);
  });

  it("is the step's own reason for who may not ask the job or its log", async () => {
    const server = await serve(ended("Failed", [failed]));
    const { stderr, code } = await run(server, "watch", execution);
    expect(stderr).toContain("error STEP_FAILED: ClientError: the job says more than fits\n");
    expect(code).toBe(0);
  });
});

describe("nacre list", () => {
  it("asks for as many pages as it needs, the newest first", async () => {
    const limits: unknown[] = [];
    const server = await serve({
      ListPipelineExecutions: ({ MaxResults: limit, NextToken: token, SortOrder: order }) => {
        limits.push([limit, order]);
        const page = Number(token ?? 0);
        return {
          NextToken: String(page + 1),
          PipelineExecutionSummaries: [0, 1].map((index) => ({
            PipelineExecutionArn: `${execution}${page}${index}`,
            PipelineExecutionStatus: index === 0 ? "Failed" : "Succeeded",
            StartTime: 1000 - page * 10 - index,
          })),
        };
      },
      ListPipelineParametersForExecution: () => ({ PipelineParameters: [] }),
    });
    const { stdout, stderr } = await run(
      server,
      "list",
      "--pipeline",
      "p",
      "--limit",
      "3",
      "--all",
    );
    expect(stderr).toBe("");
    expect(stdout.match(/abc\d\d/g)).toEqual(["abc00", "abc01", "abc10"]);
    expect(limits).toEqual([
      [3, "Descending"],
      [3, "Descending"],
    ]);
  });
});
