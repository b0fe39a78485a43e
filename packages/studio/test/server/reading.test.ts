import { describe, expect, it } from "vitest";
import type {
  CurvesView,
  ExecutionsView,
  LogView,
  ObjectsView,
  PipelinesView,
  PipelineView,
  PreviewView,
  StepDetailView,
} from "../../src/api.ts";
import { bucket, failing, localStudio, script, why, type LocalStudio } from "./local-studio.ts";

const evaluate = `
import json, os
for n in range(3):
    print(f"[{n}]\\ttrain-rmse:{3 - n}\\tvalidation-rmse:{4 - n}.5", flush=True)
os.makedirs("/opt/ml/processing/report", exist_ok=True)
with open("/opt/ml/processing/report/evaluation.json", "w") as file:
    json.dump({"regression_metrics": {"mse": {"value": float(os.environ.get("MSE", "4.5"))}}}, file)
`;

const report = `${bucket}/report`;

/** A script that prints curves and writes a property file, and a condition over that. */
const evaluation = [
  script(
    "Evaluate",
    { report },
    {
      DisplayName: "Evaluates",
      PropertyFiles: [
        { PropertyFileName: "Report", OutputName: "report", FilePath: "evaluation.json" },
      ],
    },
  ),
  {
    Name: "IsGood",
    Type: "Condition",
    Arguments: {
      Conditions: [
        {
          Type: "LessThanOrEqualTo",
          LeftValue: {
            "Std:JsonGet": {
              PropertyFile: { Get: "Steps.Evaluate.PropertyFiles.Report" },
              Path: "regression_metrics.mse.value",
            },
          },
          RightValue: 6,
        },
      ],
      IfSteps: [],
      ElseSteps: [{ Name: "Bad", Type: "Fail", Arguments: { ErrorMessage: "bad" } }],
    },
  },
];

async function evaluated(): Promise<LocalStudio & { readonly id: string }> {
  const made = await localStudio();
  await made.put(`${bucket}/code/Evaluate.py`, evaluate);
  await made.pipeline("Abalone", evaluation);
  const { id } = await made.post<{ id: string }>("pipelines/Abalone/start", { parameters: {} });
  await made.ended("Abalone", id);
  return { ...made, id };
}

describe("pipelines and executions", () => {
  it("are listed with their newest executions, parameters with defaults, and pages", async () => {
    const { get, post, pipeline, ended } = await localStudio();
    await pipeline("Stops", [failing], why);
    const ids: string[] = [];
    for (const Why of ["one", "two", "three"]) {
      const body = { parameters: { Why }, displayName: `run-${Why}` };
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that their order is known
      const { id } = await post<{ id: string }>("pipelines/Stops/start", body);
      // oxlint-disable-next-line no-await-in-loop -- see above
      await ended("Stops", id);
      ids.unshift(id);
    }
    const { items } = await get<PipelinesView>("pipelines");
    const [listed] = items;
    expect(listed).toMatchObject({
      name: "Stops",
      lastExecutionTime: expect.any(Number),
      recent: ids.map((id) => ({ id, status: "Failed", endTime: expect.any(Number) })),
    });
    expect(await get<PipelineView>("pipelines/Stops")).toMatchObject({
      version: 1,
      versions: [{ version: 1 }],
      parameters: [
        { name: "Why", type: "String", defaultValue: "no reason" },
        { name: "Times", type: "Integer", defaultValue: "3" },
      ],
      definition: { Version: "2020-12-01" },
    });
    const first = await get<ExecutionsView>("pipelines/Stops/executions?limit=2");
    expect(first.items).toMatchObject([
      {
        id: ids[0],
        version: 1,
        displayName: "run-three",
        status: "Failed",
        failureReason: expect.stringContaining("three"),
        parameters: { Why: "three", Times: "3" },
        metrics: {},
      },
      { id: ids[1] },
    ]);
    const second = await get<ExecutionsView>(
      `pipelines/Stops/executions?limit=2&from=2&search=${first.search}`,
    );
    expect(second.items.map(({ id }) => id)).toEqual([ids[2]]);
    expect(second).toMatchObject({ state: "all", found: 3, looked: 3, total: 3 });
  });

  it("have steps, a critical path and the numbers of their property files", async () => {
    const { ended, id, get } = await evaluated();
    const execution = await ended("Abalone", id);
    expect(execution).toMatchObject({
      status: "Succeeded",
      metrics: { "Report: regression_metrics.mse.value": 4.5 },
      criticalPath: ["Evaluate", "IsGood"],
      steps: [
        { name: "Evaluate", type: "Processing", displayName: "Evaluates", status: "Succeeded" },
        { name: "IsGood", status: "Succeeded", conditionOutcome: "True" },
        { name: "Bad", type: "Fail", status: "NotRun", attempts: 0 },
      ],
    });
    const { items } = await get<ExecutionsView>("pipelines/Abalone/executions");
    expect(items).toMatchObject([{ metrics: { "Report: regression_metrics.mse.value": 4.5 } }]);
  });
});

describe("a step", () => {
  it("is shown with arguments, outputs, its job, attempts and why the cache gave nothing", async () => {
    const { get, id } = await evaluated();
    const step = await get<StepDetailView>(`executions/Abalone/${id}/steps/Evaluate`);
    expect(step).toMatchObject({
      declared: { AppSpecification: { ContainerEntrypoint: ["python3", expect.any(String)] } },
      resolved: { AppSpecification: { ContainerEntrypoint: ["python3", expect.any(String)] } },
      inputs: [
        { name: "code", uri: `${bucket}/code/Evaluate.py`, path: "/opt/ml/processing/code" },
      ],
      outputs: [{ name: "report", uri: report, path: "/opt/ml/processing/report" }],
      metadata: { ProcessingJob: { Arn: step.jobArn } },
      job: { ProcessingJobStatus: "Completed" },
      cacheReason: expect.stringContaining("caching is off"),
      attemptList: [{ attempt: 1, status: "Succeeded", jobArn: step.jobArn }],
      warnings: [],
    });
  });

  it("that decides shows what its conditions came to, and not the steps of its branches", async () => {
    const { get, id } = await evaluated();
    const step = await get<StepDetailView>(`executions/Abalone/${id}/steps/IsGood`);
    expect(Object.keys(step.declared)).toEqual(["Conditions"]);
    expect(step).toMatchObject({
      conditionOutcome: "True",
      resolved: { Conditions: [{ LeftValue: "4.5", RightValue: "6", Outcome: "True" }] },
    });
    expect(step.cacheReason).toBeUndefined();
  });

  it("has a log, which is read on from where it ended, and curves", async () => {
    const { get, id } = await evaluated();
    const step = `executions/Abalone/${id}/steps/Evaluate`;
    const log = await get<LogView>(`${step}/log`);
    const rest = await get<LogView>(`${step}/log?from=${log.next}`);
    const again = await get<LogView>(`${step}/log?attempt=1`);
    expect(log.lines.map(({ text }) => text)).toContain("[0]\ttrain-rmse:3\tvalidation-rmse:4.5");
    expect(rest).toMatchObject({ lines: [], ended: true });
    expect(again.lines).toEqual(log.lines);
    expect(await get<CurvesView>(`${step}/curves`)).toEqual({
      series: [
        {
          name: "train-rmse",
          points: [
            [0, 3],
            [1, 2],
            [2, 1],
          ],
        },
        {
          name: "validation-rmse",
          points: [
            [0, 4.5],
            [1, 3.5],
            [2, 2.5],
          ],
        },
      ],
    });
  });

  it("keeps for its execution what it wrote, whatever others wrote there later", async () => {
    const { get, put, id } = await evaluated();
    const uri = `${report}/evaluation.json`;
    await put(uri, '{"later": true}');
    const preview = (more: string): Promise<PreviewView> =>
      get(`objects/preview?uri=${encodeURIComponent(uri)}${more}`);
    expect(await preview("")).toEqual({ kind: "json", text: '{"later": true}' });
    expect(await preview(`&execution=${id}`)).toEqual({
      kind: "json",
      text: '{"regression_metrics": {"mse": {"value": 4.5}}}',
    });
    const list = await get<ObjectsView>(`objects?uri=${report}&execution=${id}`);
    expect(list).toMatchObject({ objects: [{ uri, size: expect.any(Number) }], truncated: false });
  });
});

describe("what is not there", () => {
  it.each([
    ["pipelines/Stop", /^There is no pipeline "Stop" in this home\.$/, [{ pipeline: "Stops" }]],
    ["pipelines/none/executions", /^There is no pipeline "none"/, [{ pipeline: "Stops" }]],
    ["pipelines/<b>", /^There is no pipeline "<b>"/, [{ pipeline: "Stops" }]],
    ["pipelines/Stops?version=9", / has no version '9'\.$/, []],
    ["executions/none/abcdefghijkl", /^There is no pipeline "none"/, [{ pipeline: "Stops" }]],
    ["executions/Stops/abcdefghijkl", /^There is no execution abcdefghijkl of Stops\.$/, ["run"]],
    ["executions/Stops/..%2f..%2fx", /is no id of an execution/, []],
    ["executions/Stops/abcdefghijkl/steps/Stop", /^There is no execution/, ["run"]],
    ["executions/Stops/RUN/steps/Stopp", /^Execution \w{12} has no step "Stopp"/, ["step"]],
    ["executions/Stops/RUN/steps/Stopp/log", /^Execution \w{12} has no step/, ["step"]],
    ["executions/Stops/RUN/steps/Stop/log?attempt=9", /^Step Stop has had no attempt 9/, []],
    ["objects/preview?uri=s3://a-bucket/none", /^There is no object s3:\/\/a-bucket\/none/, []],
  ])("is an answer too, with what is there: %s", async (address, message, exists) => {
    const { get, post, pipeline, ended } = await localStudio();
    await pipeline("Stops", [failing], why);
    const { id } = await post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await ended("Stops", id);
    const run = { pipeline: "Stops", id };
    const places = { run, step: { ...run, step: "Stop" } };
    expect(await get(address.replace("RUN", id))).toMatchObject({
      missing: {
        code: expect.any(String),
        message: expect.stringMatching(message),
        exists: exists.map((one) => (typeof one === "string" ? Reflect.get(places, one) : one)),
      },
    });
  });
});
