import { isJsonArray, isJsonObject, isNumberText, type JsonValue } from "../json.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import { tryParseReference } from "../definition/reference.ts";
import { jsonEntries } from "../definition/key-order.ts";
import { isExpressionValue } from "./lists.ts";
import { placedSteps } from "./flat.ts";
import type { PermissionChange, PermissionKind } from "./types.ts";

/** The members that an IAM policy is about. */
const members: { readonly [Member in string]?: PermissionKind } = {
  RoleArn: "role",
  ExecutionRoleArn: "role",
  ImageUri: "image",
  TrainingImage: "image",
  Image: "image",
  RuleEvaluatorImage: "image",
  FunctionArn: "lambda",
  SqsQueueUrl: "queue",
  KmsKeyId: "kms",
  VolumeKmsKeyId: "kms",
  OutputS3KmsKeyId: "kms",
  S3KmsKeyId: "kms",
  Subnets: "network",
  SecurityGroupIds: "network",
  EnableNetworkIsolation: "network",
  EnableInterContainerTrafficEncryption: "network",
  ClusterId: "cluster",
};

/** The action that a step of a type takes in the name of the pipeline's role. */
const actions: { readonly [Type in string]?: string } = {
  Processing: "sagemaker:CreateProcessingJob",
  ClarifyCheck: "sagemaker:CreateProcessingJob",
  QualityCheck: "sagemaker:CreateProcessingJob",
  Training: "sagemaker:CreateTrainingJob",
  Tuning: "sagemaker:CreateHyperParameterTuningJob",
  AutoML: "sagemaker:CreateAutoMLJob",
  Transform: "sagemaker:CreateTransformJob",
  Model: "sagemaker:CreateModel",
  RegisterModel: "sagemaker:CreateModelPackage",
  EndpointConfig: "sagemaker:CreateEndpointConfig",
  Endpoint: "sagemaker:CreateEndpoint",
  InferenceComponent: "sagemaker:CreateInferenceComponent",
  EMR: "elasticmapreduce:AddJobFlowSteps",
  EMRServerless: "emr-serverless:StartJobRun",
};

/** Something that a value needs permission for. */
export interface Need {
  readonly about: PermissionKind;
  readonly value: string;
}

/** The defaults of parameters, by name. */
export type Defaults = ReadonlyMap<string, JsonValue>;

/** The defaults of the parameters of a definition. */
export function defaultsOf(definition: PipelineDefinition): Defaults {
  return new Map(
    (definition.Parameters ?? []).flatMap(({ Name, DefaultValue }) =>
      DefaultValue === undefined ? [] : [[Name, DefaultValue] as const],
    ),
  );
}

/** What a value of a step needs permission for; `key` is the member that holds it. */
export function* needsIn(
  value: JsonValue | undefined,
  key: string,
  defaults: Defaults,
): Generator<Need> {
  if (value === undefined || value === null) return;
  const about = Object.hasOwn(members, key) ? members[key] : undefined;
  if (typeof value !== "object" || isNumberText(value) || isExpressionValue(value)) {
    const text = textOf(value, defaults);
    if (text.startsWith("s3://")) yield { about: "s3", value: s3Location(text) };
    else if (about === "image") yield { about, value: repositoryOf(text) };
    else if (about === "network" && typeof value === "boolean") {
      yield { about, value: `${key}: ${text}` };
    } else if (about !== undefined && text !== "") yield { about, value: text };
  } else if (isJsonArray(value)) {
    for (const item of value) yield* needsIn(item, key, defaults);
  } else if (isJsonObject(value)) {
    for (const [member, inner] of jsonEntries(value)) yield* needsIn(inner, member, defaults);
  }
}

/** What the later definition needs permission for and the earlier one did not, and the reverse. */
export function permissionChanges(
  before: PipelineDefinition,
  after: PipelineDefinition,
): PermissionChange[] {
  const [old, young] = [needsOf(before), needsOf(after)];
  const missing = (from: typeof old, other: typeof old, kind: PermissionChange["kind"]) =>
    [...from].flatMap(([key, { about, value, steps }]) =>
      other.has(key) ? [] : [{ kind, about, value, steps: [...steps] }],
    );
  return [...missing(young, old, "added"), ...missing(old, young, "removed")];
}

function needsOf(definition: PipelineDefinition) {
  const defaults = defaultsOf(definition);
  const needs = new Map<string, Need & { readonly steps: Set<string> }>();
  const add = (need: Need, step: string): void => {
    const key = `${need.about} ${need.value}`;
    const known = needs.get(key) ?? { ...need, steps: new Set() };
    known.steps.add(step);
    needs.set(key, known);
  };
  for (const { name, type, value } of placedSteps(definition).values()) {
    const action = Object.hasOwn(actions, type) ? actions[type] : undefined;
    if (action !== undefined) add({ about: "action", value: action }, name);
    for (const need of needsIn(value, "", defaults)) add(need, name);
  }
  return needs;
}

/** A value as text: defaults stand for their parameters, `*` for all else that a run fills in. */
function textOf(value: JsonValue | undefined, defaults: Defaults): string {
  if (typeof value === "string") return value;
  if (!isJsonObject(value)) return isNumberText(value) ? value.text : String(value);
  const { Get: get, "Std:Join": join } = value;
  if (typeof get === "string") {
    const reference = tryParseReference(get);
    const known = reference?.kind === "parameter" ? defaults.get(reference.name) : undefined;
    return known === undefined || typeof known === "object" ? "*" : String(known);
  }
  if (isJsonObject(join) && isJsonArray(join["Values"])) {
    const on = typeof join["On"] === "string" ? join["On"] : "";
    return join["Values"].map((part) => textOf(part, defaults)).join(on);
  }
  return "*";
}

/** Bucket and first part of the key; a content hash in it, which changes with each edit, is `*`. */
function s3Location(uri: string): string {
  const [, bucket = "", first = "", more] = /^s3:\/\/([^/]*)\/?([^/]*)(\/)?/.exec(uri) ?? [];
  const prefix = first.replace(/-[0-9a-f]{32,64}$/, "-*");
  return `s3://${bucket}/${prefix}${more === undefined ? "" : "/"}`;
}

/** An image without its tag or digest: permission to pull is given for repositories. */
function repositoryOf(image: string): string {
  return image.replace(/@sha256:[0-9a-f]+$/, "").replace(/:[^/:]*$/, "");
}
