import { flattenSteps, isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";
import type { PipelineDefinition } from "@nacre/core";

/** Where a pipeline runs, as far as its definition says: `*` for what it does not. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Takes the place from the roles and images of a definition, if all of them agree. */
export function placeOf(definition: PipelineDefinition): Place {
  const texts = flattenSteps(definition).flatMap(({ definition: step }) => [...textsIn(step)]);
  const regions = texts.flatMap((text) => {
    const found = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.|^arn:[^:]+:(?!iam)[^:]+:([a-z0-9-]+):/.exec(
      text,
    );
    return found?.[1] ?? found?.[2] ?? [];
  });
  const accounts = texts.flatMap((text) => /^arn:[^:]+:iam::(\d{12}):role\//.exec(text)?.[1] ?? []);
  const region = only(regions);
  const partition = texts.map((text) => /^arn:(aws[a-z-]*):/.exec(text)?.[1]).find(Boolean);
  return { partition: partition ?? partitionOf(region), region, account: only(accounts) };
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** An ARN of the place. */
export function arnOf(
  { partition, region, account }: Place,
  service: string,
  rest: string,
): string {
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

function only(values: readonly string[]): string {
  const [first, ...others] = new Set(values);
  return first !== undefined && others.length === 0 ? first : "*";
}

function* textsIn(value: JsonValue | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isJsonArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value)) for (const item of Object.values(value)) yield* textsIn(item);
}
