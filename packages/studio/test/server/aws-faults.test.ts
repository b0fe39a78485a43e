import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ChangeEvent } from "../../src/api.ts";
import { AwsPoll } from "../../src/server/sagemaker/aws-poll.ts";
import { ExecutionViews } from "../../src/server/sagemaker/executions.ts";
import { ModelRegistry } from "../../src/server/sagemaker/models.ts";
import { SageMaker } from "../../src/server/sagemaker/sagemaker.ts";
import { denied, type FaultyAws, faultyAws } from "./faulty-aws.ts";
import { bucket, failing, localStudio, script, why } from "./local-studio.ts";
import { studioWithMany } from "./many-executions.ts";

const evaluate = `
import json, os
print("evaluated")
os.makedirs("/opt/ml/processing/report", exist_ok=True)
with open("/opt/ml/processing/report/report.json", "w") as file:
    json.dump({"mse": 4.5}, file)
`;

/** An account with an execution that has a job, a log, a metric and parameters. */
async function account(): Promise<FaultyAws & { readonly id: string }> {
  const made = await localStudio();
  await made.put(`${bucket}/code/Evaluate.py`, evaluate);
  const files = [{ PropertyFileName: "Report", OutputName: "report", FilePath: "report.json" }];
  const step = script("Evaluate", { report: `${bucket}/report` }, { PropertyFiles: files });
  await made.pipeline("P", [step], why);
  const { id } = await made.post<{ id: string }>("pipelines/P/start", { parameters: {} });
  await made.ended("P", id);
  return { ...(await faultyAws(made)), id };
}

const note = (what: string, permission: string): object => ({
  status: 200,
  view: { notes: [`${what} are not shown: ${permission} is not allowed.`] },
});
const row = { id: expect.any(String), status: "Succeeded", version: 1 };
const whole = { ...row, parameters: { Why: "no reason" }, metrics: { "Report: mse": 4.5 } };

describe("a call that is not allowed", () => {
  it.each<[operation: string, address: string, what: string, rest: object]>([
    [
      "ListPipelineParametersForExecution",
      "pipelines/P/executions",
      "Parameters",
      { items: [{ ...whole, parameters: {} }] },
    ],
    [
      "ListPipelineParametersForExecution",
      "executions/P/ID",
      "Parameters",
      { ...whole, parameters: {}, steps: [{ name: "Evaluate" }] },
    ],
    [
      "DescribePipelineDefinitionForExecution",
      "pipelines/P/executions",
      "Metrics",
      { items: [{ ...whole, metrics: {} }] },
    ],
    [
      "DescribePipelineDefinitionForExecution",
      "executions/P/ID",
      "The graph and steps that have not begun",
      { ...row, definition: {}, steps: [{ name: "Evaluate", status: "Succeeded" }] },
    ],
    [
      "ListPipelineExecutionSteps",
      "executions/P/ID",
      "Steps",
      { ...row, steps: [], stepsUnread: true },
    ],
    ["DescribeProcessingJob", "executions/P/ID", "Metrics", { ...whole, metrics: {} }],
    ["ListPipelineVersions", "pipelines/P", "Versions", { name: "P" }],
    ["ListPipelineExecutions", "pipelines", "Executions", { items: [{ name: "P", recent: [] }] }],
  ])("%s leaves the rest of %s as it is", async (operation, address, what, rest) => {
    const { get, faults, id } = await account();
    const permission = `sagemaker:${operation}`;
    faults.set(operation, denied(permission));
    const found = await get(address.replace("ID", id));
    expect(found).toMatchObject(note(what, permission));
    expect(found.view).toMatchObject(rest);
    // As soon as it is allowed it is there.
    faults.clear();
    expect(await get(address.replace("ID", id))).not.toHaveProperty("view.notes");
  });

  it("DescribePipeline does not keep executions away, whose ARNs are known all the same", async () => {
    const { get, faults, id } = await account();
    faults.set("DescribePipeline", denied("sagemaker:DescribePipeline"));
    expect(await get(`executions/P/${id}`)).toMatchObject({ status: 200, view: whole });
    expect(await get("pipelines/P")).toMatchObject({ status: 403 });
  });

  it("of a job, of objects and of logs are told where they are missing", async () => {
    const { get, faults, id } = await account();
    const step = `executions/P/${id}/steps/Evaluate`;
    faults.set("DescribeProcessingJob", denied("sagemaker:DescribeProcessingJob"));
    expect(await get(step)).toMatchObject({
      status: 200,
      view: {
        status: "Succeeded",
        inputs: [],
        warnings: [expect.stringMatching(/sagemaker:DescribeProcessingJob is not allowed/)],
      },
    });
    faults.set("GetLogEvents", denied("logs:GetLogEvents"));
    expect(await get(`${step}/log`)).toMatchObject({
      status: 403,
      view: { message: expect.stringMatching(/^logs:GetLogEvents is not allowed .*: User: arn:/) },
    });
    faults.clear();
    faults.set("s3", { name: "AccessDenied", message: "Access Denied" });
    expect(await get(`executions/P/${id}`)).toMatchObject(note("Metrics", "s3:GetObject"));
    expect(await get(`objects/preview?uri=${bucket}/report/report.json`)).toMatchObject({
      status: 403,
      view: { message: expect.stringMatching(/^s3:GetObject is not allowed/) },
    });
    expect(await get(`objects?uri=${bucket}/report`)).toMatchObject({
      status: 403,
      view: { message: expect.stringMatching(/^s3:ListBucket is not allowed/) },
    });
  });

  it("without which there is no view is told with the permission and what to do", async () => {
    const { get, faults } = await account();
    faults.set("ListPipelines", denied("sagemaker:ListPipelines"));
    expect(await get("pipelines")).toMatchObject({
      status: 403,
      view: {
        code: "AccessDeniedException",
        message: expect.stringMatching(/^sagemaker:ListPipelines is not allowed .*: User: arn:/),
        help: expect.stringContaining("policy"),
      },
    });
  });
});

describe("AWS that wants fewer calls", () => {
  it("is asked again, and what was refused is not taken for an answer", async () => {
    const { get, faults, id, calls } = await account();
    const throttled = { name: "ThrottlingException", message: "Rate exceeded" };
    faults.set("ListPipelineParametersForExecution", throttled);
    expect(await get("pipelines/P/executions")).toMatchObject({
      status: 429,
      view: { code: "ThrottlingException" },
    });
    const tries = calls.filter((one) => one === "ListPipelineParametersForExecution");
    expect(tries.length).toBeGreaterThan(1);
    faults.clear();
    expect(await get(`executions/P/${id}`)).toMatchObject({ view: whole });
    // A pipeline does without its versions, and does not say that there are none.
    faults.set("ListPipelineVersions", throttled);
    const pipeline = await get("pipelines/P");
    expect(pipeline).toMatchObject({
      view: { name: "P", notes: ["Versions are not shown: Rate exceeded"] },
    });
    expect(pipeline.view).not.toHaveProperty("versions");
    // A list does without the newest executions; the page asks for them later.
    faults.set("ListPipelineExecutions", throttled);
    const { status, view } = await get("pipelines");
    expect([status, view]).toEqual([200, { items: [expect.objectContaining({ name: "P" })] }]);
    expect(view).not.toHaveProperty("items.0.recent");
    expect(await get("recent?pipeline=P")).toEqual({ status: 200, view: {} });
    faults.clear();
    expect(await get("recent?pipeline=P&pipeline=None")).toMatchObject({
      view: { P: [{ id, status: "Succeeded" }], None: [] },
    });
  });
});

describe("the log of a job", () => {
  it.each(["DescribeLogStreams", "GetLogEvents"])("may be gone: %s", async (operation) => {
    const { get, faults, id } = await account();
    faults.set(operation, { name: "ResourceNotFoundException", message: "does not exist" });
    const { status, view } = await get(`executions/P/${id}/steps/Evaluate/log`);
    expect([status, view]).toMatchObject([200, { lines: [] }]);
  });

  it("that is gone is told from one that has not begun", async () => {
    const { get, faults, id } = await account();
    faults.set("DescribeLogStreams", { name: "ResourceNotFoundException", message: "no group" });
    expect(await get(`executions/P/${id}/steps/Evaluate/log`)).toMatchObject({
      view: { note: expect.stringMatching(/ProcessingJobs has no log of this job/) },
    });
  });
});

describe("many pipelines", () => {
  it("come a hundred at a time, and are found by how their names begin", async () => {
    const made = await localStudio();
    for (let n = 0; n < 230; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- their order counts
      await made.pipeline(`${n < 3 ? "old" : "Pipeline"}-${n}`, [failing], why);
    }
    const { get, calls } = await faultyAws(made);
    type List = { readonly items: readonly { readonly name: string }[]; readonly next?: string };
    const list = async (query = ""): Promise<List> =>
      // The test asks for pipelines.
      (await get(`pipelines${query}`)).view as List;
    const first = await list();
    expect(first.items).toHaveLength(100);
    expect(calls).toEqual(["ListPipelines"]);
    const second = await list(`?after=${encodeURIComponent(first.next ?? "")}`);
    const third = await list(`?after=${encodeURIComponent(second.next ?? "")}`);
    expect(third.items).toHaveLength(30);
    expect(third.next).toBeUndefined();
    const names = [first, second, third].flatMap(({ items }) => items.map(({ name }) => name));
    expect(new Set(names).size).toBe(230);
    const found = await list("?prefix=old");
    expect(found.items.map(({ name }) => name).toSorted()).toEqual(["old-0", "old-1", "old-2"]);
  });
});

describe("a search", () => {
  it("that AWS has refused goes on where it was", async () => {
    const { get, faults } = await faultyAws(await studioWithMany(60));
    const address = "pipelines/Many/executions?limit=1&sort=-duration";
    const first = await get(`${address}&look=25`);
    expect(first).toMatchObject({ view: { looked: 25, state: "paused" } });
    const { search: name } = Object(first.view);
    const on = `${address}&search=${name}`;
    faults.set("DescribePipelineExecution", { name: "ThrottlingException", message: "Slower" });
    expect(await get(on)).toMatchObject({ status: 429 });
    faults.clear();
    const all = { search: name, found: 60, looked: 60, state: "all" };
    await vi.waitFor(async () => expect(await get(on)).toMatchObject({ view: all }), 20_000);
  });

  it("asks no more of an execution than its filter and its order need, and stops where it is told", async () => {
    const { get, calls } = await faultyAws(await studioWithMany(300));
    const search = async (query: string): Promise<[view: object, calls: Map<string, number>]> => {
      calls.length = 0;
      let view: { readonly state?: string; readonly search?: string } = {};
      do {
        const on = view.search === undefined ? "" : `&search=${view.search}`;
        const address = `pipelines/Many/executions?limit=2&${query}${on}`;
        // oxlint-disable-next-line no-await-in-loop -- each goes on where the one before ended
        ({ view } = await get(address));
      } while (view.state === "looking");
      const counted = new Map<string, number>();
      for (const one of calls) counted.set(one, (counted.get(one) ?? 0) + 1);
      return [view, counted];
    };
    // The list tells it: calls are for the two rows that are shown.
    const [failed, ofFailed] = await search("filter=status:failed");
    expect(failed).toMatchObject({ found: 4, looked: 200, state: "enough" });
    expect(ofFailed.get("ListPipelineExecutions")).toBe(2);
    expect(ofFailed.get("DescribePipelineExecution")).toBe(2);
    // Rows in the order of the list are enough as soon as there are more than are shown.
    const [some] = await search("filter=number");
    expect(some).toMatchObject({ found: 25, looked: 25, state: "enough" });
    // No further than it is told.
    const [longest, ofLongest] = await search("sort=-duration&look=50");
    expect(longest).toMatchObject({ found: 50, looked: 50, state: "paused" });
    expect(ofLongest.get("DescribePipelineExecution")).toBe(50);
    const { search: name } = Object(longest);
    await search(`sort=-duration&look=75&search=${name}`);
    const [on, ofOn] = await search(`sort=-duration&look=75&search=${name}`);
    expect(on).toMatchObject({ looked: 75 });
    expect(ofOn.size).toBe(0);
  });
});

/** Looks at an account every few milliseconds. */
function watched({ clients }: FaultyAws): { readonly poll: AwsPoll; readonly told: ChangeEvent[] } {
  const sagemaker = new SageMaker(clients);
  const executions = new ExecutionViews(sagemaker);
  const pauses = { shortest: 5, longest: 20, refused: 10 };
  const poll = new AwsPoll(sagemaker, executions, new ModelRegistry(sagemaker), pauses);
  const told: ChangeEvent[] = [];
  onTestFinished(
    poll.watch(
      (event) => told.push(event),
      (error) => {
        throw error;
      },
    ),
  );
  return { poll, told };
}

describe("while a page is open", () => {
  it("expired credentials are told, and that they are there again", async () => {
    const aws = await account();
    const { poll, told } = watched(aws);
    poll.noteExecution({ pipeline: "P", id: aws.id });
    await vi.waitFor(() => expect(aws.calls).toContain("DescribePipelineExecution"), 20_000);
    aws.faults.set("*", { name: "ExpiredTokenException", message: "The token has expired." });
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ type: "trouble" }), 20_000);
    expect(told.at(-1)).toMatchObject({
      fault: { code: "ExpiredTokenException", message: "The token has expired." },
    });
    aws.faults.clear();
    await vi.waitFor(() => expect(told.at(-1)?.type).toBe("reset"), 20_000);
    expect(told.filter(({ type }) => type === "trouble")).toHaveLength(2);
    expect(told.at(-2)).toEqual({ type: "trouble" });
  });

  it("a change that AWS did not let be read is told when it does", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const aws = await faultyAws(made);
    const { poll, told } = watched(aws);
    poll.notePipeline("Stops");
    await vi.waitFor(() => expect(aws.calls).toContain("ListPipelines"), 20_000);
    aws.faults.set("DescribePipelineExecution", { name: "ThrottlingException", message: "Slower" });
    const { id } = await made.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await made.ended("Stops", id);
    await vi.waitFor(() => expect(aws.calls).toContain("DescribePipelineExecution"), 20_000);
    // Twice: the look that was refused is over.
    const looks = aws.calls.filter((one) => one === "ListPipelineExecutions").length;
    await vi.waitFor(() => {
      const now = aws.calls.filter((one) => one === "ListPipelineExecutions").length;
      expect(now).toBeGreaterThan(looks + 1);
    }, 20_000);
    aws.faults.clear();
    const execution = expect.objectContaining({ id, status: "Failed" });
    await vi.waitFor(
      () => expect(told).toContainEqual({ type: "execution", pipeline: "Stops", execution }),
      20_000,
    );
  });

  it("a pipeline that was deleted or is not allowed does not keep the others from being looked at", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    await made.pipeline("Closed", [failing], why);
    const aws = await faultyAws(made);
    const { poll, told } = watched(aws);
    aws.faults.set("ListModelPackageGroups", denied("sagemaker:ListModelPackageGroups"));
    poll.noteRegistry();
    poll.notePipeline("Gone");
    poll.notePipeline("Stops");
    await vi.waitFor(() => expect(told).toContainEqual({ type: "pipelines" }), 20_000);
    const { id } = await made.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await vi.waitFor(
      () =>
        expect(told).toContainEqual(
          expect.objectContaining({ execution: expect.objectContaining({ id }) }),
        ),
      20_000,
    );
    expect(told.some(({ type }) => type === "trouble")).toBe(false);
  });
});
