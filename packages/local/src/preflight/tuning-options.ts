import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import type { JobRuntime } from "../jobs/images.ts";
import { readTuningJob, trainingArguments } from "../tuning/tuning-job.ts";
import type { Unsupported } from "./problem.ts";
import { unsupportedTraining } from "./training-options.ts";

/** What of a Tuning step's arguments, as far as they are known, cannot be done here. */
export function unsupportedTuning(args: JsonObject, runtime: JobRuntime): Unsupported[] {
  const training = unsupportedTraining(trainingArguments(args), runtime);
  // What is not known before the run is refused in it, if need be.
  if (!isKnown(args["HyperParameterTuningJobConfig"])) return training;
  const job = readTuningJob(args, "");
  return "faults" in job ? [...job.faults, ...training] : training;
}

function isKnown(value: JsonValue | undefined): boolean {
  if (isJsonArray(value)) return value.every(isKnown);
  if (isJsonObject(value)) return Object.values(value).every(isKnown);
  return value !== null;
}
