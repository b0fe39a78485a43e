import { numberOf, type JsonObject } from "@nacre/core";
import { belowMl } from "../jobs/job-folder.ts";
import type { JobRuntime } from "../jobs/images.ts";
import { object, objects, text, texts } from "../plan.ts";
import { processingInputs, processingOutputs } from "../steps/processing.ts";
import { containerImage, unsupportedJobImage } from "./image.ts";
import type { Unsupported } from "./problem.ts";

/** What of a Processing step's arguments, as far as they are known, cannot be done here. */
export function unsupportedProcessing(args: JsonObject, runtime: JobRuntime): Unsupported[] {
  const app = object(args["AppSpecification"]);
  const cluster = object(object(args["ProcessingResources"])["ClusterConfig"]);
  const problems = [
    ...unsupportedJobImage("Processing", args, runtime),
    ...unsupportedInstanceCount(numberOf(cluster["InstanceCount"])),
    ...objects(args["ProcessingInputs"]).flatMap(unsupportedInput),
    ...objects(object(args["ProcessingOutputConfig"])["Outputs"]).flatMap(unsupportedOutput),
    ...unsupportedPaths(args),
  ];
  const isPython = containerImage("Processing", args, runtime) === undefined;
  if (isPython && texts(app["ContainerEntrypoint"]).length === 0) {
    problems.push({
      reason:
        "it has no ContainerEntrypoint, so the image decides what runs, and there is no image here",
      cure: 'Name the program, for example ["python3", "/opt/ml/processing/input/code/script.py"].',
    });
  }
  return problems;
}

/** More than one instance is refused: the share of each would be wrong on one machine. */
export function unsupportedInstanceCount(count: number | undefined): Unsupported[] {
  if (count === undefined || count === 1) return [];
  const reason = `it asks for ${count} instances, and this is one machine`;
  return [{ reason, cure: "Run it with one instance." }];
}

function unsupportedInput(input: JsonObject): Unsupported[] {
  const name = text(input["InputName"]) ?? "without a name";
  if (input["DatasetDefinition"] !== undefined) {
    return [
      {
        reason: `its input ${name} is a DatasetDefinition (Athena or Redshift)`,
        cure: "Give the input as an S3Input.",
      },
    ];
  }
  const s3 = object(input["S3Input"]);
  return [
    ...unsupportedDataType(name, text(s3["S3DataType"])),
    ...unsupportedMode(name, text(s3["S3InputMode"])),
  ];
}

/** Only prefixes are read here. */
export function unsupportedDataType(input: string, type: string | undefined): Unsupported[] {
  if (type === undefined || type === "S3Prefix") return [];
  const reason = `its input ${input} has the S3DataType ${type}, which is not read here`;
  return [{ reason, cure: "Use S3Prefix." }];
}

/** Only files are given to jobs here. */
export function unsupportedMode(input: string, mode: string | undefined): Unsupported[] {
  if (mode === undefined || mode === "File" || mode === "FastFile") return [];
  const reason = `its input ${input} has the input mode ${mode}, which needs SageMaker`;
  return [{ reason, cure: "Use File." }];
}

function unsupportedOutput(output: JsonObject): Unsupported[] {
  const name = text(output["OutputName"]) ?? "without a name";
  if (output["FeatureStoreOutput"] === undefined) return [];
  const reason = `its output ${name} goes to the Feature Store, which is not here`;
  return [{ reason, cure: "Give the output as an S3Output." }];
}

function unsupportedPaths(args: JsonObject): Unsupported[] {
  const locations = [...processingInputs(args), ...processingOutputs(args)];
  return locations.flatMap(({ name, path }) => {
    if (path === "" || isBelowMl(path)) return [];
    const reason = `the LocalPath ${path} of ${name} is not below /opt/ml`;
    return [{ reason, cure: "Use a path below /opt/ml, such as /opt/ml/processing/input." }];
  });
}

function isBelowMl(path: string): boolean {
  try {
    return belowMl(path) !== "";
  } catch {
    return false;
  }
}
