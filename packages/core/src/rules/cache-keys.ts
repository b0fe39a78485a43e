import { cacheKeyMembers } from "../definition/cache-key-members.ts";
import type { PathSegment } from "../definition/reference.ts";
import { tryParseReference } from "../definition/reference.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";
import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
import { shown } from "./shown.ts";
import { once } from "./support/once.ts";
import { at, functionOf, textOf, valuesIn } from "./support/values.ts";

const differing: ReadonlySet<string> = new Set([
  "StartDateTime",
  "CurrentDateTime",
  "PipelineExecutionId",
  "PipelineExecutionArn",
  "TrainingJobName",
  "ProcessingJobName",
]);

/**
 * First members of properties that are new with each job, by type of step: names, ARNs and times of
 * the job, and the files that lie below its name.
 */
const ofTheJob: Readonly<Record<string, RegExp>> = {
  Processing: /^(?:ProcessingJob(?:Name|Arn)|(?:Creation|ProcessingStart|ProcessingEnd)Time)$/,
  Training:
    /^(?:TrainingJob(?:Name|Arn)|ModelArtifacts|(?:Creation|TrainingStart|TrainingEnd)Time)$/,
  Transform: /^(?:TransformJob(?:Name|Arn)|(?:Creation|TransformStart|TransformEnd)Time)$/,
  Tuning:
    /^(?:HyperParameterTuningJob(?:Name|Arn)|BestTrainingJob|TrainingJobSummaries|CreationTime)$/,
  Model: /^(?:ModelName|ModelArn|CreationTime)$/,
  RegisterModel: /^(?:ModelPackageArn|ModelPackageVersion|CreationTime)$/,
};

/** A longer way from step to step is not followed, so that no text can exhaust the stack. */
const furthest = 50;

/** Why a step can never be taken from the cache. */
export interface Cause {
  /** The argument that counts. */
  readonly key: string;
  /** What differs in each run, in words. */
  readonly what: string;
  /** JSON path of it. */
  readonly path: string;
}

/** What is known so far of each step. */
const causesIn = once(() => new Map<CheckedStep, { readonly cause: Cause | undefined }>());

/** Why a step that has caching on can never be taken from the cache; undefined where it may be. */
export function neverHits(
  step: CheckedStep,
  definition: CheckedDefinition,
  distance = 0,
): Cause | undefined {
  if (at(step.value, "CacheConfig", "Enabled") !== true) return undefined;
  const known = causesIn(definition);
  const before = known.get(step);
  if (before !== undefined) return before.cause;
  // While it is looked for, a step that waits for itself finds nothing.
  known.set(step, { cause: undefined });
  const members = Object.hasOwn(cacheKeyMembers, step.type) ? cacheKeyMembers[step.type] : [];
  for (const member of members ?? []) {
    const value = at(step.value, ...member.split("."));
    for (const found of valuesIn(value, `${step.path}.${member}`)) {
      if (functionOf(found.value) === undefined) continue;
      const what = difference(found.value, definition, distance);
      if (what === undefined) continue;
      const cause = { key: member.replace(/^Arguments\./, ""), what, path: found.path };
      known.set(step, { cause });
      return cause;
    }
  }
  return undefined;
}

/** What in an expression differs in each run, in words. */
function difference(
  value: JsonValue | undefined,
  definition: CheckedDefinition,
  distance: number,
): string | undefined {
  if (distance > furthest) return undefined;
  if (functionOf(value) === "Std:Join") {
    const values = at(value, "Std:Join", "Values");
    if (!isJsonArray(values)) return undefined;
    for (const item of values) {
      const what = difference(item, definition, distance + 1);
      if (what !== undefined) return what;
    }
    return undefined;
  }
  const text = functionOf(value) === "Get" ? textOf(at(value, "Get")) : undefined;
  if (text === undefined) return undefined;
  const reference = tryParseReference(text);
  switch (reference?.kind) {
    case "execution":
      return differing.has(reference.name)
        ? `${shown(text)}, which differs in each run`
        : undefined;
    case "experiment": {
      const config = at(definition.value, "PipelineExperimentConfig", reference.name);
      return difference(config, definition, distance + 1);
    }
    case "property": {
      const target = definition.stepNamed(reference.step);
      if (target === undefined || isTaken(target, definition, distance)) return undefined;
      const isNew = isOfTheJob(target, reference.path);
      const from = argumentAt(target.arguments, reference.path);
      const what = isNew ? "new" : difference(from, definition, distance + 1);
      if (what === undefined) return undefined;
      return isNew
        ? `${shown(text)}, which step ${shown(target.name)} makes anew in each run`
        : `${shown(text)}, where step ${shown(target.name)} has ${what}`;
    }
    default:
      return undefined;
  }
}

/** Whether a step may be taken from the cache, so that its properties may be those of another run. */
function isTaken(step: CheckedStep, definition: CheckedDefinition, distance: number): boolean {
  const isOn = at(step.value, "CacheConfig", "Enabled") === true;
  return isOn && neverHits(step, definition, distance + 1) === undefined;
}

function isOfTheJob({ type }: CheckedStep, [first]: readonly PathSegment[]): boolean {
  const pattern = Object.hasOwn(ofTheJob, type) ? ofTheJob[type] : undefined;
  return first?.kind === "member" && pattern?.test(first.name) === true;
}

/** What the arguments of a step hold where a property path leads; the properties repeat them. */
function argumentAt(args: JsonValue, path: readonly PathSegment[]): JsonValue | undefined {
  let value: JsonValue | undefined = args;
  for (const segment of path) {
    if (segment.kind === "index") value = at(value, segment.index);
    else if (segment.kind === "key" && isJsonArray(value)) value = named(value, segment.name);
    else value = at(value, segment.name);
  }
  return value;
}

function named(list: readonly JsonValue[], name: string): JsonValue | undefined {
  return list.find(
    (item) => isJsonObject(item) && (item["OutputName"] === name || item["InputName"] === name),
  );
}
