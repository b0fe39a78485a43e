import { describe, Expression, toDefinition } from "../expression.ts";
import type { JsonObject } from "../json.ts";
import type { executionVariableNames } from "./execution-variable-names.ts";

type ExperimentMember = `PipelineExperimentConfig.${"ExperimentName" | "TrialName"}`;

class ExecutionVariable extends Expression<string> {
  readonly #name: string;

  constructor(name: `Execution.${(typeof executionVariableNames)[number]}` | ExperimentMember) {
    super();
    this.#name = name;
    Object.freeze(this);
  }

  override [toDefinition](): JsonObject {
    return { Get: this[describe]() };
  }

  override [describe](): string {
    return this.#name;
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
  /** Name of the experiment that the run belongs to. */
  readonly experimentName: Expression<string>;
  /** Name of the trial that the run belongs to. */
  readonly trialName: Expression<string>;
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
  startDateTime: new ExecutionVariable("Execution.StartDateTime"),
  currentDateTime: new ExecutionVariable("Execution.CurrentDateTime"),
  pipelineName: new ExecutionVariable("Execution.PipelineName"),
  pipelineArn: new ExecutionVariable("Execution.PipelineArn"),
  pipelineExecutionId: new ExecutionVariable("Execution.PipelineExecutionId"),
  pipelineExecutionArn: new ExecutionVariable("Execution.PipelineExecutionArn"),
  trainingJobName: new ExecutionVariable("Execution.TrainingJobName"),
  processingJobName: new ExecutionVariable("Execution.ProcessingJobName"),
  experimentName: new ExecutionVariable("PipelineExperimentConfig.ExperimentName"),
  trialName: new ExecutionVariable("PipelineExperimentConfig.TrialName"),
});
