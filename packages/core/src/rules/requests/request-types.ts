import type { JsonObject } from "../../json.ts";

/**
 * What CreatePipeline and UpdatePipeline are asked besides the definition, by the API's field names.
 * Further members of a request, such as its token, may be there; they are not looked at.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html
 */
export interface DeploymentRequest {
  /** 1 to 256 letters, digits and inner hyphens; the service has been seen to refuse more than 82. */
  readonly PipelineName?: string | undefined;
  /** Of the form of a name. */
  readonly PipelineDisplayName?: string | undefined;
  /** At most 3,072 characters. */
  readonly PipelineDescription?: string | undefined;
  /** ARN of the role that runs start with: 20 to 2,048 characters. */
  readonly RoleArn?: string | undefined;
  /** At most 50, each key once. */
  readonly Tags?: readonly RequestTag[] | undefined;
  /** How many steps of a run go on at once. */
  readonly ParallelismConfiguration?: RequestParallelism | undefined;
}

/**
 * What StartPipelineExecution is asked, by the API's field names. Further members may be there; they
 * are not looked at.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html
 */
export interface StartRequest {
  /** 1 to 82 letters, digits and inner hyphens. */
  readonly PipelineExecutionDisplayName?: string | undefined;
  /** At most 3,072 characters. */
  readonly PipelineExecutionDescription?: string | undefined;
  /** At most 200, each value as text of 1 to 1,024 characters. */
  readonly PipelineParameters?: readonly RequestParameter[] | undefined;
  /** ARN of a role that this run starts with in place of the pipeline's: 20 to 2,048 characters. */
  readonly RoleArn?: string | undefined;
  /** How many steps of this run go on at once. */
  readonly ParallelismConfiguration?: RequestParallelism | undefined;
  /** The steps to run, where not all are to. */
  readonly SelectiveExecutionConfig?: RequestSelection | undefined;
}

/** A tag of a request. */
export interface RequestTag {
  /** 1 to 128 letters, digits, spaces and `_.:/=+-@`; not beginning with `aws:`. */
  readonly Key?: string | undefined;
  /** At most 256 such characters. */
  readonly Value?: string | undefined;
}

/** A value for a parameter of a pipeline. */
export interface RequestParameter {
  readonly Name?: string | undefined;
  /** As text, whatever the type of the parameter. */
  readonly Value?: string | undefined;
}

/** How many steps go on at once. */
export interface RequestParallelism {
  /** At least 1. */
  readonly MaxParallelExecutionSteps?: number | undefined;
}

/** The steps that a run is to consist of. */
export interface RequestSelection {
  /** The earlier run that the steps not selected are taken from. */
  readonly SourcePipelineExecutionArn?: string | undefined;
  /** 1 to 50 steps. */
  readonly SelectedSteps?: readonly { readonly StepName?: string | undefined }[] | undefined;
}

/** The requests that a definition is looked at with: none, or one of these. */
export interface Requests {
  readonly deployment?: JsonObject;
  readonly start?: JsonObject;
}
