import { type DeployedDefinition, describePipeline } from "../aws/definitions.ts";
import { ofPipeline, pipelineNotFound } from "../aws/pipeline-not-found.ts";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { sagemakerOf, defined } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { pages } from "../executions/pages.ts";

/** A version of a pipeline. */
export interface PipelineVersion {
  readonly version: number;
  readonly displayName?: string;
  readonly description?: string;
  readonly created?: Date;
  /** ARN of the last execution that ran it, where the service tells. */
  readonly lastExecution?: string;
}

/**
 * The versions of a pipeline, the newest first, at most `limit`.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineVersions.html
 */
export async function listVersions(
  session: Session,
  pipeline: string,
  limit: number,
): Promise<PipelineVersion[]> {
  const { client, commands } = await sagemakerOf(session);
  const list: PipelineVersion[] = [];
  const input = {
    PipelineName: pipeline,
    SortOrder: "Descending",
    MaxResults: Math.min(limit, 100),
  } as const;
  for await (const page of pages((NextToken) =>
    ofPipeline(session, pipeline, () =>
      client.send(new commands.ListPipelineVersionsCommand({ ...input, NextToken })),
    ),
  )) {
    for (const one of page.PipelineVersionSummaries ?? []) {
      list.push(
        defined({
          version: one.PipelineVersionId ?? 0,
          displayName: one.PipelineVersionDisplayName,
          description: one.PipelineVersionDescription,
          created: one.CreationTime,
          lastExecution: one.LastExecutionPipelineExecutionArn,
        }),
      );
    }
    if (list.length >= limit) break;
  }
  return list.toSorted((a, b) => b.version - a.version).slice(0, limit);
}

/**
 * The definition of a pipeline, or of a version of it.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND`, `VERSION_NOT_FOUND` and those of AWS
 */
export async function definitionOfPipeline(
  session: Session,
  pipeline: string,
  version?: number,
): Promise<DeployedDefinition> {
  const found = await describePipeline(session, pipeline, version);
  if (found !== undefined) return found;
  if (version === undefined) throw pipelineNotFound(session, pipeline);
  const where = session.isLocal ? "on this machine" : `in ${session.region}`;
  throw userError(
    "VERSION_NOT_FOUND",
    `there is no version ${version} of ${lastPart(pipeline)} ${where}`,
    { help: "`nacre versions` lists them" },
  );
}
