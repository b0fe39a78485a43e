import type { PipelineSummary } from "@aws-sdk/client-sagemaker";
import type { PipelineSummaryView, PipelineView } from "../../api.ts";
import { defined, milliseconds, pages } from "./clients.ts";
import { knownDefinition } from "./definitions.ts";
import type { ExecutionViews } from "./executions.ts";
import type { SageMaker } from "./sagemaker.ts";

/** The most pipelines whose executions are asked for when all are listed. */
const mostWithRecent = 100;
/** The most versions: the newest. */
const mostVersions = 100;

/** All pipelines, the one that was changed last first. */
export async function listPipelines(
  sagemaker: SageMaker,
  executions: ExecutionViews,
): Promise<PipelineSummaryView[]> {
  const found: PipelineSummary[] = [];
  for await (const page of pages((NextToken) =>
    sagemaker.call("ListPipelines", { MaxResults: 100, NextToken }),
  )) {
    found.push(...(page.PipelineSummaries ?? []));
  }
  const active = found.toSorted((a, b) => lastActive(b) - lastActive(a));
  return Promise.all(
    active.map(async (summary, index) => {
      const name = summary.PipelineName ?? "";
      const hasRun = summary.LastExecutionTime !== undefined;
      return defined({
        name,
        arn: summary.PipelineArn ?? "",
        description: summary.PipelineDescription,
        createdTime: milliseconds(summary.CreationTime),
        lastModifiedTime: milliseconds(summary.LastModifiedTime),
        lastExecutionTime: summary.LastExecutionTime?.getTime(),
        recent: hasRun && index < mostWithRecent ? await executions.recent(name) : [],
      });
    }),
  );
}

/** One pipeline; without a version its newest. */
export async function describePipeline(
  sagemaker: SageMaker,
  name: string,
  version: number | undefined,
): Promise<PipelineView> {
  const [found, versions] = await Promise.all([
    sagemaker.call("DescribePipeline", { PipelineName: name, PipelineVersionId: version }),
    versionsOf(sagemaker, name),
  ]);
  const [newest] = versions;
  const { json, parameters } = knownDefinition(found.PipelineDefinition);
  return defined({
    name: found.PipelineName ?? name,
    arn: found.PipelineArn ?? "",
    description: found.PipelineDescription,
    createdTime: milliseconds(found.CreationTime),
    lastModifiedTime: milliseconds(found.LastModifiedTime),
    lastExecutionTime: found.LastRunTime?.getTime(),
    version: version ?? newest?.version ?? 1,
    versions,
    definition: json,
    parameters,
  });
}

/** Without the permission to list them, or where a double of the service cannot: none. */
async function versionsOf(sagemaker: SageMaker, name: string): Promise<PipelineView["versions"]> {
  try {
    const { PipelineVersionSummaries = [] } = await sagemaker.call("ListPipelineVersions", {
      PipelineName: name,
      SortOrder: "Descending",
      MaxResults: mostVersions,
    });
    return PipelineVersionSummaries.map((summary) =>
      defined({
        version: summary.PipelineVersionId ?? 0,
        createdTime: milliseconds(summary.CreationTime),
        description: summary.PipelineVersionDescription,
      }),
    );
  } catch {
    // What is wrong with the pipeline itself, its description says.
    return [];
  }
}

function lastActive({ LastExecutionTime, LastModifiedTime }: PipelineSummary): number {
  return Math.max(milliseconds(LastExecutionTime), milliseconds(LastModifiedTime));
}
