import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { AppData, PipelineDefinition } from "@nacre/core";
import type { PutFile } from "@nacre/local";
import { userError } from "../errors.ts";
import { writeFileWhole } from "../output.ts";

/** What a run puts into the store for a parameter that holds an S3 URI. */
export interface DataInput {
  /** Name of the parameter. */
  readonly parameter: string;
  /** The object's S3 URI: the parameter's value. */
  readonly uri: string;
  /** The file on this machine. */
  readonly file: string;
  /** True when the app made it up because no file was given. */
  readonly synthetic: boolean;
}

/** What says which files are data of which parameter. */
export interface DataRequest {
  readonly definition: PipelineDefinition;
  /** Values given with `--param`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The app's declarations by parameter. */
  readonly declared: AppData;
  /** Values of `--data`: `FILE` or `PARAM=FILE`. */
  readonly data: readonly string[];
  /** Value of `--batch`. */
  readonly batch: string | undefined;
  /** State folder; samples are kept in `samples/` in it. */
  readonly home: string;
}

/** The parameters that `--data` and `--batch` mean where no app declares any. */
const usualParameters = { data: "InputData", batch: "BatchData" } as const;

/**
 * Decides which file goes into the store for which parameter: those given, else the app's samples. A
 * parameter set with `--param` gets no sample: it names an object that is expected to be there.
 *
 * @throws NacreError `DATA_PARAMETER_UNKNOWN`, `DATA_PARAMETER_NOT_S3`, `CANNOT_READ`
 */
export async function collectData(request: DataRequest): Promise<DataInput[]> {
  const given = new Map<string, string>();
  for (const text of request.data) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(equals, 0));
    if (parameterNames(request).includes(name)) given.set(name, text.slice(equals + 1));
    else given.set(parameterOf("data", text, request), text);
  }
  if (request.batch !== undefined) {
    given.set(parameterOf("batch", request.batch, request), request.batch);
  }
  const inputs = [...given].map(([parameter, path]) => {
    const file = existingFile(path);
    return { parameter, file, uri: objectUri(parameter, file, request), synthetic: false };
  });
  const samples = Object.entries(request.declared)
    .filter(([name]) => !given.has(name) && !request.parameters.has(name))
    .map(([parameter, { sample }]) => sample && writeSample(parameter, sample, request));
  return [...inputs, ...(await Promise.all(samples)).filter((input) => input !== undefined)];
}

async function writeSample(
  parameter: string,
  sample: () => string | Promise<string>,
  request: DataRequest,
): Promise<DataInput> {
  const text = await sample();
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const file = join(request.home, "samples", `${parameter}-${digest}`);
  const uri = objectUri(parameter, file, request);
  const help = "make room, or keep the state in a folder that may be written to: --home DIR";
  writeFileWhole(file, text, help);
  return { parameter, file, uri, synthetic: true };
}

/**
 * Reads `--put S3URI=FILE`; a folder stands for all files in it. Both sides may hold `=`: the split
 * is where a file of that name is.
 *
 * @throws NacreError `BAD_OPTION`, `CANNOT_READ`
 */
export function readPuts(given: readonly string[]): PutFile[] {
  return given.flatMap((text) => {
    const places = [...text.matchAll(/=/g)].map(({ index }) => index);
    const place = places.find((at) => isThere(text.slice(at + 1))) ?? places.at(-1);
    const uri = text.slice(0, place);
    if (place === undefined || !/^s3:\/\/[^/]+\/./.test(uri)) {
      throw userError("BAD_OPTION", `--put ${text}: this is not of the form S3URI=FILE`, {
        help: "for example --put s3://bucket/code/train.py=train.py",
      });
    }
    const file = text.slice(place + 1);
    return isThere(file) && statSync(file).isDirectory()
      ? readFolder(uri, resolve(file))
      : [{ uri: uri.endsWith("/") ? uri + basename(file) : uri, file: existingFile(file) }];
  });
}

/** Every file of a folder, under the URI that stands for the folder. */
function readFolder(uri: string, folder: string): PutFile[] {
  const files = filesIn(folder);
  if (files.length === 0) {
    throw userError("CANNOT_READ", `there is no file in ${folder}`, {
      help: "an object is a file: a folder without files puts nothing into the store",
    });
  }
  return files.map((file) => ({
    uri: `${uri.replace(/\/$/, "")}/${relative(folder, file).replaceAll(sep, "/")}`,
    file,
  }));
}

function parameterOf(option: "data" | "batch", given: string, request: DataRequest): string {
  const names = parameterNames(request);
  const declared = Object.keys(request.declared).find(
    (name) => request.declared[name]?.option === option,
  );
  const name = declared ?? usualParameters[option];
  if (names.includes(name)) return name;
  throw userError(
    "DATA_PARAMETER_UNKNOWN",
    `--${option} ${given}: the pipeline has no parameter ${name} to give it to`,
    {
      help:
        names.length > 0
          ? `name the parameter: --data PARAM=FILE with PARAM one of ${names.join(", ")}`
          : "it has no parameters at all; put the file where a step reads it: --put S3URI=FILE",
    },
  );
}

function objectUri(parameter: string, file: string, request: DataRequest): string {
  const declared = request.definition.Parameters?.find(({ Name }) => Name === parameter);
  const value = request.parameters.get(parameter) ?? declared?.DefaultValue;
  if (typeof value === "string" && /^s3:\/\/[^/]+\/./.test(value)) {
    return value.endsWith("/") ? value + basename(file) : value;
  }
  throw userError(
    "DATA_PARAMETER_NOT_S3",
    `parameter ${parameter} must hold the S3 URI of an object to take a file, but ` +
      (value === undefined ? "has no value" : `is ${String(value)}`),
    { help: `set it too: --param ${parameter}=s3://bucket/key` },
  );
}

function parameterNames({ definition }: DataRequest): string[] {
  return (definition.Parameters ?? []).map(({ Name }) => Name);
}

function existingFile(path: string): string {
  const file = resolve(path);
  if (isThere(file) && statSync(file).isFile()) return file;
  throw userError("CANNOT_READ", `there is no file ${file}`, { help: "check the path" });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
