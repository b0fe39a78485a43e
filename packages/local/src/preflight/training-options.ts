import { numberOf, type JsonObject } from "@nacre/core";
import type { JobRuntime } from "../jobs/images.ts";
import { object, objects, text } from "../plan.ts";
import { containerImage, unsupportedJobImage } from "./image.ts";
import { userProgram } from "../steps/script-mode.ts";
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
    ...unsupportedScriptMode(args, runtime),
    ...objects(args["InputDataConfig"]).flatMap((channel) => unsupportedChannel(channel, mode)),
    ...unsupportedMembers(args),
  ];
}

function unsupportedScriptMode(args: JsonObject, runtime: JobRuntime): Unsupported[] {
  const program = userProgram(args);
  if (program === undefined) return [];
  if (containerImage("Training", args, runtime) !== undefined) {
    return [
      {
        reason: "its image would fetch the program of script mode from S3 itself",
        cure: "Use the runtime python, or name the program as ContainerEntrypoint.",
      },
    ];
  }
  const { archive, program: name } = program;
  const hyperparameters = object(args["HyperParameters"]);
  const isMissing = !["sagemaker_program", "sagemaker_submit_directory"].every(
    (member) => member in hyperparameters,
  );
  if (isMissing || name === "" || (archive !== undefined && !archive.startsWith("s3://"))) {
    return [
      {
        reason: "it runs a script of the user's (script mode) that does not come from S3",
        cure: "Give both sagemaker_program and sagemaker_submit_directory, the S3 URI of a tar.gz.",
      },
    ];
  }
  return [];
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
