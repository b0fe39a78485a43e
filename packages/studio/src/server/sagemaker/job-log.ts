import { Readable } from "node:stream";
import { logGroupOf } from "@nacre/graph/executions";
import type { LogQuery, LogView } from "../../api.ts";
import { cloudWatchLines, readCloudWatchLog, type JobStreams } from "../logs/cloudwatch-log.ts";
import { fileLogBody, readFileLog } from "../logs/file-log.ts";
import type { LogPart, LogWhere } from "../logs/log-part.ts";
import { lastPart } from "./clients.ts";
import type { SageMaker } from "./sagemaker.ts";

/** How long after the end of a job lines of it may still come, in milliseconds. */
const lateMs = 30_000;

/** The job whose log is read. */
export interface LoggedJob {
  /** Its ARN; undefined when the step has none, or none yet. */
  readonly arn: string | undefined;
  /** When its step ended, in milliseconds since 1970. */
  readonly endTime: number | undefined;
}

/**
 * A part of what a job has printed: from a token on, before one, or its end. A token of another job, such
 * as that of an earlier attempt, is none.
 */
export async function jobLog(
  sagemaker: SageMaker,
  { arn, endTime }: LoggedJob,
  query: Pick<LogQuery, "from" | "before">,
): Promise<LogView> {
  const isOver = endTime !== undefined;
  const place = logPlace(sagemaker, arn);
  if (arn === undefined || place === undefined) return { lines: [], next: "", ended: isOver };
  const job = lastPart(arn);
  const view = <Place>({ lines, after, before }: LogPart<Place>, ended: boolean): LogView => ({
    lines,
    job,
    next: tokenOf(job, after),
    ...(before === undefined ? {} : { earlier: tokenOf(job, before) }),
    ended,
  });
  if (typeof place === "string") {
    const part = await readFileLog(place, whereIn(query, job, isBytePlace), isOver);
    if (part !== undefined) return view(part, isOver && !part.hasMore);
    const none = { lines: [], job, next: "", ended: isOver };
    return isOver ? { ...none, note: `The log file was deleted: ${place}` } : none;
  }
  const part = await readCloudWatchLog(place, whereIn(query, job, isStreamPlace));
  const mayCome = !isOver || Date.now() - endTime < lateMs;
  const found = view(part, !mayCome && !part.hasMore);
  if (!isOver || Object.keys(part.after).length > 0) return found;
  const note = `${place.group} has no log of this job: it printed nothing, or the log was deleted.`;
  return { ...found, note };
}

/** All that a job has printed, as text; with `times`, where these are known, before each line. */
export async function jobLogBody(
  sagemaker: SageMaker,
  { arn }: LoggedJob,
  times: boolean,
): Promise<ReadableStream<Uint8Array>> {
  const place = logPlace(sagemaker, arn);
  if (place === undefined) return new Blob([]).stream();
  if (typeof place === "string") return fileLogBody(place);
  // Node's web streams are those of the standard.
  return Readable.toWeb(Readable.from(textOf(place, times))) as ReadableStream<Uint8Array>;
}

/** How much text is sent at once, in characters. */
const pieceLength = 64 * 1024;

async function* textOf(place: JobStreams, times: boolean): AsyncGenerator<Uint8Array> {
  let piece = "";
  for await (const { time, text } of cloudWatchLines(place)) {
    piece += times ? `${new Date(time).toISOString()} ${text}\n` : `${text}\n`;
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  yield Buffer.from(piece);
}

/** Where the log of a job is: a file on this machine, which keeps no times, or CloudWatch. */
function logPlace(sagemaker: SageMaker, arn: string | undefined): string | JobStreams | undefined {
  if (arn === undefined) return undefined;
  const { home } = sagemaker.clients;
  if (home !== undefined) return home.logFile(arn);
  const group = logGroupOf(arn);
  return group === undefined ? undefined : { logs: sagemaker.logs, group, job: lastPart(arn) };
}

function whereIn<Place>(
  { from, before }: Pick<LogQuery, "from" | "before">,
  job: string,
  isPlace: (value: unknown) => value is Place,
): LogWhere<Place> {
  if (from === "start") return { at: "start" };
  const place = placeIn(before ?? from, job);
  if (!isPlace(place)) return { at: "end" };
  return { at: before === undefined ? "after" : "before", place };
}

function tokenOf(job: string, place: unknown): string {
  return Buffer.from(JSON.stringify([job, place])).toString("base64url");
}

/** The place in a token of this job; undefined for what {@link tokenOf} has not made. */
function placeIn(token: string | undefined, job: string): unknown {
  if (token === undefined || token === "") return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(value) && value[0] === job ? value[1] : undefined;
  } catch {
    return undefined;
  }
}

function isBytePlace(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isStreamPlace(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((token) => typeof token === "string");
}
