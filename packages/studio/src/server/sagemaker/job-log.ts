import type { LogView } from "../../api.ts";
import { lastPart } from "./clients.ts";
import { jobType } from "./jobs.ts";
import { isFault } from "./faults.ts";
import type { SageMaker } from "./sagemaker.ts";

/**
 * The log group of each kind of job. The streams of a job begin with its name and a slash.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
const groups: ReadonlyMap<string | undefined, string> = new Map([
  ["processing-job", "/aws/sagemaker/ProcessingJobs"],
  ["training-job", "/aws/sagemaker/TrainingJobs"],
  ["transform-job", "/aws/sagemaker/TransformJobs"],
]);

/** The most lines of one stream in an answer. */
const mostLines = 5_000;
/** How long after the end of a job lines of it may still come, in milliseconds. */
const lateMs = 30_000;

/** The job whose log is read. */
export interface LoggedJob {
  /** Its ARN; undefined when the step has none, or none yet. */
  readonly arn: string | undefined;
  /** When its step ended, in milliseconds since 1970. */
  readonly endTime: number | undefined;
}

/** Where an answer ended: the job, and a token of CloudWatch for each stream of it. */
interface Place {
  readonly job: string;
  readonly streams: Readonly<Record<string, string>>;
}

/**
 * What a job has printed from a token on. A token of another job, such as that of an earlier attempt,
 * begins anew.
 */
export async function jobLog(
  sagemaker: SageMaker,
  { arn, endTime }: LoggedJob,
  from: string | undefined,
): Promise<LogView> {
  const isOver = endTime !== undefined;
  const group = arn === undefined ? undefined : groups.get(jobType(arn));
  if (arn === undefined || group === undefined) return { lines: [], next: "", ended: isOver };
  const job = lastPart(arn);
  const place = readPlace(from);
  const known = place?.job === job ? place.streams : {};
  const names = await streamsOf(sagemaker, group, job);
  const parts = await Promise.all(
    names.map((name) => readStream(sagemaker, { group, name, token: known[name] })),
  );
  const lines = parts.flatMap((part) => part.lines);
  // Streams of several instances run side by side.
  if (parts.length > 1) lines.sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const isLocal = sagemaker.clients.home !== undefined;
  const mayCome = !isOver || (!isLocal && Date.now() - endTime < lateMs);
  const streams = Object.fromEntries(parts.map(({ name, next }) => [name, next]));
  return {
    // On this machine the times of lines are made up.
    lines: isLocal ? lines.map(({ text }) => ({ text })) : lines,
    next: Buffer.from(JSON.stringify({ job, streams })).toString("base64url"),
    ended: !mayCome && parts.every(({ hasMore }) => !hasMore),
  };
}

async function streamsOf(sagemaker: SageMaker, group: string, job: string): Promise<string[]> {
  try {
    const { logStreams = [] } = await sagemaker.logs("DescribeLogStreams", {
      logGroupName: group,
      logStreamNamePrefix: `${job}/`,
    });
    const names = logStreams.flatMap(({ logStreamName }) => logStreamName ?? []);
    // Data about a transform's records lies beside what the container prints.
    return names.filter((name) => !name.endsWith("data-log"));
  } catch (error) {
    // A job that has not printed yet has no stream, and the first job of an account no group.
    if (isFault(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}

interface StreamPart {
  readonly name: string;
  readonly lines: { readonly time?: number; readonly text: string }[];
  readonly next: string;
  readonly hasMore: boolean;
}

async function readStream(
  sagemaker: SageMaker,
  stream: { readonly group: string; readonly name: string; readonly token: string | undefined },
): Promise<StreamPart> {
  const { group, name, token } = stream;
  const { events = [], nextForwardToken = "" } = await sagemaker.logs("GetLogEvents", {
    logGroupName: group,
    logStreamName: name,
    limit: mostLines,
    startFromHead: true,
    nextToken: token,
  });
  const lines = events.map(({ timestamp, message = "" }) => ({
    ...(timestamp === undefined ? {} : { time: timestamp }),
    text: message.replace(/\r?\n$/, ""),
  }));
  // Who has come to the end gets the token that was given; pages in between may be empty.
  const isSame = token !== undefined && nextForwardToken === token;
  return { name, lines, next: nextForwardToken, hasMore: !isSame && lines.length > 0 };
}

/** A token that was not given by {@link jobLog} is none. */
function readPlace(token: string | undefined): Place | undefined {
  if (token === undefined || token === "") return undefined;
  try {
    const place: { job?: unknown; streams?: unknown } = Object(
      JSON.parse(Buffer.from(token, "base64url").toString("utf8")),
    );
    if (typeof place.job !== "string" || typeof place.streams !== "object") return undefined;
    const streams = Object.entries(place.streams ?? {}).filter(
      ([, one]) => typeof one === "string",
    );
    return { job: place.job, streams: Object.fromEntries(streams) };
  } catch {
    return undefined;
  }
}
