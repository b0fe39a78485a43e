import { type JsonValue, NacreError, type StepDefinition } from "@nacre/core";
import { numbersIn } from "@nacre/graph/executions";
import type { ObjectReader, OpenObject } from "@nacre/local";
import type { LocatedView } from "../../api.ts";
import { allowed, isFault } from "../errors/faults.ts";

/** The longest file that is read for its numbers, in bytes. */
const longestFile = 1024 * 1024;
/** The most numbers of one file: a list of thousands is data, not a metric. */
const mostNumbers = 50;

/** A file that holds numbers. */
export interface MetricsFile {
  /** What its numbers are called by. */
  readonly name: string;
  /** Its S3 URI. */
  readonly uri: string;
}

/** The property files of a step, where its outputs lie. */
export function propertyFilesOf(
  declared: StepDefinition | undefined,
  outputs: readonly LocatedView[],
): MetricsFile[] {
  return (declared?.PropertyFiles ?? []).flatMap(({ PropertyFileName, OutputName, FilePath }) => {
    const folder = outputs.find(({ name }) => name === OutputName);
    if (folder === undefined) return [];
    return [{ name: PropertyFileName, uri: `${folder.uri.replace(/\/$/, "")}/${FilePath}` }];
  });
}

/**
 * The numbers of a JSON file by `NAME: path.in.the.file`. A step may have left no file, half of one, or one
 * that was deleted since: then there are none.
 */
export async function metricsIn(
  objects: ObjectReader,
  { name, uri }: MetricsFile,
): Promise<[string, number][]> {
  const value = await readJson(objects, uri);
  return numbersIn(value)
    .slice(0, mostNumbers)
    .map(([path, number]) => [`${name}: ${path}`, number]);
}

async function readJson(objects: ObjectReader, uri: string): Promise<JsonValue | undefined> {
  const opened = await open(objects, uri);
  if (opened === undefined) return undefined;
  if (opened.size > longestFile) {
    await opened.body.cancel();
    return undefined;
  }
  const text = await new Response(opened.body).text();
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

async function open(objects: ObjectReader, uri: string): Promise<OpenObject | undefined> {
  try {
    return await allowed("s3:GetObject", () => objects.open(uri));
  } catch (error) {
    if (isFault(error, "NoSuchBucket") || isS3Uri(error)) return undefined;
    throw error;
  }
}

/** A place that a definition names may be none. */
function isS3Uri(error: unknown): boolean {
  return error instanceof NacreError && error.code === "S3_URI_INVALID";
}
