import type { JsonObject } from "@nacre/core";
import type { ExecutionRecord } from "../../state/executions.ts";
import type { PipelineRecord } from "../../state/pipelines.ts";
import { executionIdIn, nameIn, pipelineArn, resourceOf } from "../arns.ts";
import type { Call } from "../context.ts";
import { notFound } from "../fault.ts";
import { requiredText } from "../input.ts";

/**
 * The pipeline that a name or an ARN names.
 *
 * @throws ServiceFault `ResourceNotFound`
 */
export function findPipeline(nameOrArn: string, { pipelines, region }: Call): PipelineRecord {
  const name = nameIn(nameOrArn);
  const pipeline = pipelines.get(name);
  if (pipeline !== undefined) return pipeline;
  throw notFound(`Pipeline '${pipelineArn(region, name)}' does not exist.`);
}

/**
 * The execution that a request names.
 *
 * @throws ServiceFault `ResourceNotFound`
 */
export function findExecution(input: JsonObject, { executions }: Call): ExecutionRecord {
  const arn = requiredText(input, "PipelineExecutionArn");
  const execution = executions.get(executionIdIn(arn));
  const isIt =
    execution !== undefined &&
    resourceOf(execution.arn)?.path === resourceOf(arn)?.path.toLowerCase();
  if (isIt) return execution;
  throw notFound(`Pipeline execution '${arn}' does not exist.`);
}
