import type { JsonObject } from "@nacre/core";
import { objects, type PlannedStep } from "../plan.ts";
import { decide } from "../resolve/conditions.ts";
import { textOf } from "../resolve/resolver.ts";
import type { RunContext, StepRunner } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";
import { resolveArguments } from "./common.ts";
import { runModel } from "./model.ts";
import { runProcessing } from "./processing.ts";
import { runRegisterModel } from "./register-model.ts";
import { runTraining } from "./training.ts";
import { runTransform } from "./transform.ts";

/** How each step type is run here; a type that is not in the table is refused before the start. */
const runners: ReadonlyMap<string, StepRunner> = new Map(
  Object.entries({
    Processing: runProcessing,
    Training: runTraining,
    Transform: runTransform,
    Model: runModel,
    RegisterModel: runRegisterModel,
    Condition: runCondition,
    Fail: runFail,
  }),
);

/** What runs a step of a type; undefined for types that do not run here. */
export function stepRunner(type: string): StepRunner | undefined {
  return runners.get(type);
}

/** The step types that run here. */
export function runnableTypes(): string[] {
  return [...runners.keys()];
}

/** Whether a step of a type starts a job, and so needs Python. */
export function startsJob(type: string): boolean {
  return ["Processing", "Training", "Transform"].includes(type);
}

async function runCondition(step: PlannedStep, context: RunContext): Promise<JsonObject> {
  const outcome = await decide(objects(step.args["Conditions"]), context.scope());
  context.record.change(step.name, { outcome });
  return { Outcome: outcome.result };
}

async function runFail(step: PlannedStep, context: RunContext): Promise<never> {
  const { ErrorMessage } = await resolveArguments(step, context);
  throw new StepFailure(textOf(ErrorMessage ?? ""));
}
