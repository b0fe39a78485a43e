import {
  isJsonArray,
  jsonEntries,
  isJsonObject,
  isNumberText,
  parseReference,
  type JsonObject,
  type JsonValue,
  type PathSegment,
  type Reference,
} from "@nacre/core";
import { StepFailure } from "../step-failure.ts";
import type { ParameterValue } from "./parameters.ts";
import { lookUp, parsePath, type PathPart } from "./path.ts";

/** What the references of a definition can refer to while it runs. */
export interface ResolverScope {
  /** The value of a parameter. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The value of `Execution.<name>`; undefined for names that have none here. */
  execution(name: string): JsonValue | undefined;
  /** The definition's `PipelineExperimentConfig`. */
  readonly experimentConfig: JsonObject;
  /** A step's properties, as the Describe call of its job answers; undefined until it has succeeded. */
  properties(step: string): JsonObject | undefined;
  /** The S3 URI of a property file; undefined until its step has succeeded. */
  propertyFile(step: string, name: string): string | undefined;
  /** The text of an object; undefined when there is none. */
  readObject(uri: string): Promise<string | undefined>;
}

/** A value that another step gives, and that step has not succeeded. */
class NotYetKnown extends Error {
  override readonly name = "NotYetKnown";
}

/**
 * Replaces every reference and function in a value by what it stands for.
 *
 * @throws StepFailure when something is not there: a property, a file, a place in a file.
 * It also throws when it needs a step that has not succeeded: {@link resolveKnown} gives null for that.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 */
export async function resolve(value: JsonValue, scope: ResolverScope): Promise<JsonValue> {
  if (isJsonArray(value)) return Promise.all(value.map((item) => resolve(item, scope)));
  if (!isJsonObject(value)) return value;
  const entries = jsonEntries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1) {
    const [key, inner] = only;
    if (key === "Get" && typeof inner === "string") return getReference(inner, scope);
    if (key === "Std:Join" && isJsonObject(inner)) return join(inner, scope);
    if (key === "Std:JsonGet" && isJsonObject(inner)) return jsonGet(inner, scope);
  }
  return Object.fromEntries(
    await Promise.all(entries.map(async ([key, inner]) => [key, await resolve(inner, scope)])),
  );
}

/**
 * The same as {@link resolve}, before anything has run: what cannot be known yet becomes null.
 */
export async function resolveKnown(value: JsonValue, scope: ResolverScope): Promise<JsonValue> {
  if (isJsonArray(value)) return Promise.all(value.map((item) => resolveKnown(item, scope)));
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && ["Get", "Std:Join", "Std:JsonGet"].includes(keys[0] ?? "")) {
    try {
      return await resolve(value, scope);
    } catch (error) {
      if (error instanceof NotYetKnown || error instanceof StepFailure) return null;
      throw error;
    }
  }
  return Object.fromEntries(
    await Promise.all(
      Object.entries(value).map(async ([key, inner]) => [
        key,
        await resolveKnown(inner ?? null, scope),
      ]),
    ),
  );
}

/** A value as the text that Join and messages put in: numbers as they were written. */
export function textOf(value: JsonValue): string {
  if (isNumberText(value)) return value.text;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function getReference(text: string, scope: ResolverScope): JsonValue {
  const found = lookUpReference(parseReference(text), scope);
  if (found !== undefined) return found;
  throw new StepFailure(`ClientError: ${text} has no value.`);
}

function lookUpReference(reference: Reference, scope: ResolverScope): JsonValue | undefined {
  switch (reference.kind) {
    case "parameter":
      return scope.parameters.get(reference.name);
    case "execution":
      return scope.execution(reference.name);
    case "experiment":
      return lookUp(scope.experimentConfig, [reference.name]);
    case "propertyFile":
      return scope.propertyFile(reference.step, reference.name);
    case "property": {
      const properties = scope.properties(reference.step);
      if (properties === undefined) throw new NotYetKnown(`Steps.${reference.step}`);
      return lookUp(properties, reference.path.map(pathPart));
    }
  }
}

function pathPart(segment: PathSegment): PathPart {
  return segment.kind === "index" ? segment.index : segment.name;
}

function lookUpText(value: JsonValue, path: string): JsonValue | undefined {
  const parts = parsePath(path);
  return parts === undefined ? undefined : lookUp(value, parts);
}

async function join(call: JsonObject, scope: ResolverScope): Promise<string> {
  const values = call["Values"];
  const parts = isJsonArray(values) ? await Promise.all(values.map((v) => resolve(v, scope))) : [];
  return parts.map(textOf).join(textOf(call["On"] ?? ""));
}

async function jsonGet(call: JsonObject, scope: ResolverScope): Promise<JsonValue> {
  const uri = await jsonGetUri(call, scope);
  const path = String(await resolve(call["Path"] ?? "", scope));
  const text = await scope.readObject(uri);
  if (text === undefined) {
    throw new StepFailure(`ClientError: JsonGet found no object ${uri}.`);
  }
  const found = lookUpText(parseJson(text, uri), path);
  if (found === undefined) {
    throw new StepFailure(`ClientError: JsonGet found nothing at the path ${path} of ${uri}.`);
  }
  return found;
}

async function jsonGetUri(call: JsonObject, scope: ResolverScope): Promise<string> {
  const file = call["PropertyFile"];
  if (file === undefined) return textOf(await resolve(call["S3Uri"] ?? "", scope));
  const reference = isJsonObject(file) ? String(file["Get"]) : textOf(file);
  const uri = lookUpReference(parseReference(reference), scope);
  if (uri === undefined) throw new NotYetKnown(reference);
  return textOf(uri);
}

function parseJson(text: string, uri: string): JsonValue {
  try {
    // Whatever JSON.parse gives is a JSON value.
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new StepFailure(`ClientError: ${uri} is not JSON: ${detail}`);
  }
}
