import { type PipelineDefinition, writeJson } from "@nacre/core";
import { describePipeline } from "../aws/definitions.ts";
import { type Session, withSession } from "../aws/session.ts";
import { readCount } from "../counts.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import {
  defined,
  type ExecutionSummary,
  listExecutions,
  listParameters,
  sagemakerOf,
} from "./api.ts";
import { lastPart } from "./execution.ts";
import { pages } from "./pages.ts";
import { printJson } from "./report.ts";
import { tableText } from "./table-text.ts";
import { timeText } from "./times.ts";
import { type PipelineInput, regionIn, whichPipeline } from "./which.ts";

/** What the command line says of a list. */
interface ListInput extends PipelineInput {
  readonly limit: string | undefined;
  readonly status: string | undefined;
  readonly all: boolean;
  readonly pipelines: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Of so many executions at once the parameters are asked for. */
const atOnce = 4;

/** With a status, so many executions are looked through. */
const lookedThrough = 1000;

/** Lists executions or pipelines and gives the exit code. */
export async function runList(input: ListInput): Promise<number> {
  keepStdoutClean();
  const limit = readCount("limit", input.limit) ?? 20;
  const region = input.region ?? regionIn(input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    await (input.pipelines
      ? tellPipelines(session, input, limit)
      : tellExecutions(session, input, limit));
    return 0;
  });
}

async function tellExecutions(session: Session, input: ListInput, limit: number): Promise<void> {
  const pipeline = await whichPipeline(input);
  const { status } = input;
  const found = await listExecutions(
    session,
    pipeline,
    status === undefined ? limit : lookedThrough,
  );
  const list = found
    .filter((execution) => status === undefined || execution.status === status)
    .slice(0, limit);
  const defaults = input.all ? new Map() : await defaultsOf(session, pipeline);
  const rows = await inGroups(list, async (execution) => ({
    execution,
    parameters: given(await listParameters(session, execution.arn), defaults),
  }));
  if (input.json)
    printJson(rows.map(({ execution, parameters }) => rowJson(execution, parameters)));
  else if (rows.length === 0) printNote(`pipeline ${lastPart(pipeline)} has no such executions`);
  else printOut(executionsText(rows));
}

type Row = { readonly execution: ExecutionSummary; readonly parameters: Map<string, string> };

function executionsText(rows: readonly Row[]): string {
  const paint = paintFor(process.stdout);
  return tableText(
    ["Started", "Status", "Execution", "Name", "Parameters"],
    rows.map(({ execution: { startTime, status, id, displayName = "" }, parameters }) => [
      timeText(startTime),
      status,
      id,
      displayName,
      [...parameters].map(([name, value]) => `${name}=${value}`).join(" "),
    ]),
    (cells) => {
      const [, status] = cells;
      if (status === "Succeeded") return "green";
      return status === "Failed" || status === "Stopped" ? "red" : "bold";
    },
    paint,
  );
}

function rowJson(execution: ExecutionSummary, parameters: Map<string, string>) {
  const { arn, id, displayName, status, failureReason, startTime } = execution;
  return defined({
    executionArn: arn,
    executionId: id,
    displayName,
    status,
    failureReason,
    startTime: startTime?.toISOString(),
    parameters: Object.fromEntries(parameters),
  });
}

/** Defaults of the parameters as text; none where the pipeline cannot be read any more. */
async function defaultsOf(session: Session, pipeline: string): Promise<Map<string, string>> {
  const found = await describePipeline(session, pipeline);
  const parameters: PipelineDefinition["Parameters"] = found?.definition.Parameters ?? [];
  return new Map(
    parameters.flatMap(({ Name, DefaultValue: value }) => {
      if (value === undefined) return [];
      return [[Name, typeof value === "string" ? value : writeJson(value)]];
    }),
  );
}

function given(values: Map<string, string>, defaults: ReadonlyMap<string, string>) {
  return new Map([...values].filter(([name, value]) => defaults.get(name) !== value));
}

async function tellPipelines(session: Session, input: ListInput, limit: number): Promise<void> {
  const { client, commands } = await sagemakerOf(session);
  const list = [];
  const order = { SortBy: "CreationTime", SortOrder: "Descending" } as const;
  for await (const page of pages((NextToken) =>
    client.send(new commands.ListPipelinesCommand({ ...order, MaxResults: 100, NextToken })),
  )) {
    list.push(...(page.PipelineSummaries ?? []));
    if (list.length >= limit) break;
  }
  const shown = list.slice(0, limit);
  if (input.json) {
    printJson(
      shown.map((one) =>
        defined({
          pipelineArn: one.PipelineArn,
          pipelineName: one.PipelineName,
          displayName: one.PipelineDisplayName,
          description: one.PipelineDescription,
          roleArn: one.RoleArn,
          creationTime: one.CreationTime?.toISOString(),
          lastModifiedTime: one.LastModifiedTime?.toISOString(),
          lastExecutionTime: one.LastExecutionTime?.toISOString(),
        }),
      ),
    );
  } else if (shown.length === 0) {
    printNote(
      `there are no pipelines ${session.isLocal ? "on this machine" : `in ${session.region}`}`,
    );
  } else {
    const rows = shown.map((one) => [
      one.PipelineName ?? "",
      timeText(one.LastModifiedTime ?? one.CreationTime),
      timeText(one.LastExecutionTime),
      one.PipelineDescription ?? "",
    ]);
    const head = ["Pipeline", "Changed", "Last execution", "Description"];
    printOut(tableText(head, rows, () => undefined, paintFor(process.stdout)));
  }
}

/** A few at once: every execution is a call, and AWS counts them. */
async function inGroups<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index += atOnce) {
    // oxlint-disable-next-line no-await-in-loop -- a few at once
    results.push(...(await Promise.all(items.slice(index, index + atOnce).map(work))));
  }
  return results;
}
