import { type JsonObject, type JsonValue, isJsonObject } from "@nacre/core";
import { object, text } from "../plan.ts";
import { processingInputs, processingOutputs } from "../steps/processing.ts";
import type { Unsupported } from "./problem.ts";

/** What of a QualityCheck step cannot be done here. */
export function unsupportedQualityCheck(definition: JsonObject, args: JsonObject): Unsupported[] {
  const type = text(definition["CheckType"]);
  if (type !== "DATA_QUALITY") {
    return [
      {
        reason: `its CheckType is ${JSON.stringify(type ?? null)}, and only the quality of data is checked here`,
        cure: "Compute what you compare in a Processing step, or run this pipeline in SageMaker.",
      },
    ];
  }
  return [
    ...unsupportedFormat(object(args["Environment"])["dataset_format"]),
    ...unsupportedScripts(args),
    ...(processingOutputs(args).length === 1
      ? []
      : [{ reason: "it does not have exactly one output", cure: "Give it one output." }]),
  ];
}

function unsupportedFormat(format: JsonValue | undefined): Unsupported[] {
  // What is not known before the run is refused in it, if need be.
  if (format === null) return [];
  const formats = parsed(format);
  if (isJsonObject(formats["csv"]) || object(formats["json"])["lines"] === true) return [];
  return [
    {
      reason: `its dataset format is ${text(format) ?? "not given"}`,
      cure: "Use CSV, or JSON with one object a line.",
    },
  ];
}

function parsed(format: JsonValue | undefined): JsonObject {
  try {
    // Whatever JSON.parse gives is a JSON value.
    return object(JSON.parse(text(format) ?? "") as JsonValue);
  } catch {
    return {};
  }
}

function unsupportedScripts(args: JsonObject): Unsupported[] {
  const extra = processingInputs(args).filter(({ name }) => name.includes("script"));
  return extra.map(({ name }) => ({
    reason: `it has a script of its own (${name}), which Model Monitor's container would run`,
    cure: "Do that work in a Processing step before it.",
  }));
}
