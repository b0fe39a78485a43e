import { join } from "node:path";
import { NacreError, type PipelineDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { readLocalConfig } from "../../src/config/local-config.ts";
import type { RunOptions } from "../../src/execution.ts";
import { Database } from "../../src/state/database.ts";
import { Steps } from "../../src/state/steps.ts";
import { definition, runHere, temporaryFolder, textFile, type Heard } from "../pipelines.ts";

const functionArn = "arn:aws:lambda:us-east-1:111122223333:function:score";

function pipeline(more: object = {}): PipelineDefinition {
  return definition(
    [
      {
        Name: "Score",
        Type: "Lambda",
        FunctionArn: { Get: "Parameters.Function" },
        Arguments: { text: { "Std:Join": { On: "-", Values: ["a", 1] } }, rate: 0.5 },
        OutputParameters: [
          { OutputName: "length", OutputType: "Integer" },
          { OutputName: "said", OutputType: "String" },
        ],
        ...more,
      },
      {
        Name: "Tell",
        Type: "Fail",
        Arguments: {
          ErrorMessage: {
            "Std:Join": {
              On: " ",
              Values: [
                { Get: "Steps.Score.OutputParameters['length']" },
                { Get: "Steps.Score.OutputParameters['said']" },
              ],
            },
          },
        },
      },
    ],
    { Parameters: [{ Name: "Function", Type: "String", DefaultValue: functionArn }] },
  );
}

async function runWith(
  python: string,
  options: Partial<RunOptions> = {},
  entry: object = {},
): Promise<Heard & { readonly home: string }> {
  const folder = temporaryFolder();
  textFile(folder, "score.py", python);
  const lambda = { score: { module: "score.py:handler", ...entry } };
  const config = readLocalConfig({ lambda }, { file: join(folder, "nacre.json"), folder });
  const home = join(folder, "home");
  return { home, ...(await runHere(pipeline(), { config, home, ...options })) };
}

const good =
  "def handler(event, context):\n" +
  "    print('got', event['text'])\n" +
  "    return {'length': len(event['text']), 'said': event['rate'], 'more': [1]}\n";

describe("a Lambda step", () => {
  test("calls what stands for its function, and later steps have its outputs", async () => {
    const { execution, events, home } = await runWith(good);
    expect(execution.failureReason).toBe("3 0.5");
    const [step] = execution.steps;
    expect(step).toMatchObject({ status: "Succeeded" });
    expect(events).toContainEqual({ type: "log", step: "Score", line: "got a-1" });
    expect(step?.logFile).toBe(join(execution.directory, "logs", "Score.log"));
    const database = new Database(home);
    expect(new Steps(database).get(execution.id, "Score")?.metadata).toEqual({
      Lambda: {
        Arn: functionArn,
        OutputParameters: [
          { Name: "length", Value: "3" },
          { Name: "said", Value: "0.5" },
        ],
      },
    });
    database.close();
    const statuses = events.flatMap((event) =>
      event.type === "step" && event.step.name === "Score" ? [event.step.status] : [],
    );
    expect(statuses).toEqual(["Starting", "Executing", "Succeeded"]);
  });

  test.each([
    [
      "raises",
      "def handler(event, context):\n    raise ValueError('no')",
      {},
      `Step Score failed: ClientError: The Lambda function ${functionArn} failed with FunctionError Unhandled: {"errorType":"ValueError","errorMessage":"no"}`,
    ],
    [
      "takes too long",
      "import time\ndef handler(event, context):\n    time.sleep(60)",
      { timeout: 0.5 },
      `Step Score failed: ClientError: The Lambda function ${functionArn} failed with FunctionError Unhandled: {"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 0.50 seconds"}`,
    ],
    [
      "gives too little",
      "def handler(event, context):\n    return {'length': 1}",
      {},
      "Step Score failed: ClientError: The answer has no output parameter said.",
    ],
    [
      "gives something else",
      "def handler(event, context):\n    return {'length': 'long', 'said': ''}",
      {},
      'Step Score failed: ClientError: The output parameter length is of type Integer, "long" is not.',
    ],
  ])("whose function %s fails", async (_, python, entry, reason) => {
    expect((await runWith(python, {}, entry)).execution.failureReason).toBe(reason);
  });

  test("is stopped with the run", async () => {
    const controller = new AbortController();
    const { statuses } = await runWith(
      "import time\ndef handler(event, context):\n    print('here')\n    time.sleep(60)",
      {
        signal: controller.signal,
        onEvent: ({ type }) => (type === "log" ? controller.abort() : undefined),
      },
    );
    expect(statuses).toEqual({ Score: "Stopped", Tell: "NotRun" });
  });

  test.each([
    [
      "nothing stands for its function",
      pipeline(),
      {},
      `Step Score cannot run on this machine: nothing stands here for its Lambda function ${functionArn}.`,
      'Add to package.json: "nacre": { "lambda": { "score": { "module": "FILE.py:FUNCTION" } } }, ' +
        'or a command that reads the event on stdin and prints the result: { "command": ["PROGRAM"] }.',
    ],
    [
      "its function is not known before the run",
      pipeline({ FunctionArn: { Get: "Execution.TrainingJobName" } }),
      {},
      "Step Score cannot run on this machine: its function is not known before the run.",
      "Give FunctionArn as a text or a parameter.",
    ],
  ])("is refused before the start when %s", async (_, given, options, message, help) => {
    const fault: unknown = await runHere(given, options).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(NacreError);
    expect(fault).toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    });
  });
});
