import type { JsonObject, JsonValue } from "../json.ts";

/**
 * A pipeline definition, as SageMaker stores it: from Nacre, the Python SDK or the console.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 */
export interface PipelineDefinition extends JsonObject {
  /** Version of the format, `2020-12-01`. */
  readonly Version: string;
  readonly Metadata?: JsonObject;
  readonly Parameters?: readonly ParameterDefinition[];
  readonly PipelineExperimentConfig?: JsonObject | null;
  readonly MlflowConfig?: JsonObject | null;
  readonly Steps: readonly StepDefinition[];
}

/** A parameter as the definition has it. */
export interface ParameterDefinition extends JsonObject {
  readonly Name: string;
  /** `String`, `Integer`, `Float` or `Boolean`. */
  readonly Type: string;
  readonly DefaultValue?: JsonValue;
  readonly EnumValues?: readonly JsonValue[];
}

/** A step as the definition has it, with whatever further members its type has. */
export interface StepDefinition extends JsonObject {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments: JsonObject;
  readonly DependsOn?: readonly string[];
  readonly PropertyFiles?: readonly PropertyFileDefinition[];
}

/** A property file as the definition has it. */
export interface PropertyFileDefinition extends JsonObject {
  readonly PropertyFileName: string;
  /** Name of the output of the step that holds the file. */
  readonly OutputName: string;
  /** Path of the file inside that output. */
  readonly FilePath: string;
}
