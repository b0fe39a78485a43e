import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ChangeEvent, ExecutionView, StepDetailView } from "../../src/api.ts";
import { AwsPoll } from "../../src/server/sagemaker/aws-poll.ts";
import type { StudioClients } from "../../src/server/sagemaker/clients.ts";
import { ExecutionViews } from "../../src/server/sagemaker/executions.ts";
import { ModelRegistry } from "../../src/server/sagemaker/models.ts";
import { SageMaker } from "../../src/server/sagemaker/sagemaker.ts";
import { sageMakerSource } from "../../src/server/sagemaker/sagemaker-source.ts";
import {
  bucket,
  failing,
  localClients,
  localStudio,
  script,
  why,
  type LocalStudio,
} from "./local-studio.ts";

/** The clients as for AWS: all that is known is what the API tells. */
function awsClients({ local }: LocalStudio): StudioClients & { readonly calls: string[] } {
  const { home: _home, ...clients } = localClients(local);
  const calls: string[] = [];
  return {
    ...clients,
    calls,
    sagemaker: (operation, input) => {
      calls.push(operation);
      return clients.sagemaker(operation, input);
    },
  };
}

/** An execution without what the API does not tell. */
function untimed(view: ExecutionView): object {
  const steps = view.steps.map((step) => ({ ...step, attempts: 1 }));
  return { ...view, endTime: 0, steps };
}

/** No bug is looked for. */
function fail(error: unknown): void {
  throw error;
}

describe("what is known of AWS by its API alone", () => {
  it("is the same of an execution as on this machine, but for its end to the millisecond", async () => {
    const made = await localStudio();
    await made.put(`${bucket}/code/First.py`, "print('hello')");
    await made.pipeline("P", [script("First"), { ...failing, DependsOn: ["First"] }], why);
    const { id } = await made.post<{ id: string }>("pipelines/P/start", { parameters: {} });
    const local = await made.ended("P", id);
    const source = sageMakerSource(awsClients(made));
    const aws: ExecutionView = JSON.parse(
      JSON.stringify(await source.execution({ pipeline: "P", id })),
    );
    expect(await source.session()).toMatchObject({ mode: "aws" });
    expect(aws.endTime).toBeGreaterThan(aws.startTime);
    const [first] = aws.steps;
    expect(first).toMatchObject({ name: "First", type: "Processing", status: "Succeeded" });
    expect(untimed(aws)).toEqual(untimed(local));
    const [row] = (await source.executions("P", { from: 0, limit: 10, look: 10 })).items;
    expect(row).toMatchObject({ id, parameters: { Why: "no reason", Times: "3" } });
  });

  it("of a step is what its job was described as", async () => {
    const made = await localStudio();
    const out = `${bucket}/out`;
    await made.put(`${bucket}/code/First.py`, "print('hello')");
    await made.pipeline("P", [script("First", { report: out })]);
    const { id } = await made.post<{ id: string }>("pipelines/P/start", { parameters: {} });
    await made.ended("P", id);
    const source = sageMakerSource(awsClients(made));
    const step: StepDetailView = await source.step({ pipeline: "P", id }, "First");
    expect(step).toMatchObject({
      resolved: { AppSpecification: { ImageUri: expect.any(String) } },
      outputs: [{ name: "report", uri: out }],
      attemptList: [{ attempt: 1, status: "Succeeded", jobArn: step.jobArn }],
      warnings: [],
    });
    const log = await source.log({ pipeline: "P", id }, "First", {});
    expect(log).toMatchObject({ lines: [{ text: "hello", time: expect.any(Number) }] });
    // Lines may come late there.
    expect(log.ended).toBe(false);
  });

  it("is asked for once where it never changes", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const { id } = await made.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await made.ended("Stops", id);
    const clients = awsClients(made);
    const source = sageMakerSource(clients);
    await source.executions("Stops", { from: 0, limit: 10, look: 10 });
    clients.calls.length = 0;
    await source.executions("Stops", { from: 0, limit: 10, look: 10 });
    expect(clients.calls).toEqual(["ListPipelineExecutions", "DescribePipelineExecution"]);
  });
});

describe("changes in AWS", () => {
  it("are looked for only while somebody listens, at what was asked for, and told once", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    await made.pipeline("Other", [failing], why);
    const clients = awsClients(made);
    const sagemaker = new SageMaker(clients);
    const executions = new ExecutionViews(sagemaker);
    const poll = new AwsPoll(sagemaker, executions, new ModelRegistry(sagemaker), {
      shortest: 5,
      longest: 20,
      refused: 20,
    });
    poll.notePipeline("Stops");
    expect(clients.calls).toEqual([]);
    const events: ChangeEvent[] = [];
    const end = poll.watch((event) => events.push(event), fail);
    onTestFinished(end);
    await vi.waitFor(() => expect(clients.calls).toContain("ListPipelineExecutions"));
    const ids = await Promise.all(
      ["Stops", "Other"].map((name) =>
        made.post<{ id: string }>(`pipelines/${name}/start`, { parameters: {} }),
      ),
    );
    await vi.waitFor(() => {
      const ended = events.filter((event) => event.type === "execution" && event.execution.endTime);
      expect(ended).toMatchObject([{ pipeline: "Stops", execution: { id: ids[0]?.id } }]);
    }, 20_000);
    end();
    const before = clients.calls.length;
    // What was being asked for when it ended is still answered.
    await vi.waitFor(async () => {
      const count = clients.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(clients.calls.length).toBe(count);
    }, 20_000);
    expect(clients.calls.length - before).toBeLessThan(5);
  });

  it("are looked for again when AWS has refused to answer", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const clients = awsClients(made);
    let isDown = true;
    const refusing: StudioClients = {
      ...clients,
      sagemaker: async (operation, input) => {
        if (isDown) throw Object.assign(new Error("Slower"), { name: "ThrottlingException" });
        return clients.sagemaker(operation, input);
      },
    };
    const sagemaker = new SageMaker(refusing);
    const poll = new AwsPoll(
      sagemaker,
      new ExecutionViews(sagemaker),
      new ModelRegistry(sagemaker),
      { shortest: 5, longest: 20, refused: 20 },
    );
    poll.notePipeline("Stops");
    onTestFinished(poll.watch(() => undefined, fail));
    isDown = false;
    await vi.waitFor(() => expect(clients.calls).toContain("ListPipelineExecutions"), 20_000);
  });

  it("tell of a bug once, and go on", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    let looks = 0;
    let hasBug = true;
    const sagemaker = new SageMaker({
      ...awsClients(made),
      sagemaker: async () => {
        looks += 1;
        if (hasBug) throw new TypeError("nothing has no members");
        return { PipelineExecutionSummaries: [] };
      },
    });
    const poll = new AwsPoll(
      sagemaker,
      new ExecutionViews(sagemaker),
      new ModelRegistry(sagemaker),
      { shortest: 5, longest: 20, refused: 20 },
    );
    poll.notePipeline("Stops");
    const bugs: unknown[] = [];
    onTestFinished(
      poll.watch(
        () => undefined,
        (error) => bugs.push(error),
      ),
    );
    const looksMore = (): Promise<unknown> => {
      const before = looks;
      return vi.waitFor(() => expect(looks).toBeGreaterThan(before + 2), 20_000);
    };
    await looksMore();
    hasBug = false;
    await looksMore();
    expect(bugs).toEqual([new TypeError("nothing has no members")]);
    // The same again is told again.
    hasBug = true;
    await vi.waitFor(() => expect(bugs).toHaveLength(2), 20_000);
  });
});
