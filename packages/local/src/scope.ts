import type { JsonObject, JsonValue } from "@nacre/core";
import { object, type PlannedStep } from "./plan.ts";
import type { ParameterValue } from "./resolve/parameters.ts";
import { lookUp } from "./resolve/path.ts";
import type { ResolverScope } from "./resolve/resolver.ts";
import type { JobNames } from "./run-context.ts";
import type { Objects } from "./objects/objects.ts";
import { joinS3Uri } from "./objects/s3-uri.ts";

/** What an execution's references stand for. */
export interface ExecutionScope {
  /** The execution's id. */
  readonly executionId: string;
  /** Its ARN. */
  readonly executionArn: string;
  /** The pipeline's name. */
  readonly pipelineName: string;
  /** The pipeline's ARN. */
  readonly pipelineArn: string;
  /** When it started. */
  readonly startTime: Date;
  /** The value of every parameter. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The properties of a step; undefined until it has succeeded. */
  readonly properties: (step: string) => JsonObject | undefined;
  /** All steps by their names. */
  readonly steps: ReadonlyMap<string, PlannedStep>;
  /** The resolved `PipelineExperimentConfig`. */
  readonly experimentConfig: JsonObject;
  /** The objects as the execution sees them. */
  readonly objects: Objects;
}

/**
 * What references stand for in one step of an execution.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-variables.html
 */
export function scopeOf(execution: ExecutionScope, job: JobNames = {}): ResolverScope {
  const { parameters, properties, experimentConfig, objects } = execution;
  return {
    parameters,
    experimentConfig,
    execution: (name) => executionVariable(name, execution, job),
    properties,
    propertyFile: (step, name) => propertyFileUri(execution, step, name),
    readObject: (uri) => objects.readText(uri),
  };
}

function executionVariable(
  name: string,
  { executionId, executionArn, pipelineName, pipelineArn, startTime }: ExecutionScope,
  job: JobNames,
): string | undefined {
  switch (name) {
    case "PipelineName":
      return pipelineName;
    case "PipelineArn":
      return pipelineArn;
    case "PipelineExecutionId":
      return executionId;
    case "PipelineExecutionArn":
      return executionArn;
    case "StartDateTime":
      return startTime.toISOString();
    case "CurrentDateTime":
      return new Date().toISOString();
    case "TrainingJobName":
      return job.TrainingJobName;
    case "ProcessingJobName":
      return job.ProcessingJobName;
    default:
      return undefined;
  }
}

function propertyFileUri(
  { steps, properties }: ExecutionScope,
  stepName: string,
  name: string,
): string | undefined {
  const file = steps
    .get(stepName)
    ?.definition.PropertyFiles?.find(({ PropertyFileName }) => PropertyFileName === name);
  const config: JsonValue = object(properties(stepName)?.["ProcessingOutputConfig"]);
  if (file === undefined) return undefined;
  const uri = lookUp(config, ["Outputs", file.OutputName, "S3Output", "S3Uri"]);
  return typeof uri === "string" ? joinS3Uri(uri, file.FilePath) : undefined;
}
