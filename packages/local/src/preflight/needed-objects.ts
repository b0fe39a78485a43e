import type { JsonObject } from "@nacre/core";
import { object, objects, text, texts } from "../plan.ts";
import { containers } from "../steps/model.ts";
import { processingInputs, processingOutputs } from "../steps/processing.ts";
import { userProgram } from "../steps/script-mode.ts";
import { trainingChannels } from "../steps/training.ts";
import { trainingArguments } from "../tuning/tuning-job.ts";
import { transformInput } from "../steps/transform.ts";

/** Objects that a step reads. */
export interface NeededObjects {
  /** The S3 URI or prefix. */
  readonly uri: string;
  /** Whether it is the program or data. */
  readonly kind: "code" | "data";
}

/** The S3 URIs that a step reads, as far as its arguments are known. */
export function neededObjects(type: string, args: JsonObject): NeededObjects[] {
  return readBy(type, args).filter(({ uri }) => uri !== "");
}

function readBy(type: string, args: JsonObject): NeededObjects[] {
  switch (type) {
    case "Processing":
      return processingInputs(args).map(({ name, uri, path }) => ({
        uri,
        kind: name === "code" || isRunFrom(path, args) ? "code" : "data",
      }));
    case "Training":
      return [
        ...trainingChannels(args).map(({ uri }): NeededObjects => ({ uri, kind: "data" })),
        { uri: userProgram(args)?.archive ?? "", kind: "code" },
      ];
    case "QualityCheck":
      return readBy("Processing", args);
    case "Tuning":
      return readBy("Training", trainingArguments(args));
    case "Transform":
      return [{ uri: transformInput(args).uri, kind: "data" }];
    case "Model":
      return modelData(containers(args));
    case "RegisterModel":
      return modelData(objects(object(args["InferenceSpecification"])["Containers"]));
    default:
      return [];
  }
}

/** Whether the entrypoint names a file below a folder. */
function isRunFrom(folder: string, args: JsonObject): boolean {
  const entrypoint = texts(object(args["AppSpecification"])["ContainerEntrypoint"]);
  return entrypoint.some((part) => {
    const rest = part.startsWith(`${folder}/`) ? part.slice(folder.length + 1) : "/";
    return !rest.includes("/");
  });
}

function modelData(list: readonly JsonObject[]): NeededObjects[] {
  return list.map((container) => ({ uri: text(container["ModelDataUrl"]) ?? "", kind: "data" }));
}

/** The S3 prefixes that a step writes below, as far as its arguments are known. */
export function writtenPrefixes(type: string, args: JsonObject): string[] {
  return writtenBy(type, args).filter((uri) => uri !== "");
}

function writtenBy(type: string, args: JsonObject): string[] {
  switch (type) {
    case "Processing":
      return processingOutputs(args).map(({ uri }) => uri);
    case "Training":
      return [text(object(args["OutputDataConfig"])["S3OutputPath"]) ?? ""];
    case "QualityCheck":
      return writtenBy("Processing", args);
    case "Tuning":
      return writtenBy("Training", trainingArguments(args));
    case "Transform":
      return [text(object(args["TransformOutput"])["S3OutputPath"]) ?? ""];
    default:
      return [];
  }
}
