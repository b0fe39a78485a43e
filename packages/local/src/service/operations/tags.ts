import type { JsonObject } from "@nacre/core";
import type { TagRecord } from "../../state/tags.ts";
import { executionIdIn, resourceOf } from "../arns.ts";
import type { Call, Handlers } from "../context.ts";
import { validationFault } from "../fault.ts";
import { objectsIn, requiredText, textsIn } from "../input.ts";
import { pageOf } from "../paging.ts";
import type { JobType } from "../../state/jobs.ts";

/** How many tags a resource may have. */
const mostTags = 50;

const jobTypes: readonly JobType[] = [
  "processing-job",
  "training-job",
  "transform-job",
  "hyper-parameter-tuning-job",
];

/** Add, Delete and ListTags. */
export const tagHandlers: Handlers = {
  AddTags(input, call) {
    const added = tagsIn(input);
    return () => {
      const arn = taggedArn(requiredText(input, "ResourceArn"), call);
      call.tags.add(arn, added);
      const all = call.tags.of(arn);
      if (all.length > mostTags) {
        throw validationFault(`Tag limit exceeded: ${arn} can have at most ${mostTags} tags.`);
      }
      return { Tags: all.map(answered) };
    };
  },

  DeleteTags(input, call) {
    return () => {
      const arn = taggedArn(requiredText(input, "ResourceArn"), call);
      call.tags.remove(arn, textsIn(input, "TagKeys"));
      return {};
    };
  },

  ListTags(input, call) {
    const arn = taggedArn(requiredText(input, "ResourceArn"), call);
    const page = pageOf(call.operation, input, { order: "Ascending", size: mostTags });
    const { items, NextToken } = page.cut(call.tags.of(arn, page), ({ key }) => ({
      value: key,
      id: arn,
    }));
    return { Tags: items.map(answered), NextToken };
  },
};

/**
 * The tags that a request gives.
 *
 * @throws ServiceFault `ValidationException` for a key twice, and for one that AWS keeps to itself.
 */
export function tagsIn(input: JsonObject): readonly TagRecord[] {
  const tags = objectsIn(input, "Tags").map((tag) => ({
    key: requiredText(tag, "Key"),
    value: requiredText(tag, "Value"),
  }));
  const keys = new Set<string>();
  for (const { key } of tags) {
    if (/^aws:/i.test(key)) {
      throw validationFault("aws: prefixed tag key names are not allowed for external use.");
    }
    if (keys.has(key)) throw validationFault(`Duplicate tag keys found: ${key}`);
    keys.add(key);
  }
  return tags;
}

function answered({ key, value }: TagRecord): JsonObject {
  return { Key: key, Value: value };
}

/** The ARN under which a resource's tags are kept; a resource that is not here has none. */
function taggedArn(given: string, call: Call): string {
  const arn = existingArn(given, call);
  if (arn !== undefined) return arn;
  throw validationFault(`The resource ${given} does not exist.`);
}

function existingArn(given: string, call: Call): string | undefined {
  const { kind, path } = resourceOf(given) ?? { kind: "", path: "" };
  if (kind === "pipeline") {
    const execution = executionIdIn(given);
    return execution === "" ? call.pipelines.get(path)?.arn : call.executions.get(execution)?.arn;
  }
  if (kind === "model") return call.models.get(path)?.arn;
  if (kind === "model-package-group") return call.modelPackages.group(path)?.arn;
  if (kind === "model-package") {
    const [group = "", version] = path.split("/");
    return version === undefined
      ? call.modelPackages.named(group)?.arn
      : call.modelPackages.version(group, Number(version))?.arn;
  }
  const type = jobTypes.find((one) => one === kind);
  return type === undefined ? undefined : call.jobs.get(type, path)?.arn;
}
