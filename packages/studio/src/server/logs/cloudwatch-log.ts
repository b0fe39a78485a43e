import { isFault } from "../errors/faults.ts";
import type { CallLogs } from "../sagemaker/clients.ts";
import { longestLine, mostLines, type LogLine, type LogPart, type LogWhere } from "./log-part.ts";

/** The streams of a job in CloudWatch Logs. */
export interface JobStreams {
  readonly logs: CallLogs;
  /** The log group. */
  readonly group: string;
  /** The job's name, with which the names of its streams begin. */
  readonly job: string;
}

/** A token of CloudWatch for each stream. */
export type StreamPlaces = Readonly<Record<string, string>>;

/** A page may be empty though there are more: how many are asked for at most, for one answer. */
const mostPages = 5;
/** So many lines are worth an answer. */
const enoughLines = 500;

/**
 * Reads a part of a job's log. The lines of streams that run side by side, of several instances, are in
 * the order of their times.
 */
export async function readCloudWatchLog(
  streams: JobStreams,
  where: LogWhere<StreamPlaces>,
): Promise<LogPart<StreamPlaces>> {
  const known = "place" in where ? where.place : {};
  const isBack = where.at === "end" || where.at === "before";
  const found = await namesOf(streams);
  // A stream that has no place has nothing before it.
  const names = where.at === "before" ? found.filter((name) => Object.hasOwn(known, name)) : found;
  const parts = await Promise.all(
    names.map((name) => (isBack ? readBack : readOn)(streams, name, known[name])),
  );
  const lines = parts.flatMap((part) => part.lines);
  if (parts.length > 1) lines.sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const before = parts.flatMap(({ name, before: token }): [string, string][] =>
    token === undefined ? [] : [[name, token]],
  );
  return {
    lines,
    after: Object.fromEntries(parts.map(({ name, after }) => [name, after])),
    before: before.length === 0 ? undefined : Object.fromEntries(before),
    hasMore: parts.some(({ hasMore }) => hasMore),
  };
}

/** All lines of a job's log, in the order of their times. */
export async function* cloudWatchLines(streams: JobStreams): AsyncGenerator<WholeLine> {
  const names = await namesOf(streams);
  const heads = await Promise.all(
    names.map(async (name) => {
      const lines = streamLines(streams, name);
      return { lines, next: await lines.next() };
    }),
  );
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (first?.next.done !== false || head.next.value.time < first.next.value.time) first = head;
    }
    if (first?.next.done !== false) return;
    yield first.next.value;
    // oxlint-disable-next-line no-await-in-loop -- one line after the other
    first.next = await first.lines.next();
  }
}

/** A line that is not cut. */
interface WholeLine {
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

async function* streamLines(streams: JobStreams, name: string): AsyncGenerator<WholeLine> {
  let token: string | undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
    const { events, forward } = await page(streams, name, { token, fromHead: true });
    yield* events;
    if (forward === token) return;
    token = forward;
  }
}

async function namesOf({ logs, group, job }: JobStreams): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const input = { logGroupName: group, logStreamNamePrefix: `${job}/`, nextToken };
      // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
      const answer = await logs("DescribeLogStreams", input);
      names.push(...(answer.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []));
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
  } catch (error) {
    // A job that has not printed yet has no stream, and the first job of an account no group.
    if (isFault(error, "ResourceNotFoundException")) return [];
    throw error;
  }
  // Data about a transform's records lies beside what the container prints.
  return names.filter((name) => !name.endsWith("data-log"));
}

interface StreamPart {
  readonly name: string;
  readonly lines: readonly LogLine[];
  readonly after: string;
  readonly before: string | undefined;
  readonly hasMore: boolean;
}

async function readOn(
  streams: JobStreams,
  name: string,
  token: string | undefined,
): Promise<StreamPart> {
  const { events, forward, backward } = await page(streams, name, { token, fromHead: true });
  // Who has come to the end gets the token that was given; pages in between may be empty.
  const hasMore = forward !== token && events.length > 0;
  const before = token === undefined ? undefined : backward;
  return { name, lines: events.map(shown), after: forward, before, hasMore };
}

async function readBack(
  streams: JobStreams,
  name: string,
  token: string | undefined,
): Promise<StreamPart> {
  let [before, after, isStart] = [token, "", false];
  const lines: LogLine[] = [];
  for (let count = 0; count < mostPages && lines.length < enoughLines && !isStart; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the one before it is
    const found = await page(streams, name, { token: before, fromHead: false });
    if (count === 0) after = found.forward;
    lines.unshift(...found.events.map(shown));
    isStart = found.backward === before;
    before = found.backward;
  }
  return { name, lines, after, before: isStart ? undefined : before, hasMore: token !== undefined };
}

async function page(
  { logs, group }: JobStreams,
  name: string,
  { token, fromHead }: { readonly token: string | undefined; readonly fromHead: boolean },
): Promise<{ events: WholeLine[]; forward: string; backward: string }> {
  const input = {
    logGroupName: group,
    logStreamName: name,
    limit: mostLines,
    startFromHead: fromHead,
    nextToken: token,
  };
  const answer = await logs("GetLogEvents", input).catch((error: unknown) => {
    // A stream may be deleted after it was listed: there is nothing before it and nothing after it.
    if (!isFault(error, "ResourceNotFoundException")) throw error;
    return { events: [], nextForwardToken: token, nextBackwardToken: token };
  });
  const { events = [], nextForwardToken = "", nextBackwardToken = "" } = answer;
  return {
    events: events.map(({ timestamp = 0, message = "" }) => ({
      time: timestamp,
      text: message.replace(/\r?\n$/, ""),
    })),
    forward: nextForwardToken,
    backward: nextBackwardToken,
  };
}

function shown({ time, text }: WholeLine): LogLine {
  if (text.length <= longestLine) return { time, text };
  const start = text.slice(0, longestLine).toWellFormed();
  return { time, text: start, cut: Buffer.byteLength(text) - Buffer.byteLength(start) };
}
