import type { JsonObject } from "@nacre/core";
import { between } from "../../state/list-rows.ts";
import type { PipelineRecord } from "../../state/pipelines.ts";
import type { Call, Handlers } from "../context.ts";
import { conflict, notFound, validationFault } from "../fault.ts";
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

/** How many aliases a version may have. */
const mostAliases = 10;

/** ListPipelineVersions and UpdatePipelineVersion. */
export const pipelineVersionHandlers: Handlers = {
  ListPipelineVersions(input, call) {
    const { name, arn } = findPipeline(requiredText(input, "PipelineName"), call);
    const page = pageOf(call.operation, input, { order: "Descending" });
    const filters = between(
      "created_time",
      optionalTime(input, "CreatedAfter"),
      optionalTime(input, "CreatedBefore"),
    );
    const { items, NextToken } = page.cut(
      call.pipelines.versions(name, filters, page),
      ({ version, pipeline }) => ({ value: version, id: pipeline }),
    );
    const summaries = items.map((version): JsonObject => {
      const aliases = call.pipelines.aliases(name, version.version);
      return {
        PipelineArn: arn,
        PipelineVersionId: version.version,
        CreationTime: seconds(version.createdTime),
        PipelineVersionDescription: version.description,
        PipelineVersionDisplayName: version.displayName,
        LastExecutionPipelineExecutionArn: call.pipelines.lastExecution(version),
        PipelineVersionAliases: aliases.length === 0 ? undefined : aliases,
      };
    });
    return { PipelineVersionSummaries: summaries, NextToken };
  },

  UpdatePipelineVersion(input, call) {
    const arn = requiredText(input, "PipelineArn");
    const operations = optionalObject(input, "PipelineVersionAliasOperations") ?? {};
    const added = checkAliases(textsIn(operations, "Add"));
    const removed = textsIn(operations, "Remove");
    return () => {
      const pipeline = findPipeline(arn, call);
      const { name } = pipeline;
      const number = versionNumber(input, pipeline, call);
      const version = call.pipelines.version(name, number);
      if (version === undefined) throw noVersion(pipeline, String(number));
      call.pipelines.describeVersion(
        version,
        optionalText(input, "PipelineVersionDisplayName"),
        optionalText(input, "PipelineVersionDescription"),
      );
      for (const alias of removed) call.pipelines.removeAlias(name, number, alias);
      addAliases(name, number, added, call);
      return { PipelineArn: pipeline.arn, PipelineVersionId: number };
    };
  },
};

/**
 * The version that a request names by its number or an alias; without either the latest.
 *
 * @throws ServiceFault `ResourceNotFound` when there is none, `ValidationException` for both.
 */
export function versionNumber(input: JsonObject, pipeline: PipelineRecord, call: Call): number {
  const number = optionalNumber(input, "PipelineVersionId");
  const alias = optionalText(input, "PipelineVersionAlias");
  if (number !== undefined && alias !== undefined) {
    throw validationFault("PipelineVersionId and PipelineVersionAlias cannot both be specified.");
  }
  if (alias !== undefined) {
    const aliased = call.pipelines.aliased(pipeline.name, alias);
    if (aliased === undefined) throw noVersion(pipeline, alias);
    return aliased;
  }
  const wanted = number ?? pipeline.version;
  if (call.pipelines.version(pipeline.name, wanted) === undefined) {
    throw noVersion(pipeline, String(wanted));
  }
  return wanted;
}

/** Refuses aliases that consist of digits only, which would be taken for numbers of versions. */
export function checkAliases(aliases: readonly string[]): readonly string[] {
  const digits = aliases.find((alias) => /^\d+$/.test(alias));
  if (digits === undefined) return aliases;
  throw validationFault(`Pipeline version alias '${digits}' cannot consist of numbers only.`);
}

/** Gives a version aliases that no other version of the pipeline may have. */
export function addAliases(
  name: string,
  version: number,
  aliases: readonly string[],
  { pipelines }: Call,
): void {
  for (const alias of aliases) {
    const owner = pipelines.aliased(name, alias);
    if (owner !== undefined && owner !== version) {
      throw conflict(
        `Pipeline version alias '${alias}' belongs to version ${owner}. Remove it there first.`,
      );
    }
    pipelines.addAlias(name, version, alias);
  }
  if (pipelines.aliases(name, version).length > mostAliases) {
    throw validationFault(`A pipeline version can have at most ${mostAliases} aliases.`);
  }
}

function noVersion({ arn }: PipelineRecord, version: string) {
  return notFound(`Pipeline '${arn}' has no version '${version}'.`);
}
