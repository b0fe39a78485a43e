import type { PipelineSummary } from "@aws-sdk/client-sagemaker";
import type { PipelinesView, PipelineSummaryView, PipelineView, RecentView } from "../../api.ts";
import { errorAnswer } from "../errors/studio-error.ts";
import type { PipelinesPart } from "../source.ts";
import { defined, milliseconds, pages } from "./clients.ts";
import { knownDefinition } from "./definitions.ts";
import type { ExecutionViews } from "./executions.ts";
import { NotAllowed } from "../errors/faults.ts";
import { isNotThere } from "./not-there.ts";
import { Notes } from "./notes.ts";
import type { SageMaker } from "./sagemaker.ts";

/**
 * Of how many pipelines the newest executions are read with the list: each costs a call of AWS. The page
 * asks for the others when it has shown the list.
 */
const withRecent = { home: 100, aws: 16 };
/** The most versions: the newest. */
const mostVersions = 100;

/** The pipelines of a home, the one that was changed last first; in AWS a page of them. */
export async function listPipelines(
  sagemaker: SageMaker,
  executions: ExecutionViews,
  { prefix, after }: PipelinesPart,
): Promise<PipelinesView> {
  const isHome = sagemaker.clients.home !== undefined;
  const found: PipelineSummary[] = [];
  let next: string | undefined;
  const ask = (NextToken: string | undefined) =>
    sagemaker.call("ListPipelines", {
      PipelineNamePrefix: prefix,
      SortBy: "CreationTime",
      SortOrder: "Descending",
      MaxResults: 100,
      NextToken,
    });
  for await (const page of pages(ask, after)) {
    found.push(...(page.PipelineSummaries ?? []));
    next = page.NextToken || undefined;
    if (!isHome) break;
  }
  const active = found.toSorted((a, b) => lastActive(b) - lastActive(a));
  const notes = new Notes();
  const items = await Promise.all(
    active.map(async (summary, index) => {
      const name = summary.PipelineName ?? "";
      const hasRun = summary.LastExecutionTime !== undefined;
      const isRead = index < withRecent[isHome ? "home" : "aws"];
      return defined({
        name,
        arn: summary.PipelineArn ?? "",
        description: summary.PipelineDescription,
        createdTime: milliseconds(summary.CreationTime),
        lastModifiedTime: milliseconds(summary.LastModifiedTime),
        lastExecutionTime: summary.LastExecutionTime?.getTime(),
        recent: hasRun ? (isRead ? await recentIn(executions, name, notes) : undefined) : [],
      });
    }),
  );
  return defined({ items, next, notes: notes.texts });
}

/**
 * The newest executions of some pipelines: none of one that is not there. One for which AWS wants fewer
 * calls is left out, to be asked for again.
 */
export async function recentOf(
  executions: ExecutionViews,
  pipelines: readonly string[],
): Promise<RecentView> {
  const found = await Promise.all(
    pipelines.map(async (name) => [name, await recentIn(executions, name)] as const),
  );
  return Object.fromEntries(
    found.flatMap(([name, recent]) => (recent === undefined ? [] : [[name, recent]])),
  );
}

/** A list of pipelines is worth more than their executions: it does without those that cannot be had. */
async function recentIn(
  executions: ExecutionViews,
  name: string,
  notes: Notes = new Notes(),
): Promise<PipelineSummaryView["recent"]> {
  try {
    return await notes.ifAllowed("Executions", () => executions.recent(name), []);
  } catch (error) {
    if (isNotThere(error)) return [];
    if (errorAnswer(error)?.status === 429) return undefined;
    throw error;
  }
}

/** One pipeline; without a version its newest. */
export async function describePipeline(
  sagemaker: SageMaker,
  name: string,
  version: number | undefined,
): Promise<PipelineView> {
  const notes = new Notes();
  const [found, versions] = await Promise.all([
    sagemaker.call("DescribePipeline", { PipelineName: name, PipelineVersionId: version }),
    notes.ifAllowed("Versions", () => versionsOf(sagemaker, name, notes), undefined),
  ]);
  const [newest] = versions ?? [];
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
    notes: notes.texts,
  });
}

/** Where a double of the service cannot list them: none. */
async function versionsOf(
  sagemaker: SageMaker,
  name: string,
  notes: Notes,
): Promise<PipelineView["versions"]> {
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
  } catch (error) {
    if (error instanceof NotAllowed) throw error;
    const answer = errorAnswer(error);
    if (answer?.status === 429) {
      notes.missing("Versions", answer.view.message);
      return undefined;
    }
    // What is wrong with the pipeline itself, its description says.
    return [];
  }
}

function lastActive({ LastExecutionTime, LastModifiedTime }: PipelineSummary): number {
  return Math.max(milliseconds(LastExecutionTime), milliseconds(LastModifiedTime));
}
