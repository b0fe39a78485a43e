import { objects } from "../plan.ts";
import { decide } from "../resolve/conditions.ts";
import { textOf } from "../resolve/resolver.ts";
import { StepFailure } from "../step-failure.ts";
import { callback } from "./callback.ts";
import { lambda } from "./lambda.ts";
import { model } from "./model.ts";
import { processing } from "./processing.ts";
import { qualityCheck } from "./quality-check.ts";
import { registerModel } from "./register-model.ts";
import type { JobRunner, PlainRunner } from "./step-runner.ts";
import { training } from "./training.ts";
import { transform } from "./transform.ts";
import { tuning } from "./tuning.ts";

const condition: PlainRunner = {
  resolvesItself: true,
  async run({ step }, context) {
    const outcome = await decide(objects(step.args["Conditions"]), context.scope());
    return () => ({
      outcome,
      properties: { Outcome: outcome.result },
      metadata: { Condition: { Outcome: outcome.result ? "True" : "False" } },
    });
  },
};

const fail: PlainRunner = {
  async run({ args }) {
    throw new StepFailure(textOf(args["ErrorMessage"] ?? ""));
  },
};

/** Steps of these types start a job. */
const jobRunners: ReadonlyMap<string, JobRunner> = new Map(
  Object.entries({
    Processing: processing,
    Training: training,
    Transform: transform,
    QualityCheck: qualityCheck,
  }),
);

/** Steps of these types do their work in the engine's own process. */
const plainRunners: ReadonlyMap<string, PlainRunner> = new Map(
  Object.entries({
    Model: model,
    RegisterModel: registerModel,
    Condition: condition,
    Fail: fail,
    Callback: callback,
    Lambda: lambda,
    Tuning: tuning,
  }),
);

/** How steps of a type with a job are run; undefined for other types. */
export function jobRunner(type: string): JobRunner | undefined {
  return jobRunners.get(type);
}

/** How steps of a type without a job are run; undefined for other types. */
export function plainRunner(type: string): PlainRunner | undefined {
  return plainRunners.get(type);
}

/** The step types that run here; all others are refused before the start. */
export function runnableTypes(): string[] {
  return [...jobRunners.keys(), ...plainRunners.keys()];
}

/** Whether a step of a type starts jobs, and so needs Python. */
export function startsJob(type: string): boolean {
  return jobRunners.has(type) || type === "Tuning";
}
