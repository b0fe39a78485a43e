import { NacreError, type PipelineDefinition, readDefinition } from "@nacre/core";
import { userError } from "../errors.ts";
import { isFault } from "./faults.ts";
import type { Session } from "./session.ts";

/** A pipeline as SageMaker has it. */
export interface DeployedDefinition {
  readonly arn: string;
  readonly roleArn: string;
  /** The definition as the service gives it. */
  readonly text: string;
  readonly definition: PipelineDefinition;
}

/**
 * The definition of a pipeline, by name or ARN, as it is or in an earlier version; undefined when there
 * is no such pipeline, or no such version.
 *
 * @throws NacreError `DEFINITION_UNREADABLE` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipeline.html
 */
export async function describePipeline(
  session: Session,
  pipeline: string,
  version?: number,
): Promise<DeployedDefinition | undefined> {
  const client = await session.sagemaker();
  const { DescribePipelineCommand } = await import("./clients/sagemaker.ts");
  try {
    const found = await client.send(
      new DescribePipelineCommand({ PipelineName: pipeline, PipelineVersionId: version }),
    );
    return {
      arn: found.PipelineArn ?? "",
      roleArn: found.RoleArn ?? "",
      text: found.PipelineDefinition ?? "",
      definition: read(found.PipelineDefinition, pipeline),
    };
  } catch (error) {
    if (isFault(error, "ResourceNotFound")) return undefined;
    // Some services say that the request is not valid; the list then tells whether there is one.
    if (isFault(error, "ValidationException") && !(await isListed(session, pipeline))) {
      return undefined;
    }
    throw error;
  }
}

async function isListed(session: Session, pipeline: string): Promise<boolean> {
  const name = pipeline.split("/").at(-1) ?? pipeline;
  const client = await session.sagemaker();
  const { paginateListPipelines } = await import("./clients/sagemaker.ts");
  for await (const page of paginateListPipelines({ client }, { PipelineNamePrefix: name })) {
    if (page.PipelineSummaries?.some(({ PipelineName }) => PipelineName === name)) return true;
  }
  return false;
}

/**
 * The definition that an execution ran.
 *
 * @throws NacreError `DEFINITION_UNREADABLE` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipelineDefinitionForExecution.html
 */
export async function describeExecutionDefinition(
  session: Session,
  execution: string,
): Promise<PipelineDefinition> {
  const client = await session.sagemaker();
  const { DescribePipelineDefinitionForExecutionCommand } = await import("./clients/sagemaker.ts");
  const found = await client.send(
    new DescribePipelineDefinitionForExecutionCommand({ PipelineExecutionArn: execution }),
  );
  return read(found.PipelineDefinition, execution);
}

function read(text: string | undefined, from: string): PipelineDefinition {
  try {
    return readDefinition(text ?? "");
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    throw userError("DEFINITION_UNREADABLE", `the definition of ${from}: ${error.message}`, {
      at: error.at,
      help: "what the service holds is no definition that nacre can read; deploy it anew",
      cause: error,
    });
  }
}
