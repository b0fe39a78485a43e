import { flattenSteps, type JsonObject } from "@nacre/core";
import type { StepRecord } from "../../state/steps.ts";
import type { Call, Handlers } from "../context.ts";
import { keptDefinition } from "../definition.ts";
import { conflict, notFound, validationFault } from "../fault.ts";
import { objectsIn, optionalText, requiredText, seconds } from "../input.ts";
import { pageOf } from "../paging.ts";
import { wakeAfterwards } from "./executions.ts";
import { findExecution } from "./find.ts";

/** How long a failure reason of a step may be. */
const longestReason = 1024;

/** ListPipelineExecutionSteps, and the answers to Callback steps. */
export const executionStepHandlers: Handlers = {
  ListPipelineExecutionSteps(input, call) {
    if (optionalText(input, "PipelineExecutionArn") === undefined) {
      throw validationFault("PipelineExecutionArn must be specified.");
    }
    const execution = findExecution(input, call);
    const page = pageOf(call.operation, input, { order: "Descending" });
    const rows = call.steps.started(execution.id, {
      order: page.descending ? "Descending" : "Ascending",
      after: page.after && {
        startTime: new Date(Number(page.after.value)),
        position: Number(page.after.id),
      },
      limit: page.limit,
    });
    const { items, NextToken } = page.cut(rows, ({ startTime, position }) => ({
      value: startTime?.getTime() ?? 0,
      id: position,
    }));
    const words = stepWords(execution.id, call);
    const steps = items.map((step) => ({ ...answered(step), ...words.get(step.name) }));
    return { PipelineExecutionSteps: steps, NextToken };
  },

  SendPipelineExecutionStepSuccess(input, call) {
    const outputs = objectsIn(input, "OutputParameters").map(
      (output) => [requiredText(output, "Name"), requiredText(output, "Value")] as const,
    );
    return () => answerCallback(input, call, { outputs: Object.fromEntries(outputs) });
  },

  SendPipelineExecutionStepFailure(input, call) {
    const failureReason = optionalText(input, "FailureReason") ?? "";
    return () => answerCallback(input, call, { failureReason });
  },
};

function answered(step: StepRecord): JsonObject {
  const { cacheSource, selectiveSource } = step;
  return {
    StepName: step.name,
    StartTime: seconds(step.startTime),
    EndTime: seconds(step.endTime),
    StepStatus: step.status,
    CacheHitResult:
      cacheSource === undefined ? undefined : { SourcePipelineExecutionArn: cacheSource },
    FailureReason: step.failureReason?.slice(0, longestReason),
    Metadata: step.metadata,
    AttemptCount: Math.max(1, step.attempts),
    SelectiveExecutionResult:
      selectiveSource === undefined ? undefined : { SourcePipelineExecutionArn: selectiveSource },
  };
}

/** What the definition calls each step, by its name. */
function stepWords(id: string, { executions }: Call): ReadonlyMap<string, JsonObject> {
  const text = executions.definition(id);
  if (text === undefined) return new Map();
  return new Map(
    flattenSteps(keptDefinition(text)).map(({ definition }) => [
      definition.Name,
      {
        StepDisplayName: optionalText(definition, "DisplayName"),
        StepDescription: optionalText(definition, "Description"),
      },
    ]),
  );
}

function answerCallback(
  input: JsonObject,
  call: Call,
  answer: Parameters<Call["callbacks"]["answer"]>[1],
): JsonObject {
  const token = requiredText(input, "CallbackToken");
  const step = call.steps.byCallbackToken(token);
  const execution = step === undefined ? undefined : call.executions.get(step.execution);
  const result = call.callbacks.answer(token, answer);
  if (result === "unknown" || execution === undefined) {
    throw notFound(`Callback token '${token}' does not exist.`);
  }
  if (result === "late") {
    throw conflict(
      `Step '${step?.name ?? ""}' of '${execution.arn}' waits for no answer any more: it was ` +
        "answered before, or it has ended.",
    );
  }
  wakeAfterwards(call);
  return { PipelineExecutionArn: execution.arn };
}
