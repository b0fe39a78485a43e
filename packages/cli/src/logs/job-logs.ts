import { logGroupOf } from "@nacre/graph/executions";
import { isFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import type { Job } from "../executions/execution.ts";
import { pages } from "../executions/pages.ts";

/** One line that a job printed. */
export interface LogLine {
  /** What tells it from other lines, also between two calls. */
  readonly id: string;
  readonly time: Date;
  /** The stream below the job, such as `algo-1-1700000000`. */
  readonly stream: string;
  readonly message: string;
}

/**
 * The lines that a job printed from a time on, in order. None where there is no log yet.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function* jobLines(
  session: Session,
  job: Job,
  from: number | undefined,
): AsyncGenerator<LogLine> {
  const { FilterLogEventsCommand } = await import("../aws/clients/logs.ts");
  const logGroupName = logGroupOf(job.arn);
  if (logGroupName === undefined) return;
  const client = await session.logs();
  const input = {
    logGroupName,
    logStreamNamePrefix: `${job.name}/`,
    ...(from === undefined ? {} : { startTime: from }),
  };
  try {
    for await (const page of pages(async (nextToken) => {
      const answer = await client.send(new FilterLogEventsCommand({ ...input, nextToken }));
      return { ...answer, NextToken: answer.nextToken };
    })) {
      for (const { timestamp, message = "", logStreamName = "", eventId } of page.events ?? []) {
        // Doubles of the service are known that leave out the prefix.
        if (!logStreamName.startsWith(`${job.name}/`)) continue;
        const time = new Date(timestamp ?? 0);
        const stream = logStreamName.slice(job.name.length + 1);
        const text = message.replace(/\r?\n$/, "");
        // Doubles of the service are known that give the same id to every event.
        const id = [eventId, logStreamName, timestamp, text].join("\0");
        yield { id, time, stream, message: text };
      }
    }
  } catch (error) {
    // A job that has not printed yet has no stream, and the first job of an account no group.
    if (!isFault(error, "ResourceNotFoundException")) throw error;
  }
}

/**
 * The last lines that a job printed, at most `count`: those of the stream that was written to last.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export async function lastLines(session: Session, job: Job, count: number): Promise<string[]> {
  const { DescribeLogStreamsCommand, GetLogEventsCommand } = await import("../aws/clients/logs.ts");
  const logGroupName = logGroupOf(job.arn);
  if (logGroupName === undefined) return [];
  const client = await session.logs();
  try {
    const { logStreams = [] } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: `${job.name}/` }),
    );
    // Data about a transform's records lies beside what the container prints.
    const streams = logStreams.filter(({ logStreamName }) => !logStreamName?.endsWith("data-log"));
    const [last] = streams.toSorted(
      (a, b) => (b.lastEventTimestamp ?? 0) - (a.lastEventTimestamp ?? 0),
    );
    if (last?.logStreamName === undefined) return [];
    const { events = [] } = await client.send(
      new GetLogEventsCommand({
        logGroupName,
        logStreamName: last.logStreamName,
        limit: count,
        startFromHead: false,
      }),
    );
    return events.map(({ message = "" }) => message.replace(/\r?\n$/, ""));
  } catch (error) {
    if (isFault(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}
