import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { definition, script } from "../pipelines.ts";
import { EngineProcess, Home, sharedWithJobs } from "./homes.ts";

const approve = (outputs: Readonly<Record<string, string>>): object => ({
  Name: "Approve",
  Type: "Callback",
  Arguments: { model: "m" },
  SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/approvals",
  OutputParameters: Object.entries(outputs).map(([OutputName, OutputType]) => ({
    OutputName,
    OutputType,
  })),
});

const useOutput = (name: string): object => ({
  Name: "Say",
  Type: "Fail",
  Arguments: { ErrorMessage: { Get: `Steps.Approve.OutputParameters['${name}']` } },
});

async function tokenOf(home: Home, id: string): Promise<string> {
  const token = (): string | undefined => home.steps.get(id, "Approve")?.callbackToken;
  await home.until(() => home.steps.get(id, "Approve")?.metadata !== undefined);
  return token() ?? "";
}

describe("a Callback step", () => {
  test("waits for its answer, whose outputs later steps read; the token is 10 letters and digits", async () => {
    const home = new Home();
    await home.engine();
    const id = await home.start(definition([approve({ who: "String" }), useOutput("who")]));
    const token = await tokenOf(home, id);
    expect(token).toMatch(/^[a-z0-9]{10}$/);
    expect(home.statuses(id)).toEqual({ Approve: "Executing", Say: "NotRun" });
    expect(home.steps.get(id, "Approve")?.metadata).toEqual({
      Callback: {
        CallbackToken: token,
        SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/approvals",
      },
    });
    expect(home.callbacks.answer(token, { outputs: { who: "ann" } })).toBe("accepted");
    await home.end(id);
    expect(home.executions.get(id)?.failureReason).toBe("ann");
  });

  test.each([
    [{ n: "Integer" }, { n: "7" }, "7"],
    [{ n: "Float" }, { n: "0.50" }, "0.5"],
    [{ n: "Boolean" }, { n: "True" }, "true"],
    [
      { n: "Integer" },
      { n: "many" },
      'Step Approve failed: ClientError: The output parameter n is of type Integer, "many" is not.',
    ],
    [
      { n: "String" },
      {},
      "Step Approve failed: ClientError: The answer has no output parameter n.",
    ],
  ])("that declares %j and gets %j gives %s", async (declared, outputs, wanted) => {
    const home = new Home();
    await home.engine();
    const id = await home.start(definition([approve(declared), useOutput("n")]));
    home.callbacks.answer(await tokenOf(home, id), { outputs });
    await home.end(id);
    expect(home.executions.get(id)?.failureReason).toBe(wanted);
  });

  test("fails when its answer is a failure", async () => {
    const home = new Home();
    await home.engine();
    const id = await home.start(definition([approve({})]));
    home.callbacks.answer(await tokenOf(home, id), { failureReason: "not good enough" });
    expect(await home.end(id)).toBe("Failed");
    expect(home.executions.get(id)?.failureReason).toBe("Step Approve failed: not good enough");
  });

  test("ends when the execution is stopped", async () => {
    const home = new Home();
    await home.engine();
    const id = await home.start(definition([approve({})]));
    const token = await tokenOf(home, id);
    home.executions.requestStop(id);
    expect(await home.end(id)).toBe("Stopped");
    expect(home.statuses(id)).toEqual({ Approve: "Stopped" });
    expect(home.callbacks.answer(token, { outputs: {} })).toBe("late");
  });

  test("keeps its token when its engine dies, and takes an answer that came meanwhile", async () => {
    const home = new Home();
    const first = new EngineProcess(home.folder);
    const id = await home.start(definition([approve({ who: "String" }), useOutput("who")]));
    const token = await tokenOf(home, id);
    await first.kill();
    expect(home.callbacks.answer(token, { outputs: { who: "bob" } })).toBe("accepted");
    await home.engine();
    await home.end(id);
    expect(home.executions.get(id)?.failureReason).toBe("bob");
  });

  test("has its message sent once, as SageMaker sends it; without a sender the token is told", async () => {
    const home = new Home();
    const sent: unknown[] = [];
    const engine = await home.engine({
      sendMessage: async (queue, body) => void sent.push([queue, body]),
    });
    const id = await home.start(definition([approve({})]));
    const token = await tokenOf(home, id);
    const queue = "https://sqs.us-east-1.amazonaws.com/111122223333/approvals";
    const pipelineExecutionArn = home.executions.get(id)?.arn;
    const body = { token, pipelineExecutionArn, status: "Executing", arguments: { model: "m" } };
    expect(sent).toEqual([[queue, body]]);
    await engine.close();
    await home.engine();
    home.callbacks.answer(token, { outputs: {} });
    await home.end(id);
    expect(sent).toHaveLength(1);
    const next = await home.start(definition([approve({})]));
    const nextToken = await tokenOf(home, next);
    const warning = `The step waits for an answer with the token ${nextToken}; nothing here stands for its queue ${queue}. `;
    expect(home.steps.get(next, "Approve")?.warnings).toEqual([
      expect.stringMatching(`^${warning.replaceAll(/[.;]/g, ".")}`),
    ]);
  });
});

/** Fails until a file is there, and notes that it ran. */
const failing = (folder: string, Name: string, more: object = {}): object =>
  script({
    Name,
    args: [folder, Name],
    script: `
import os, sys
folder, name = sys.argv[1:3]
open(os.path.join(folder, "began"), "a").write(name + "\\n")
if not os.path.exists(os.path.join(folder, name)): sys.exit("not yet")
`,
    more,
  });

describe("a retry", () => {
  test("goes on where the execution failed: what succeeded keeps its result", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    await writeFile(join(folder, "A"), "");
    const engine = await home.engine();
    const id = await home.start(
      definition([
        failing(folder, "A"),
        failing(folder, "B", { DependsOn: ["A"] }),
        failing(folder, "C", { DependsOn: ["B"] }),
      ]),
    );
    expect(await home.end(id)).toBe("Failed");
    expect(home.statuses(id)).toEqual({ A: "Succeeded", B: "Failed", C: "NotRun" });
    await writeFile(join(folder, "B"), "");
    await writeFile(join(folder, "C"), "");
    expect(home.executions.requestRetry(id)).toBe("accepted");
    engine.wake();
    expect(await home.end(id)).toBe("Succeeded");
    const began = readFileSync(join(folder, "began"), "utf8").trimEnd().split("\n");
    expect(began).toEqual(["A", "B", "B", "C"]);
    expect(home.steps.get(id, "B")).toMatchObject({ attempts: 2, failureReason: undefined });
    expect(existsSync(join(home.folder, "executions", id, "logs/B-1.log"))).toBe(true);
    expect(home.steps.get(id, "B")?.logFile).toBe(`executions/${id}/logs/B-2.log`);
  });

  test("of an execution that was stopped goes on with what was stopped, and stops again when asked", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    await writeFile(join(folder, "A"), "");
    const engine = await home.engine();
    const id = await home.start(definition([failing(folder, "A"), approve({})]));
    const token = await tokenOf(home, id);
    await home.until(() => home.statuses(id)["A"] === "Succeeded");
    expect(engine.stop(id)).toBe("accepted");
    expect(await home.end(id)).toBe("Stopped");
    expect(home.executions.requestRetry(id)).toBe("accepted");
    engine.wake();
    const next = await tokenOf(home, id);
    expect(next).not.toBe(token);
    expect(home.callbacks.answer(token, { outputs: {} })).toBe("unknown");
    expect(engine.stop(id)).toBe("accepted");
    expect(await home.end(id)).toBe("Stopped");
    home.executions.requestRetry(id);
    engine.wake();
    home.callbacks.answer(await tokenOf(home, id), { outputs: {} });
    expect(await home.end(id)).toBe("Succeeded");
    expect(readFileSync(join(folder, "began"), "utf8")).toBe("A\n");
  });

  test("runs a step again when a policy says so, at the time it says", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const heard: (readonly string[])[] = [];
    await home.engine({
      policies: {
        lookUp: () => Promise.resolve(undefined),
        remember: () => undefined,
        leftOut: () => [],
        nextRetry: ({ failures }) => {
          heard.push(failures);
          return failures.length < 3 ? new Date(Date.now() + 20) : undefined;
        },
      },
    });
    const id = await home.start(definition([failing(folder, "A")]));
    expect(await home.end(id)).toBe("Failed");
    expect(heard.map(({ length }) => length)).toEqual([1, 2, 3]);
    expect(heard[0]).toEqual(["AlgorithmError: not yet, exit code: 1"]);
    expect(home.attempts.ofStep(id, "A").map(({ phase }) => phase)).toEqual([
      "ended",
      "ended",
      "ended",
    ]);
  });
});
