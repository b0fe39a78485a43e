import { createHash } from "node:crypto";
import {
  DescribePipelineCommand,
  ListTagsCommand,
  type DescribePipelineResponse,
  paginateListPipelines,
} from "@aws-sdk/client-sagemaker";
import { NacreError, type PipelineDefinition, readDefinition } from "@nacre/core";
import { isFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import type { PipelineSettings } from "./settings.ts";

/** A pipeline as SageMaker has it. */
export interface Deployed {
  readonly arn: string;
  /** `Active` or `Deleting`. */
  readonly status: string;
  readonly roleArn: string;
  /** The definition as the service gives it. */
  readonly text: string;
  /** Undefined when the text is no definition that can be read. */
  readonly definition: PipelineDefinition | undefined;
  readonly settings: PipelineSettings;
}

/**
 * A pipeline as it is deployed; undefined when there is none of that name.
 *
 * @throws NacreError those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipeline.html
 */
export async function readDeployed(session: Session, name: string): Promise<Deployed | undefined> {
  const client = await session.sagemaker();
  let found: DescribePipelineResponse;
  try {
    found = await client.send(new DescribePipelineCommand({ PipelineName: name }));
  } catch (error) {
    if (isFault(error, "ResourceNotFound")) return undefined;
    // Some services say that the request is not valid; the list then tells whether there is one.
    if (isFault(error, "ValidationException") && !(await isListed(session, name))) return undefined;
    throw error;
  }
  const arn = found.PipelineArn ?? "";
  const { Tags = [] } = await client.send(
    new ListTagsCommand({ ResourceArn: arn, MaxResults: 100 }),
  );
  const text = found.PipelineDefinition ?? "";
  return {
    arn,
    status: found.PipelineStatus ?? "Active",
    roleArn: found.RoleArn ?? "",
    text,
    definition: tryRead(text),
    settings: {
      displayName: found.PipelineDisplayName,
      description: found.PipelineDescription,
      maxParallelExecutionSteps: found.ParallelismConfiguration?.MaxParallelExecutionSteps,
      tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    },
  };
}

/** A text that two states share only when they are the same: what a saved plan was made for. */
export function fingerprintOf(deployed: Deployed | undefined): string {
  if (deployed === undefined) return "none";
  const { arn, roleArn, text, settings } = deployed;
  const { displayName, description, maxParallelExecutionSteps, tags } = settings;
  const sorted = Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = [arn, roleArn, text, displayName, description, maxParallelExecutionSteps, sorted];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

async function isListed(session: Session, name: string): Promise<boolean> {
  const client = await session.sagemaker();
  for await (const page of paginateListPipelines({ client }, { PipelineNamePrefix: name })) {
    if (page.PipelineSummaries?.some(({ PipelineName }) => PipelineName === name)) return true;
  }
  return false;
}

function tryRead(text: string): PipelineDefinition | undefined {
  try {
    return readDefinition(text);
  } catch (error) {
    if (error instanceof NacreError) return undefined;
    throw error;
  }
}
