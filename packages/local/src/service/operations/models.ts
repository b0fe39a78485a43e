import type { JsonObject } from "@nacre/core";
import { between, contains } from "../../state/list-rows.ts";
import type { ModelRecord } from "../../state/models.ts";
import { arnOf } from "../arns.ts";
import type { Call, Handlers } from "../context.ts";
import { validationFault } from "../fault.ts";
import { fitShape } from "../fit-shape.ts";
import { optionalText, optionalTime, requiredText, seconds } from "../input.ts";
import { pageOf } from "../paging.ts";
import { tagsIn } from "./tags.ts";

/** Create, Describe, List and DeleteModel. */
export const modelHandlers: Handlers = {
  CreateModel(input, call) {
    const { ModelName: _name, Tags: _tags, ...description } = input;
    const name = requiredText(input, "ModelName");
    const arn = modelArn(name, call);
    const tags = tagsIn(input);
    const { PrimaryContainer, Containers } = input;
    if ((PrimaryContainer === undefined) === (Containers === undefined)) {
      throw validationFault("Exactly one of PrimaryContainer and Containers must be specified.");
    }
    return () => {
      if (!call.models.create({ name, arn, description, createdTime: new Date() })) {
        throw validationFault(`Cannot create already existing model "${arn}".`);
      }
      call.tags.add(arn, tags);
      return { ModelArn: arn };
    };
  },

  DescribeModel(input, call) {
    const { name, arn, description, createdTime } = findModel(input, call);
    return {
      ...fitShape(description, "DescribeModelOutput"),
      ModelName: name,
      ModelArn: arn,
      CreationTime: seconds(createdTime),
    };
  },

  ListModels(input, call) {
    const page = pageOf(call.operation, input, { order: "Descending" });
    const sortBy = optionalText(input, "SortBy") === "Name" ? "Name" : "CreationTime";
    const rows = call.models.list(
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
    const Models = items.map(({ name, arn, createdTime }): JsonObject => ({
      ModelName: name,
      ModelArn: arn,
      CreationTime: seconds(createdTime),
    }));
    return { Models, NextToken };
  },

  DeleteModel(input, call) {
    return () => {
      const { name, arn } = findModel(input, call);
      call.models.delete(name);
      call.tags.clear(arn);
      return {};
    };
  },
};

function findModel(input: JsonObject, call: Call): ModelRecord {
  const name = requiredText(input, "ModelName");
  const model = call.models.get(name);
  if (model !== undefined) return model;
  throw validationFault(`Could not find model "${modelArn(name, call)}".`);
}

function modelArn(name: string, { region }: Call): string {
  return arnOf(region, "model", name.toLowerCase());
}
