import type { JsonObject } from "@nacre/core";
import { between, startsWith } from "../../state/list-rows.ts";
import type { PipelineRecord } from "../../state/pipelines.ts";
import { pipelineArn } from "../arns.ts";
import type { Call, Handlers } from "../context.ts";
import { definitionIn } from "../definition.ts";
import { conflict, validationFault } from "../fault.ts";
import {
  optionalNumber,
  optionalObject,
  optionalText,
  optionalTime,
  requiredText,
  seconds,
  textsIn,
} from "../input.ts";
import { pageOf } from "../paging.ts";
import { findPipeline } from "./find.ts";
import { addAliases, checkAliases, versionNumber } from "./pipeline-versions.ts";
import { tagsIn } from "./tags.ts";

/** Create, Update, Describe, List and DeletePipeline. */
export const pipelineHandlers: Handlers = {
  async CreatePipeline(input, call) {
    const name = requiredText(input, "PipelineName");
    const aliases = checkAliases(textsIn(input, "PipelineVersionAliases"));
    const tags = tagsIn(input);
    refuseExisting(name, call);
    const definition = await definitionIn(input, call);
    if (definition === undefined) {
      throw validationFault(
        "Either Pipeline Definition or Pipeline Definition S3 location should be provided",
      );
    }
    return () => {
      const arn = pipelineArn(call.region, name);
      refuseExisting(name, call);
      call.pipelines.create({
        name,
        arn,
        displayName: optionalText(input, "PipelineDisplayName") ?? name,
        description: optionalText(input, "PipelineDescription"),
        roleArn: requiredText(input, "RoleArn"),
        maxParallel: maxParallelIn(input),
        definition,
      });
      addAliases(name, 1, aliases, call);
      call.tags.add(arn, tags);
      return { PipelineArn: arn };
    };
  },

  async UpdatePipeline(input, call) {
    const name = requiredText(input, "PipelineName");
    const aliases = checkAliases(textsIn(input, "PipelineVersionAliases"));
    findPipeline(name, call);
    const given = await definitionIn(input, call);
    return () => {
      const pipeline = findPipeline(name, call);
      const latest = call.pipelines.version(pipeline.name, pipeline.version);
      const definition = given === latest?.definition ? undefined : given;
      if (definition === undefined && aliases.length > 0) {
        throw validationFault(
          "PipelineVersionAliases can be given only when the pipeline definition changes. " +
            "Use UpdatePipelineVersion to change the aliases of a version.",
        );
      }
      const version = call.pipelines.update(pipeline.name, {
        displayName: optionalText(input, "PipelineDisplayName"),
        description: optionalText(input, "PipelineDescription"),
        roleArn: optionalText(input, "RoleArn"),
        maxParallel: maxParallelIn(input),
        definition,
      });
      addAliases(pipeline.name, version, aliases, call);
      return { PipelineArn: pipeline.arn, PipelineVersionId: version };
    };
  },

  DescribePipeline(input, call) {
    const pipeline = findPipeline(requiredText(input, "PipelineName"), call);
    const { name } = pipeline;
    const number = versionNumber(input, pipeline, call);
    const version = call.pipelines.version(name, number);
    const aliases = call.pipelines.aliases(name, number);
    return {
      ...describePipeline(pipeline),
      PipelineDefinition: version?.definition,
      PipelineVersionDisplayName: version?.displayName,
      PipelineVersionDescription: version?.description,
      PipelineVersionAliases: aliases.length === 0 ? undefined : aliases,
    };
  },

  ListPipelines(input, call) {
    const page = pageOf(call.operation, input, { order: "Descending" });
    const sortBy = optionalText(input, "SortBy") === "Name" ? "Name" : "CreationTime";
    // None of the pipelines here is one that AWS manages.
    const isNone = optionalText(input, "ManagedBy") === "AWS";
    const rows = call.pipelines.list(
      [
        ...startsWith("name", optionalText(input, "PipelineNamePrefix")),
        ...between(
          "created_time",
          optionalTime(input, "CreatedAfter"),
          optionalTime(input, "CreatedBefore"),
        ),
        ...(isNone ? [["FALSE"] as const] : []),
      ],
      { ...page, sortBy },
    );
    const { items, NextToken } = page.cut(rows, ({ name, createdTime }) => ({
      value: sortBy === "Name" ? name : createdTime.getTime(),
      id: name,
    }));
    return { PipelineSummaries: items.map(summary), NextToken };
  },

  DeletePipeline(input, call) {
    const name = requiredText(input, "PipelineName");
    return () => {
      const pipeline = findPipeline(name, call);
      const running = call.executions
        .notEnded()
        .filter((execution) => execution.pipeline === pipeline.name);
      const [first] = running;
      if (first !== undefined) {
        throw conflict(
          `Pipeline '${pipeline.arn}' has ${running.length} running executions, such as ` +
            `'${first.arn}'. Stop them with StopPipelineExecution first.`,
        );
      }
      call.pipelines.delete(pipeline.name);
      call.tags.clear(pipeline.arn);
      return { PipelineArn: pipeline.arn };
    };
  },
};

/** What DescribePipeline gives of a pipeline, whatever its version. */
export function describePipeline(pipeline: PipelineRecord): JsonObject {
  return {
    PipelineArn: pipeline.arn,
    PipelineName: pipeline.name,
    PipelineDisplayName: pipeline.displayName,
    PipelineDescription: pipeline.description,
    RoleArn: pipeline.roleArn,
    PipelineStatus: "Active",
    CreationTime: seconds(pipeline.createdTime),
    LastModifiedTime: seconds(pipeline.lastModifiedTime),
    LastRunTime: seconds(pipeline.lastRunTime),
    CreatedBy: {},
    LastModifiedBy: {},
    ParallelismConfiguration: parallelism(pipeline.maxParallel),
  };
}

/** `ParallelismConfiguration` of an answer; undefined when none was given. */
export function parallelism(maxParallel: number | undefined): JsonObject | undefined {
  return maxParallel === undefined ? undefined : { MaxParallelExecutionSteps: maxParallel };
}

/** What a request's `ParallelismConfiguration` asks for. */
export function maxParallelIn(input: JsonObject): number | undefined {
  const configuration = optionalObject(input, "ParallelismConfiguration") ?? {};
  return optionalNumber(configuration, "MaxParallelExecutionSteps");
}

/** The two halves of the message are what two kinds of clients look for. */
function refuseExisting(name: string, { pipelines }: Call): void {
  const existing = pipelines.get(name);
  if (existing === undefined) return;
  throw validationFault(
    "Pipeline names must be unique within an AWS account and region. " +
      `Pipeline with name (${existing.name}) already exists.`,
  );
}

function summary(pipeline: PipelineRecord): JsonObject {
  return {
    PipelineArn: pipeline.arn,
    PipelineName: pipeline.name,
    PipelineDisplayName: pipeline.displayName,
    PipelineDescription: pipeline.description,
    RoleArn: pipeline.roleArn,
    CreationTime: seconds(pipeline.createdTime),
    LastModifiedTime: seconds(pipeline.lastModifiedTime),
    LastExecutionTime: seconds(pipeline.lastRunTime),
  };
}
