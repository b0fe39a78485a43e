import { numberOf, type JsonObject } from "@nacre/core";
import type { JobRuntime } from "../jobs/images.ts";
import { object, objects, text } from "../plan.ts";
import { unsupportedJobImage } from "./image.ts";
import type { Unsupported } from "./problem.ts";
import {
  unsupportedDataType,
  unsupportedInstanceCount,
  unsupportedMode,
} from "./processing-options.ts";

/** What of a Training step's arguments, as far as they are known, cannot be done here. */
export function unsupportedTraining(args: JsonObject, runtime: JobRuntime): Unsupported[] {
  const algorithm = object(args["AlgorithmSpecification"]);
  const resources = object(args["ResourceConfig"]);
  const mode = text(algorithm["TrainingInputMode"]);
  return [
    ...(algorithm["AlgorithmName"] === undefined
      ? unsupportedJobImage("Training", args, runtime)
      : [{ reason: "it names an AlgorithmName", cure: "Use a TrainingImage." }]),
    ...unsupportedInstanceCount(numberOf(resources["InstanceCount"])),
    ...unsupportedScriptMode(object(args["HyperParameters"])),
    ...objects(args["InputDataConfig"]).flatMap((channel) => unsupportedChannel(channel, mode)),
    ...unsupportedMembers(args),
  ];
}

function unsupportedScriptMode(hyperparameters: JsonObject): Unsupported[] {
  const members = ["sagemaker_program", "sagemaker_submit_directory"];
  if (!members.some((member) => member in hyperparameters)) return [];
  return [
    {
      reason: "it runs a script of the user's in the framework's image (script mode)",
      cure: "Use the built-in algorithm, or name the program as ContainerEntrypoint.",
    },
  ];
}

function unsupportedChannel(channel: JsonObject, byDefault: string | undefined): Unsupported[] {
  const name = text(channel["ChannelName"]) ?? "without a name";
  const source = object(channel["DataSource"]);
  if (source["S3DataSource"] === undefined) {
    const reason = `its channel ${name} does not come from S3`;
    return [{ reason, cure: "Use an S3DataSource." }];
  }
  return [
    ...unsupportedDataType(name, text(object(source["S3DataSource"])["S3DataType"])),
    ...unsupportedMode(name, text(channel["InputMode"]) ?? byDefault),
  ];
}

function unsupportedMembers(args: JsonObject): Unsupported[] {
  const groups = objects(object(args["ResourceConfig"])["InstanceGroups"]);
  return [
    ...(groups.length > 0
      ? [
          {
            reason: "it asks for instance groups, and this is one machine",
            cure: "Use InstanceCount 1.",
          },
        ]
      : []),
    ...(args["CheckpointConfig"] === undefined
      ? []
      : [
          {
            reason: "it keeps checkpoints, which is not done here",
            cure: "Leave CheckpointConfig out.",
          },
        ]),
  ];
}
