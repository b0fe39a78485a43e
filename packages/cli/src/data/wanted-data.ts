import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { AppContext, AppData, PipelineDefinition } from "@nacre/core";
import { userError } from "../errors.ts";

/** Data to be put where a parameter points. */
export interface WantedData {
  readonly parameter: string;
  /** Where the parameter's default value points. */
  readonly uri: string;
  /** A file here, or an object elsewhere in S3. */
  readonly from: { readonly file: string } | { readonly object: string };
}

/** What says which data goes where. */
export interface DataRequest {
  readonly definition: PipelineDefinition;
  /** The app's declarations by parameter. */
  readonly declared: AppData;
  readonly context: AppContext;
  /** Values of `--from`: `FILE` or `PARAM=FILE`. */
  readonly from: readonly string[];
}

/**
 * Decides what is put where: the files that were given, else what the app names as the source. When
 * files are given, parameters without one are left alone.
 *
 * @throws NacreError `DATA_PARAMETER_UNKNOWN`, `DATA_PARAMETER_NOT_S3`, `DATA_SOURCE_UNKNOWN`,
 * `CANNOT_READ`
 */
export function wantedData(request: DataRequest): WantedData[] {
  const { declared, from, context } = request;
  if (from.length > 0) {
    return from.map((text) => {
      const [parameter, path] = parameterAndFile(text, request);
      const file = existingFile(path);
      return { parameter, uri: targetOf(parameter, file, request), from: { file } };
    });
  }
  const sources = Object.entries(declared).flatMap(([parameter, { source }]) =>
    source === undefined ? [] : [{ parameter, object: source(context) }],
  );
  if (sources.length === 0) {
    throw userError("DATA_SOURCE_UNKNOWN", "the app does not say where its data comes from", {
      help: "give it: --from PARAM=FILE; or name it in the app: export const data = { PARAM: { option, source } }",
    });
  }
  return sources.map(({ parameter, object }) => ({
    parameter,
    uri: targetOf(parameter, object, request),
    from: { object: checkedObject(parameter, object) },
  }));
}

/** `PARAM=FILE`, or a file whose name the default value of a parameter ends with. */
function parameterAndFile(
  text: string,
  { definition, declared }: DataRequest,
): readonly [parameter: string, file: string] {
  const parameters = definition.Parameters ?? [];
  const equals = text.indexOf("=");
  const named = parameters.find(({ Name }) => Name === text.slice(0, Math.max(equals, 0)));
  if (named !== undefined) return [named.Name, text.slice(equals + 1)];
  const fitting = parameters.filter(
    ({ DefaultValue }) =>
      typeof DefaultValue === "string" && DefaultValue.endsWith(`/${basename(text)}`),
  );
  const names = Object.keys(declared);
  const found = fitting.length === 1 ? fitting[0]?.Name : names.length === 1 ? names[0] : undefined;
  if (found !== undefined) return [found, text];
  throw userError("DATA_PARAMETER_UNKNOWN", `--from ${text}: which parameter is it for?`, {
    help: `name it: --from PARAM=FILE with PARAM one of ${parameters.map(({ Name }) => Name).join(", ")}`,
  });
}

function targetOf(parameter: string, source: string, { definition }: DataRequest): string {
  const value = definition.Parameters?.find(({ Name }) => Name === parameter)?.DefaultValue;
  if (typeof value === "string" && /^s3:\/\/[^/]+\/./.test(value)) {
    return value.endsWith("/") ? value + basename(source) : value;
  }
  throw userError(
    "DATA_PARAMETER_NOT_S3",
    `parameter ${parameter} must have the S3 URI of an object as its default to take data, but ` +
      (value === undefined ? "has none" : `has ${String(value)}`),
    { help: "give the parameter such a default, or put the data by hand: aws s3 cp FILE S3URI" },
  );
}

function checkedObject(parameter: string, uri: string): string {
  if (/^s3:\/\/[^/]+\/.*[^/]$/.test(uri)) return uri;
  throw userError(
    "DATA_SOURCE_UNKNOWN",
    `the source of ${parameter} is no S3 URI of an object: ${uri}`,
    {
      help: "for example s3://bucket/data.csv, in the export `data` of the app file",
    },
  );
}

function existingFile(path: string): string {
  const file = resolve(path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw userError("CANNOT_READ", `there is no file ${file}`, { help: "check the path" });
}
