import type { JsonObject } from "@nacre/core";
import type { Call, Handlers } from "../context.ts";
import { validationFault } from "../fault.ts";
import { fitShape } from "../fit-shape.ts";
import { optionalObject, optionalText, requiredText } from "../input.ts";
import { pageOf } from "../paging.ts";
import { describeExecution } from "./executions.ts";
import { groupSummary } from "./model-package-groups.ts";
import { describePackage } from "./model-packages.ts";
import { describePipeline } from "./pipelines.ts";
import { compareValues, matches, sortValue } from "./search-expression.ts";

/** The whole of a list, the newest first. */
const everything = {
  sortBy: "CreationTime",
  descending: true,
  after: undefined,
  limit: -1,
} as const;

/** What can be searched, and the records of it, without their tags. */
const resources: Readonly<Record<string, (call: Call) => readonly JsonObject[]>> = {
  Pipeline: ({ pipelines }) => pipelines.list([], everything).map(describePipeline),
  PipelineExecution: (call) =>
    call.executions.list().map((execution) => describeExecution(execution, call)),
  ModelPackage: ({ modelPackages }) => modelPackages.list([], everything).map(describePackage),
  ModelPackageGroup: ({ modelPackages }) => modelPackages.groups([], everything).map(groupSummary),
};

/** Of these there are some here, which Search does not look at. */
const notSearched = new Set(["TrainingJob", "HyperParameterTuningJob", "Model", "PipelineVersion"]);

/** Search, in what the local service keeps. Of most other resources there are none here. */
export const searchHandlers: Handlers = {
  Search(input, call) {
    const resource = requiredText(input, "Resource");
    if (notSearched.has(resource)) {
      throw validationFault(
        `Search does not look at ${resource} here, but at ${Object.keys(resources).join(", ")}. ` +
          "Use the List operation instead.",
      );
    }
    const page = pageOf(call.operation, input, { order: "Descending" });
    const direction = page.descending ? -1 : 1;
    const sortBy = optionalText(input, "SortBy") ?? "LastModifiedTime";
    const expression = optionalObject(input, "SearchExpression");
    const found = recordsOf(resource, call)
      .filter((record) => expression === undefined || matches(record, expression))
      .map((record) => ({
        record,
        value: sortValue(record, sortBy),
        id: requiredText(record, `${resource}Arn`),
      }))
      .toSorted((a, b) => direction * compareValues(a, b));
    const { after } = page;
    const left = found.filter(
      (one) => after === undefined || direction * compareValues(one, after) > 0,
    );
    const { items, NextToken } = page.cut(left, ({ value, id }) => ({ value, id }));
    return {
      Results: items.map(({ record }) => ({ [resource]: record })),
      NextToken,
      TotalHits: { Value: found.length, Relation: "EqualTo" },
    };
  },
};

function recordsOf(resource: string, call: Call): JsonObject[] {
  const records = Object.hasOwn(resources, resource) ? resources[resource]?.(call) : undefined;
  return (records ?? []).map((record) => {
    const tags = call.tags.of(requiredText(record, `${resource}Arn`));
    const Tags = tags.map(({ key, value }) => ({ Key: key, Value: value }));
    return fitShape({ ...record, Tags }, resource);
  });
}
