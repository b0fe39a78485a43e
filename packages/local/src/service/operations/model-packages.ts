import type { JsonObject } from "@nacre/core";
import { between, contains, equals, type Filter } from "../../state/list-rows.ts";
import type { ModelPackageRecord } from "../../state/model-packages.ts";
import { arnOf, arnPrefix, nameIn } from "../arns.ts";
import type { Call, Handlers } from "../context.ts";
import { conflict, validationFault } from "../fault.ts";
import { fitShape } from "../fit-shape.ts";
import {
  objectsIn,
  optionalObject,
  optionalText,
  optionalTime,
  requiredText,
  seconds,
  textsIn,
} from "../input.ts";
import { pageOf } from "../paging.ts";
import { findGroup } from "./model-package-groups.ts";
import { tagsIn } from "./tags.ts";

/** Members of an update that take the place of what the package has. */
const replaced = new Set([
  "ApprovalDescription",
  "InferenceSpecification",
  "ModelCard",
  "ModelLifeCycle",
  "ModelPackageRegistrationType",
  "SourceUri",
]);

/** Create, Describe, List, Update and DeleteModelPackage. */
export const modelPackageHandlers: Handlers = {
  CreateModelPackage(input, call) {
    const name = optionalText(input, "ModelPackageName");
    const groupName = optionalText(input, "ModelPackageGroupName");
    if ((name === undefined) === (groupName === undefined)) {
      throw validationFault(
        "Exactly one of ModelPackageName and ModelPackageGroupName must be specified.",
      );
    }
    const tags = tagsIn(input);
    return () => {
      const made = create(input, call);
      call.tags.add(made.arn, tags);
      return { ModelPackageArn: made.arn };
    };
  },

  DescribeModelPackage(input, call) {
    const record = findPackage(requiredText(input, "ModelPackageName"), call);
    return describePackage(record);
  },

  ListModelPackages(input, call) {
    const page = pageOf(call.operation, input, { order: "Ascending" });
    const sortBy = optionalText(input, "SortBy") === "Name" ? "Name" : "CreationTime";
    const rows = call.modelPackages.list(
      [
        ...kindFilter(input, call),
        ...contains("coalesce(name, package_group)", optionalText(input, "NameContains")),
        ...equals("approval", optionalText(input, "ModelApprovalStatus")),
        ...between(
          "created_time",
          optionalTime(input, "CreationTimeAfter"),
          optionalTime(input, "CreationTimeBefore"),
        ),
      ],
      { ...page, sortBy },
    );
    const { items, NextToken } = page.cut(rows, (row) => call.modelPackages.cursorOf(row, sortBy));
    const summaries = items.map((record) =>
      fitShape(describePackage(record), "ModelPackageSummary"),
    );
    return { ModelPackageSummaryList: summaries, NextToken };
  },

  UpdateModelPackage(input, call) {
    return () => {
      const record = findPackage(requiredText(input, "ModelPackageArn"), call);
      call.modelPackages.update({
        ...record,
        approval: optionalText(input, "ModelApprovalStatus") ?? record.approval,
        description: changed(record.description, input),
      });
      return { ModelPackageArn: record.arn };
    };
  },

  DeleteModelPackage(input, call) {
    return () => {
      const record = findPackage(requiredText(input, "ModelPackageName"), call);
      call.modelPackages.delete(record);
      call.tags.clear(record.arn);
      return {};
    };
  },
};

function create(input: JsonObject, call: Call): ModelPackageRecord {
  const {
    ModelPackageName: _name,
    ModelPackageGroupName: _group,
    ModelApprovalStatus: _approval,
    Tags: _tags,
    ClientToken: _token,
    ...description
  } = input;
  const groupName = optionalText(input, "ModelPackageGroupName");
  const given = optionalText(input, "ModelApprovalStatus");
  const prefix = arnPrefix(call.region);
  if (groupName !== undefined) {
    const approval = given ?? "PendingManualApproval";
    const { name } = findGroup(groupName, call);
    return call.modelPackages.register(name, { arnPrefix: prefix, approval, description });
  }
  const name = requiredText(input, "ModelPackageName");
  const made = call.modelPackages.create(name, {
    arnPrefix: prefix,
    approval: given,
    description,
  });
  if (made !== undefined) return made;
  throw conflict(`Model Package already exists: ${packageArn(name, call)}`);
}

/**
 * The package that a name, a group's name and a version, or an ARN names.
 *
 * @throws ServiceFault `ValidationException`: the operations on packages declare no other.
 */
function findPackage(given: string, call: Call): ModelPackageRecord {
  const path = nameIn(given);
  const [name = "", version] = path.split("/");
  const record =
    version === undefined
      ? call.modelPackages.named(name)
      : call.modelPackages.version(name, Number(version));
  if (record !== undefined) return record;
  throw validationFault(`ModelPackage ${packageArn(path, call)} does not exist.`);
}

/** A package as DescribeModelPackage gives it. */
export function describePackage(record: ModelPackageRecord): JsonObject {
  return {
    ...fitShape(record.description, "DescribeModelPackageOutput"),
    // A version is called what its group is.
    ModelPackageName: record.name ?? record.group,
    ModelPackageGroupName: record.group,
    ModelPackageVersion: record.version,
    ModelPackageArn: record.arn,
    CreationTime: seconds(record.createdTime),
    LastModifiedTime: seconds(record.lastModifiedTime),
    CreatedBy: {},
    LastModifiedBy: {},
    ModelPackageStatus: record.status,
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    ModelApprovalStatus: record.approval,
  };
}

/** Without a type or a group only packages with names of their own are listed. */
function kindFilter(input: JsonObject, call: Call): Filter[] {
  const groupName = optionalText(input, "ModelPackageGroupName");
  const type = optionalText(input, "ModelPackageType");
  const ofGroup =
    groupName === undefined ? [] : equals("package_group", findGroup(groupName, call).name);
  if (type === "Both" || (type === undefined && groupName !== undefined)) return ofGroup;
  const isVersion = type === "Versioned";
  return [...ofGroup, [`package_group IS ${isVersion ? "NOT NULL" : "NULL"}`]];
}

function changed(description: JsonObject, input: JsonObject): JsonObject {
  const removed = new Set(textsIn(input, "CustomerMetadataPropertiesToRemove"));
  const metadata = Object.entries({
    ...optionalObject(description, "CustomerMetadataProperties"),
    ...optionalObject(input, "CustomerMetadataProperties"),
  }).filter(([key]) => !removed.has(key));
  const specifications = [
    ...objectsIn(description, "AdditionalInferenceSpecifications"),
    ...objectsIn(input, "AdditionalInferenceSpecificationsToAdd"),
  ];
  const given = Object.entries(input).filter(([name]) => replaced.has(name));
  return {
    ...description,
    ...Object.fromEntries(given),
    CustomerMetadataProperties: metadata.length === 0 ? undefined : Object.fromEntries(metadata),
    AdditionalInferenceSpecifications: specifications.length === 0 ? undefined : specifications,
  };
}

function packageArn(path: string, { region }: Call): string {
  return arnOf(region, "model-package", path.toLowerCase());
}
