import { isJsonObject, type JsonValue, type StepDefinition } from "@nacre/core";
import type { ObjectReader } from "@nacre/local";
import type { LocatedView } from "../../api.ts";

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
 * The numbers of a JSON file by `NAME: path.in.the.file`. A step that failed may have left no file, or
 * half of one: then there are none.
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
  try {
    const opened = await objects.open(uri);
    if (opened === undefined) return undefined;
    if (opened.size > longestFile) {
      await opened.body.cancel();
      return undefined;
    }
    const value: JsonValue = JSON.parse(await new Response(opened.body).text());
    return value;
  } catch {
    return undefined;
  }
}

function numbersIn(value: JsonValue | undefined, path = ""): [string, number][] {
  if (typeof value === "number") return Number.isFinite(value) ? [[path, value]] : [];
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    numbersIn(inner, path === "" ? key : `${path}.${key}`),
  );
}
