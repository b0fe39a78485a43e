import { describe, Expression, toDefinition } from "../expression.ts";
import type { JsonObject } from "../json.ts";
import type { executionVariableNames } from "./execution-variable-names.ts";

class ExecutionVariable extends Expression<string> {
  readonly #name: string;

  constructor(name: (typeof executionVariableNames)[number]) {
    super();
    this.#name = name;
    Object.freeze(this);
  }

  override [toDefinition](): JsonObject {
    return { Get: this[describe]() };
  }

  override [describe](): string {
    return `Execution.${this.#name}`;
  }
}

/** What SageMaker knows about the run of a pipeline. */
export interface ExecutionVariables {
  /** When the run began. */
  readonly startDateTime: Expression<string>;
  /** The time at which the value is put in. */
  readonly currentDateTime: Expression<string>;
  readonly pipelineName: Expression<string>;
  readonly pipelineArn: Expression<string>;
  /** 12 letters and digits that name the run. */
  readonly pipelineExecutionId: Expression<string>;
  readonly pipelineExecutionArn: Expression<string>;
  /** Name of the training job of the step that uses it. */
  readonly trainingJobName: Expression<string>;
  /** Name of the processing job of the step that uses it. */
  readonly processingJobName: Expression<string>;
}

/**
 * The execution variables of SageMaker Pipelines.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-pipeline.html
 *
 * @example
 * ```ts
 * import { executionVariables, join } from "@nacre/core";
 *
 * const output = join("/", ["s3://my-bucket", executionVariables.pipelineExecutionId, "train"]);
 * ```
 */
export const executionVariables: ExecutionVariables = Object.freeze({
  startDateTime: new ExecutionVariable("StartDateTime"),
  currentDateTime: new ExecutionVariable("CurrentDateTime"),
  pipelineName: new ExecutionVariable("PipelineName"),
  pipelineArn: new ExecutionVariable("PipelineArn"),
  pipelineExecutionId: new ExecutionVariable("PipelineExecutionId"),
  pipelineExecutionArn: new ExecutionVariable("PipelineExecutionArn"),
  trainingJobName: new ExecutionVariable("TrainingJobName"),
  processingJobName: new ExecutionVariable("ProcessingJobName"),
});
