import {
  flattenSteps,
  isJsonArray,
  isJsonObject,
  isNumberText,
  type JsonValue,
  type PipelineDefinition,
} from "@nacre/core";

/** A place in S3 that a step reads or writes. */
export interface S3Use {
  readonly step: string;
  /** The URI; `*` stands for what a run fills in. */
  readonly uri: string;
  readonly access: "read" | "write" | "both";
  /** The parameter that is the whole URI, where one is. */
  readonly parameter?: string;
}

/** Members under which a step writes; under all others it reads. */
const written: ReadonlySet<string> = new Set([
  "DataCaptureConfig",
  "DebugHookConfig",
  "DestinationS3Uri",
  "OutputConfig",
  "OutputDataConfig",
  "OutputS3Uri",
  "ProcessingOutputConfig",
  "ProfilerConfig",
  "S3OutputPath",
  "S3UploadPath",
  "TensorBoardOutputConfig",
  "TransformOutput",
  "LogUri",
]);

/** Every place in S3 that the steps name, with the defaults of parameters. */
export function s3UsesOf(definition: PipelineDefinition): S3Use[] {
  const defaults = defaultsOf(definition);
  return flattenSteps(definition).flatMap(({ definition: step }) =>
    [...usesIn(step.Arguments, [], defaults)].map((use) => ({ step: step.Name, ...use })),
  );
}

/** The default values of parameters, by name. */
export function defaultsOf({ Parameters = [] }: PipelineDefinition): ReadonlyMap<string, string> {
  return new Map(
    Parameters.flatMap(({ Name, DefaultValue }) =>
      typeof DefaultValue === "string" ? [[Name, DefaultValue] as const] : [],
    ),
  );
}

function* usesIn(
  value: JsonValue | undefined,
  path: readonly string[],
  defaults: ReadonlyMap<string, string>,
): Generator<Omit<S3Use, "step">> {
  // The branches of a condition are steps of their own.
  if (path.length === 1 && (path[0] === "IfSteps" || path[0] === "ElseSteps")) return;
  // Where a property of another step stands, that step names the place.
  const text = textOf(value, defaults);
  // Hyperparameters hold JSON, and so quoted URIs.
  const uri = /^"?(s3:\/\/[^"]+)"?$/.exec(text ?? "")?.[1];
  if (uri !== undefined) {
    const parameter = parameterOf(value);
    yield { uri, access: accessAt(path), ...(parameter === undefined ? {} : { parameter }) };
  } else if (text === undefined && isJsonArray(value)) {
    for (const item of value) yield* usesIn(item, path, defaults);
  } else if (text === undefined && isJsonObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      yield* usesIn(inner, [...path, name], defaults);
    }
  }
}

function accessAt(path: readonly string[]): S3Use["access"] {
  if (path.includes("CheckpointConfig")) return "both";
  return path.some((name) => written.has(name)) ? "write" : "read";
}

/** A value as text, with defaults for parameters and `*` for what a run fills in; undefined for containers. */
export function textOf(
  value: JsonValue | undefined,
  defaults: ReadonlyMap<string, string>,
): string | undefined {
  if (typeof value === "string") return value;
  if (isNumberText(value)) return value.text;
  if (!isJsonObject(value)) return isJsonArray(value) ? undefined : String(value);
  const { Get: get, "Std:Join": join } = value;
  if (typeof get === "string") {
    const parameter = parameterOf(value);
    return (parameter === undefined ? undefined : defaults.get(parameter)) ?? "*";
  }
  if (!isJsonObject(join) || !isJsonArray(join["Values"])) return undefined;
  const on = typeof join["On"] === "string" ? join["On"] : "";
  return join["Values"].map((part) => textOf(part, defaults) ?? "*").join(on);
}

function parameterOf(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value) || typeof value["Get"] !== "string") return undefined;
  const [, name] = /^Parameters\.(.+)$/.exec(value["Get"]) ?? [];
  return name;
}
