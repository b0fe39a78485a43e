import type { JsonObject, JsonValue } from "@nacre/core";
import { isJsonObject } from "@nacre/core";
import type { ExecutionRecord } from "../../state/executions.ts";
import type { Call, Handlers } from "../context.ts";
import { keptDefinition } from "../definition.ts";
import { conflict, validationFault } from "../fault.ts";
import { optionalText, optionalTime, requiredText, seconds } from "../input.ts";
import { pageOf } from "../paging.ts";
import { parametersOf } from "./parameters.ts";
import { findExecution, findPipeline } from "./find.ts";
import { maxParallelIn, parallelism } from "./pipelines.ts";
import { versionNumber } from "./pipeline-versions.ts";

/** How long a failure reason of an execution may be in the answers that give one. */
const longestReason = { Describe: 1300, List: 3072 };

/** Describe, List, Stop, Retry and UpdatePipelineExecution, and what an execution was started with. */
export const executionHandlers: Handlers = {
  DescribePipelineExecution(input, call) {
    return describeExecution(findExecution(input, call), call);
  },

  DescribePipelineDefinitionForExecution(input, call) {
    const execution = findExecution(input, call);
    return {
      PipelineDefinition: call.executions.definition(execution.id),
      CreationTime: seconds(execution.startTime),
    };
  },

  ListPipelineExecutions(input, call) {
    const pipeline = findPipeline(requiredText(input, "PipelineName"), call);
    const isOfVersion = optionalText(input, "PipelineVersionAlias") !== undefined;
    const page = pageOf(call.operation, input, { order: "Descending" });
    const byArn = optionalText(input, "SortBy") === "PipelineExecutionArn";
    const rows = call.executions.list({
      pipeline: pipeline.name,
      version: isOfVersion ? versionNumber(input, pipeline, call) : undefined,
      createdAfter: optionalTime(input, "CreatedAfter"),
      createdBefore: optionalTime(input, "CreatedBefore"),
      sortBy: byArn ? "PipelineExecutionArn" : "CreationTime",
      order: page.descending ? "Descending" : "Ascending",
      after: page.after && {
        startTime: new Date(Number(page.after.value)),
        id: String(page.after.id),
      },
      limit: page.limit,
    });
    const { items, NextToken } = page.cut(rows, ({ startTime, id }) => ({
      value: startTime.getTime(),
      id,
    }));
    const summaries = items.map((execution): JsonObject => ({
      PipelineExecutionArn: execution.arn,
      StartTime: seconds(execution.startTime),
      PipelineExecutionStatus: execution.status,
      PipelineExecutionDescription: execution.description,
      PipelineExecutionDisplayName: execution.displayName,
      PipelineExecutionFailureReason: execution.failureReason?.slice(0, longestReason.List),
    }));
    return { PipelineExecutionSummaries: summaries, NextToken };
  },

  ListPipelineParametersForExecution(input, call) {
    const execution = findExecution(input, call);
    const page = pageOf(call.operation, input, { order: "Ascending" });
    const start = page.after === undefined ? 0 : Number(page.after.id);
    const rows = parametersOf(execution, call).map(
      ([name, value], index) => [name, value, index + 1] as const,
    );
    const { items, NextToken } = page.cut(rows.slice(start), ([name, , id]) => ({
      value: name,
      id,
    }));
    return {
      PipelineParameters: items.map(([name, value]) => ({
        Name: name,
        Value: value,
      })),
      NextToken,
    };
  },

  StopPipelineExecution(input, call) {
    return () => {
      const execution = findExecution(input, call);
      if (call.executions.requestStop(execution.id) === "ended") {
        throw conflict(
          `Pipeline execution '${execution.arn}' cannot be stopped: it is in status ` +
            `${execution.status}.`,
        );
      }
      wakeAfterwards(call);
      return { PipelineExecutionArn: execution.arn };
    };
  },

  RetryPipelineExecution(input, call) {
    return () => {
      const execution = findExecution(input, call);
      const maxParallel = maxParallelIn(input);
      const result = call.executions.requestRetry(execution.id, { maxParallel });
      if (result === "fail-step") {
        throw validationFault(
          `Pipeline execution '${execution.arn}' cannot be retried: a Fail step ended it.`,
        );
      }
      if (result !== "accepted") {
        throw conflict(
          `Pipeline execution '${execution.arn}' cannot be retried: it is in status ` +
            `${execution.status}. Only executions in status Failed or Stopped can be retried.`,
        );
      }
      wakeAfterwards(call);
      return { PipelineExecutionArn: execution.arn };
    };
  },

  UpdatePipelineExecution(input, call) {
    return () => {
      const execution = findExecution(input, call);
      call.executions.update(execution.id, {
        displayName: optionalText(input, "PipelineExecutionDisplayName"),
        description: optionalText(input, "PipelineExecutionDescription"),
        maxParallel: maxParallelIn(input),
      });
      wakeAfterwards(call);
      return { PipelineExecutionArn: execution.arn };
    };
  },
};

/** An execution as DescribePipelineExecution gives it. */
export function describeExecution(execution: ExecutionRecord, call: Call): JsonObject {
  const pipeline = call.pipelines.get(execution.pipeline);
  const aliases = call.pipelines.aliases(execution.pipeline, execution.version);
  return {
    PipelineArn: pipeline?.arn,
    PipelineExecutionArn: execution.arn,
    PipelineExecutionDisplayName: execution.displayName,
    PipelineExecutionStatus: execution.status,
    PipelineExecutionDescription: execution.description,
    PipelineExperimentConfig: experimentConfig(execution, call),
    FailureReason: execution.failureReason?.slice(0, longestReason.Describe),
    CreationTime: seconds(execution.startTime),
    LastModifiedTime: seconds(execution.lastModifiedTime),
    CreatedBy: {},
    LastModifiedBy: {},
    ParallelismConfiguration: parallelism(execution.maxParallel ?? pipeline?.maxParallel),
    SelectiveExecutionConfig: execution.selective,
    PipelineVersionId: execution.version,
    PipelineVersionAliases: aliases.length === 0 ? undefined : aliases,
  };
}

/** Wakes the engine when the transaction of the changes has ended. */
export function wakeAfterwards({ engine }: Call): void {
  queueMicrotask(() => engine.wake());
}

/** The definition's `PipelineExperimentConfig`, with the variables of the execution put in. */
function experimentConfig(execution: ExecutionRecord, call: Call): JsonObject | undefined {
  const text = call.executions.definition(execution.id);
  const config = text === undefined ? undefined : keptDefinition(text)["PipelineExperimentConfig"];
  if (!isJsonObject(config ?? undefined)) return undefined;
  const values = new Map<string, JsonValue>([
    ["Execution.PipelineName", execution.pipeline],
    ["Execution.PipelineExecutionId", execution.id],
    ...parametersOf(execution, call).map(([name, value]) => [`Parameters.${name}`, value] as const),
  ]);
  const valueOf = (value: JsonValue | undefined): JsonValue | undefined =>
    isJsonObject(value) ? values.get(String(value["Get"])) : value;
  const { ExperimentName, TrialName } = { ...config };
  return { ExperimentName: valueOf(ExperimentName), TrialName: valueOf(TrialName) };
}
