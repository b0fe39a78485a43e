import type { JsonObject } from "@nacre/core";
import { between, contains } from "../../state/list-rows.ts";
import type { ModelPackageGroupRecord } from "../../state/model-packages.ts";
import { arnOf, nameIn } from "../arns.ts";
import type { Call, Handlers } from "../context.ts";
import { conflict, validationFault } from "../fault.ts";
import { optionalText, optionalTime, requiredText, seconds } from "../input.ts";
import { pageOf } from "../paging.ts";
import { tagsIn } from "./tags.ts";

/** Create, Describe, List and DeleteModelPackageGroup. */
export const modelPackageGroupHandlers: Handlers = {
  CreateModelPackageGroup(input, call) {
    const name = requiredText(input, "ModelPackageGroupName");
    const arn = groupArn(name, call);
    const description = optionalText(input, "ModelPackageGroupDescription");
    const tags = tagsIn(input);
    return () => {
      const group = { name, arn, description, createdTime: new Date() };
      if (!call.modelPackages.createGroup(group)) {
        throw validationFault(`Model Package Group already exists: ${arn}`);
      }
      call.tags.add(arn, tags);
      return { ModelPackageGroupArn: arn };
    };
  },

  DescribeModelPackageGroup(input, call) {
    const group = findGroup(requiredText(input, "ModelPackageGroupName"), call);
    return { ...groupSummary(group), CreatedBy: {} };
  },

  ListModelPackageGroups(input, call) {
    const page = pageOf(call.operation, input, { order: "Ascending" });
    const sortBy = optionalText(input, "SortBy") === "Name" ? "Name" : "CreationTime";
    const rows = call.modelPackages.groups(
      [
        ...contains("name", optionalText(input, "NameContains")),
        ...between(
          "created_time",
          optionalTime(input, "CreationTimeAfter"),
          optionalTime(input, "CreationTimeBefore"),
        ),
      ],
      { ...page, sortBy },
    );
    const { items, NextToken } = page.cut(rows, ({ name, createdTime }) => ({
      value: sortBy === "Name" ? name : createdTime.getTime(),
      id: name,
    }));
    return { ModelPackageGroupSummaryList: items.map(groupSummary), NextToken };
  },

  DeleteModelPackageGroup(input, call) {
    return () => {
      const { name, arn } = findGroup(requiredText(input, "ModelPackageGroupName"), call);
      if (call.modelPackages.deleteGroup(name) === "has-versions") {
        throw conflict(
          `Cannot delete ModelPackageGroup ${arn} since it contains ModelPackages. Delete them first.`,
        );
      }
      call.tags.clear(arn);
      return {};
    };
  },
};

/**
 * The group that a name or an ARN names.
 *
 * @throws ServiceFault `ValidationException`: the operations on groups declare no other.
 */
export function findGroup(nameOrArn: string, call: Call): ModelPackageGroupRecord {
  const name = nameIn(nameOrArn);
  const group = call.modelPackages.group(name);
  if (group !== undefined) return group;
  throw validationFault(`ModelPackageGroup ${groupArn(name, call)} does not exist.`);
}

/** A group as lists give it. */
export function groupSummary({
  name,
  arn,
  description,
  createdTime,
}: ModelPackageGroupRecord): JsonObject {
  return {
    ModelPackageGroupName: name,
    ModelPackageGroupArn: arn,
    ModelPackageGroupDescription: description,
    CreationTime: seconds(createdTime),
    ModelPackageGroupStatus: "Completed",
  };
}

function groupArn(name: string, { region }: Call): string {
  return arnOf(region, "model-package-group", name.toLowerCase());
}
