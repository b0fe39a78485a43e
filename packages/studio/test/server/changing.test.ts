import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { describe, expect, it, vi } from "vitest";
import type { ExecutionView, ModelGroupView, StepDetailView } from "../../src/api.ts";
import {
  approve,
  bucket,
  localClients,
  localStudio,
  script,
  failing,
  why,
} from "./local-studio.ts";

describe("an execution", () => {
  it("is started with parameters, names and how many steps may run at once", async () => {
    const { get, post, pipeline, ended } = await localStudio();
    await pipeline("Stops", [failing], why);
    const { id } = await post<{ id: string }>("pipelines/Stops/start", {
      parameters: { Times: "7" },
      displayName: "seven",
      description: "Seven times.",
      maxParallel: 2,
    });
    await ended("Stops", id);
    expect(await get<ExecutionView>(`executions/Stops/${id}`)).toMatchObject({
      displayName: "seven",
      description: "Seven times.",
      parameters: { Why: "no reason", Times: "7" },
    });
  });

  it.each([
    ["without parameters", {}, "`parameters` must be an object."],
    ["with a number for a text", { parameters: { Times: 7 } }, '"Times\\" must be a text'],
    ["with an unknown parameter", { parameters: { Tmes: "7" } }, "Tmes"],
    ["with a name that is none", { parameters: {}, displayName: {} }, "`displayName` must be"],
    ["with no number at once", { parameters: {}, maxParallel: "2" }, "`maxParallel` must be"],
    ["with none at once", { parameters: {}, maxParallel: 0 }, "maxParallelExecutionSteps"],
  ])("is not started %s", async (_, body, message) => {
    const { post, get, pipeline } = await localStudio();
    await pipeline("Stops", [failing], why);
    const refused = post("pipelines/Stops/start", body);
    await expect(refused).rejects.toThrow(/^400 /);
    await expect(refused).rejects.toThrow(message);
    expect(await get("pipelines/Stops/executions")).toMatchObject({ items: [], state: "all" });
  });

  it("is stopped, and goes on from what did not succeed when it is retried", async () => {
    const { get, post, put, pipeline, ended } = await localStudio();
    await put(`${bucket}/code/First.py`, "print('once')");
    await put(`${bucket}/code/Second.py`, "import sys\nsys.exit(3)");
    await pipeline("P", [script("First"), script("Second", {}, { DependsOn: ["First"] })]);
    const { id } = await post<{ id: string }>("pipelines/P/start", { parameters: {} });
    const failed = await ended("P", id);
    expect(failed).toMatchObject({
      status: "Failed",
      failureReason: expect.any(String),
      steps: [{ status: "Succeeded" }, { status: "Failed", failureReason: expect.any(String) }],
    });
    await expect(post(`executions/P/${id}/stop`)).rejects.toThrow(/^4\d\d .*cannot be stopped/);
    await put(`${bucket}/code/Second.py`, "print('now')");
    await post(`executions/P/${id}/retry`);
    const done = await vi.waitFor(
      async () => {
        const now = await get<ExecutionView>(`executions/P/${id}`);
        expect(now.status).toBe("Succeeded");
        return now;
      },
      { timeout: 30_000, interval: 50 },
    );
    expect(done.steps[0]).toEqual(failed.steps[0]);
    const second = await get<StepDetailView>(`executions/P/${id}/steps/Second`);
    expect(second.attemptList).toMatchObject([
      { attempt: 1, status: "Failed" },
      { attempt: 2, status: "Succeeded" },
    ]);
    const first = await get(`executions/P/${id}/steps/Second/log?attempt=1`);
    expect(first).toMatchObject({ ended: true });
    await expect(post(`executions/P/${id}/retry`)).rejects.toThrow(/cannot be retried/);
  });

  it("that runs is stopped", async () => {
    const { get, post, put, pipeline, ended } = await localStudio();
    await put(
      `${bucket}/code/Waits.py`,
      "import time\nprint('begun', flush=True)\ntime.sleep(600)",
    );
    await pipeline("P", [script("Waits")]);
    const { id } = await post<{ id: string }>("pipelines/P/start", { parameters: {} });
    await vi.waitFor(
      async () => {
        const log = await get(`executions/P/${id}/steps/Waits/log`);
        expect(log).toMatchObject({ lines: [{ text: "begun" }], ended: false });
      },
      { timeout: 30_000, interval: 50 },
    );
    await post(`executions/P/${id}/stop`);
    expect(await ended("P", id)).toMatchObject({
      status: "Stopped",
      steps: [{ status: "Stopped", attempts: 1 }],
    });
  });
});

/** An execution whose Callback step waits for its answer. */
async function waiting() {
  const studio = await localStudio();
  await studio.pipeline("Asks", [approve]);
  const { id } = await studio.post<{ id: string }>("pipelines/Asks/start", { parameters: {} });
  const step = (): Promise<StepDetailView> => studio.get(`executions/Asks/${id}/steps/Approve`);
  const token = await vi.waitFor(
    async () => {
      const { callbackToken } = await step();
      expect(callbackToken).toMatch(/^\w{10}$/);
      return callbackToken;
    },
    { timeout: 30_000, interval: 50 },
  );
  return { ...studio, id, step, token };
}

describe("a Callback step", () => {
  it("says what an answer gives, and goes on with that", async () => {
    const { step, post, ended, token, id } = await waiting();
    expect(await step()).toMatchObject({
      outputParameters: [
        { name: "by", type: "String" },
        { name: "score", type: "Float" },
      ],
    });
    await post("callback", { token, outputs: { by: "me", score: "0.5" } });
    await ended("Asks", id);
    const { callbackToken, metadata } = await step();
    expect(callbackToken).toBeUndefined();
    expect(metadata).toMatchObject({
      Callback: {
        OutputParameters: [
          { Name: "by", Value: "me" },
          { Name: "score", Value: "0.5" },
        ],
      },
    });
    await expect(post("callback", { token, outputs: {} })).rejects.toThrow(/^409 /);
  });

  it("fails with a reason", async () => {
    const { step, post, ended, token, id } = await waiting();
    await post("callback", { token, failureReason: "too low" });
    expect(await ended("Asks", id)).toMatchObject({ status: "Failed" });
    expect(await step()).toMatchObject({ status: "Failed", failureReason: "too low" });
  });

  it.each([
    ["without a token", { outputs: {} }, "`token` must be"],
    ["with neither outputs nor a reason", { token: "a" }, "Exactly one"],
    ["with both", { token: "a", outputs: {}, failureReason: "b" }, "Exactly one"],
    ["with a number for a text", { token: "a", outputs: { by: 5 } }, '"by\\" must be a text'],
    ["with a reason that is none", { token: "a", failureReason: 5 }, "`failureReason` must be"],
  ])("is not answered %s", async (_, body, message) => {
    const { post } = await localStudio();
    const refused = post("callback", body);
    await expect(refused).rejects.toThrow(/^400 /);
    await expect(refused).rejects.toThrow(message);
  });

  it("has no other token than its own", async () => {
    const { post } = await localStudio();
    const refused = post("callback", { token: "abcdefghij", outputs: {} });
    await expect(refused).rejects.toThrow(/^404 /);
  });
});

describe("a start that is refused", () => {
  it("says why in plain words", async () => {
    const { post, pipeline } = await localStudio();
    await pipeline("Stops", [failing], why);
    const refused = post("pipelines/Stops/start", { parameters: { Times: "many", Gone: "1" } });
    await expect(refused).rejects.toThrow(/^400 /);
    await expect(refused).rejects.not.toThrow(/validation error detected|[A-Z]+_[A-Z]+ \(/);
  });
});

describe("a version of a model", () => {
  it("says which execution registered it, and that says which version", async () => {
    const { get, post, pipeline, put, ended } = await localStudio();
    await put(`${bucket}/model.tar.gz`, "model");
    const register = {
      Name: "Register",
      Type: "RegisterModel",
      Arguments: {
        ModelPackageGroupName: "Abalone",
        InferenceSpecification: {
          Containers: [{ Image: "image", ModelDataUrl: `${bucket}/model.tar.gz` }],
          SupportedContentTypes: ["text/csv"],
          SupportedResponseMIMETypes: ["text/csv"],
        },
      },
    };
    await pipeline("Registers", [register]);
    const { id } = await post<{ id: string }>("pipelines/Registers/start", { parameters: {} });
    expect(await ended("Registers", id)).toMatchObject({ status: "Succeeded" });
    const [group] = await get<ModelGroupView[]>("models");
    const [made] = group?.packages ?? [];
    expect(made).toMatchObject({ version: 1, execution: { pipeline: "Registers", id } });
    const step = await get<StepDetailView>(`executions/Registers/${id}/steps/Register`);
    expect(step.metadata).toEqual({ RegisterModel: { Arn: made?.arn } });
    // It has no job, and was run.
    expect(step.attemptList).toMatchObject([{ attempt: 1, status: "Succeeded" }]);
  });

  it("is approved or rejected, with a comment", async () => {
    const { local, get, post, put } = await localStudio();
    await put(`${bucket}/metrics.json`, '{"mse": {"value": 4.5}, "names": ["a"]}');
    const { sagemaker } = localClients(local);
    await sagemaker("CreateModelPackageGroup", { ModelPackageGroupName: "Abalone" });
    const made: SageMaker.CreateModelPackageOutput = Object(
      await sagemaker("CreateModelPackage", {
        ModelPackageGroupName: "Abalone",
        ModelPackageDescription: "The first.",
        ClientToken: "x".repeat(32),
        ModelMetrics: {
          ModelQuality: {
            Statistics: { ContentType: "application/json", S3Uri: `${bucket}/metrics.json` },
          },
        },
        InferenceSpecification: {
          Containers: [{ Image: "image", ModelDataUrl: `${bucket}/model.tar.gz` }],
          SupportedContentTypes: ["text/csv"],
          SupportedResponseMIMETypes: ["text/csv"],
        },
      }),
    );
    const arn = made.ModelPackageArn ?? "";
    const models = (): Promise<ModelGroupView[]> => get("models");
    expect(await models()).toMatchObject([
      {
        name: "Abalone",
        packages: [
          {
            arn,
            version: 1,
            approval: "PendingManualApproval",
            description: "The first.",
            modelDataUrl: `${bucket}/model.tar.gz`,
            metrics: { "model quality: mse.value": 4.5 },
          },
        ],
      },
    ]);
    await post("models/approval", { arn, approval: "Approved", comment: "good" });
    expect(await models()).toMatchObject([
      { packages: [{ approval: "Approved", approvalDescription: "good" }] },
    ]);
    // The comment alone is corrected, and taken away.
    await post("models/approval", { arn, approval: "Approved", comment: "very good" });
    expect(await models()).toMatchObject([{ packages: [{ approvalDescription: "very good" }] }]);
    await post("models/approval", { arn, approval: "Approved", comment: "" });
    const [{ packages } = { packages: [] }] = await models();
    expect(packages[0]).not.toHaveProperty("approvalDescription");
    expect(packages[0]?.modifiedTime).toBeGreaterThanOrEqual(packages[0]?.createdTime ?? Infinity);
    await expect(post("models/approval", { arn, approval: "Yes" })).rejects.toThrow(/^400 /);
    await expect(
      post("models/approval", { arn: arn.replace("/1", "/9"), approval: "Approved" }),
    ).rejects.toThrow(/^404 /);
  });
});
