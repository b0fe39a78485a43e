import { expect, it } from "vitest";
import type { Session } from "../src/aws/session.ts";
import { outputsOf } from "../src/outputs/step-outputs.ts";
import { madeModels } from "../src/report/models.ts";

it("what 300 steps left is asked for a few at a time, and told in their order", async () => {
  let [now, most] = [0, 0];
  const client = {
    send: async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return {
        ModelArtifacts: { S3ModelArtifacts: "s3://bucket/model" },
        ModelApprovalStatus: "Approved",
      };
    },
  };
  // Only its client of SageMaker is used, and of that `send`.
  const session = { sagemaker: async () => client } as unknown as Session;
  const names = Array.from({ length: 300 }, (_, i) => `Step${i}`);
  const arn = "arn:aws:sagemaker:us-east-1:123456789012:training-job/job";
  const steps = names.map((name) => ({
    name,
    status: "Succeeded",
    job: { kind: "TrainingJob" as const, arn, name: "job" },
  }));
  const { outputs } = await outputsOf(session, steps, undefined);
  expect(outputs.map(({ step }) => step)).toEqual(names);
  const madeArn = "arn:aws:sagemaker:us-east-1:123456789012:model-package/rings/7";
  const made = names.map((name) => ({ name, status: "Succeeded", madeArn }));
  const models = await madeModels(session, made);
  expect(models[299]).toEqual({
    step: "Step299",
    arn: madeArn,
    name: "rings",
    version: 7,
    approval: "Approved",
  });
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
});
