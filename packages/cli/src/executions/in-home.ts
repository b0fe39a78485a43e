import { NacreError } from "@nacre/core";
import { isFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { printNote } from "../output.ts";
import { describeExecution, type ExecutionSummary, listExecutions, sagemakerOf } from "./api.ts";
import { lastPart } from "./execution.ts";
import { pages } from "./pages.ts";

/**
 * The ARN of the execution with this id, of whichever pipeline of the local service: ids are unique.
 *
 * @throws NacreError `EXECUTION_NOT_FOUND`
 */
export async function executionInHome(session: Session, id: string): Promise<string> {
  const pipelines = await pipelineArns(session);
  const asked = await Promise.all(
    pipelines.map((pipeline) => orNone(describeExecution(session, `${pipeline}/execution/${id}`))),
  );
  const found = asked.find((execution) => execution !== undefined);
  if (found !== undefined) return found.arn;
  throw userError("EXECUTION_NOT_FOUND", `there is no execution ${id} on this machine`, {
    help: "nacre list --local --pipeline NAME lists those of a pipeline; --home says where to look",
  });
}

/**
 * The ARN of the newest execution of the local service; with several pipelines a person is told of
 * which one it is.
 *
 * @throws NacreError `EXECUTION_NOT_FOUND`
 */
export async function newestInHome(session: Session): Promise<string> {
  const lists = await Promise.all(
    (await pipelineArns(session)).map((pipeline) => listExecutions(session, pipeline, 1)),
  );
  const newest = lists.flat().toSorted((a, b) => began(b) - began(a));
  const [first] = newest;
  if (first === undefined) {
    throw userError("EXECUTION_NOT_FOUND", "there are no executions on this machine", {
      help: "nacre run makes one; --home DIR says where else to look",
    });
  }
  if (newest.length > 1) {
    const pipeline = lastPart(first.arn.replace(/\/execution\/[^/]*$/, ""));
    printNote(
      `execution ${first.id} of pipeline ${pipeline}, the newest of ${newest.length} pipelines; --pipeline NAME takes another`,
    );
  }
  return first.arn;
}

function began({ startTime }: ExecutionSummary): number {
  return startTime?.getTime() ?? 0;
}

async function pipelineArns(session: Session): Promise<string[]> {
  const { client, commands } = await sagemakerOf(session);
  const arns: string[] = [];
  for await (const page of pages((NextToken) =>
    client.send(new commands.ListPipelinesCommand({ MaxResults: 100, NextToken })),
  )) {
    arns.push(...(page.PipelineSummaries ?? []).map(({ PipelineArn }) => PipelineArn ?? ""));
  }
  return arns;
}

async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    // What is no id at all is refused as such.
    const isNone = isFault(error, "ResourceNotFound") || isFault(error, "ValidationException");
    if (error instanceof NacreError && isNone) return undefined;
    throw error;
  }
}
