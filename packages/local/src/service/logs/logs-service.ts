import type { JsonObject } from "@nacre/core";
import type { Database } from "../../state/database.ts";
import { operationOf } from "../api-model.ts";
import { arnPrefix } from "../arns.ts";
import { checkRequest } from "../check-request.ts";
import { ServiceFault } from "../fault.ts";
import { logs } from "../generated/logs.ts";
import { optionalNumber, optionalText, requiredText, textsIn } from "../input.ts";
import type { Service } from "../service.ts";
import { messageFilter } from "./filter-pattern.ts";
import { LineIndexes } from "./line-index.ts";
import { lastWrite, logGroups, streamsOf, type LogStream } from "./log-streams.ts";
import { inOrder, readLines, type OpenLog } from "./merged-lines.ts";

/** The most events of an answer. */
const mostEvents = 10_000;
/** The most streams of an answer. */
const mostStreams = 50;

/** What the operations work on. */
interface LogCall {
  readonly database: Database;
  readonly region: string;
  readonly indexes: LineIndexes;
}

type LogHandler = (input: JsonObject, call: LogCall) => Promise<JsonObject> | JsonObject;

const handlers: Readonly<Record<string, LogHandler>> = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
  FilterLogEvents: filterLogEvents,
};

/**
 * The operations of CloudWatch Logs that read the logs of jobs, over the log files of a home.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
export function createLogsService({ database }: { readonly database: Database }): Service {
  const indexes = new LineIndexes();
  return {
    handle: async (name, input, caller = {}) => {
      const operation = operationOf(logs, name);
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (operation === undefined || handler === undefined) {
        throw new ServiceFault(
          "UnknownOperationException",
          `The local CloudWatch Logs has ${Object.keys(handlers).join(", ")} only.`,
        );
      }
      const checked = checkRequest(logs, operation.input, input, "InvalidParameterException");
      return handler(checked, { database, region: caller.region ?? "us-east-1", indexes });
    },
  };
}

function describeLogGroups(input: JsonObject, call: LogCall): JsonObject {
  const prefix = optionalText(input, "logGroupNamePrefix") ?? "";
  const part = optionalText(input, "logGroupNamePattern")?.toLowerCase() ?? "";
  const found = [...logGroups.keys()].filter(
    (name) =>
      name.startsWith(prefix) &&
      name.toLowerCase().includes(part) &&
      streamsOf(call.database, name).length > 0,
  );
  return {
    logGroups: found.map((name) => ({
      logGroupName: name,
      arn: `${groupArn(name, call)}:*`,
      logGroupArn: groupArn(name, call),
      creationTime: Math.min(...streamsOf(call.database, name).map(({ startTime }) => startTime)),
      metricFilterCount: 0,
      storedBytes: 0,
    })),
  };
}

async function describeLogStreams(input: JsonObject, call: LogCall): Promise<JsonObject> {
  const group = groupIn(input);
  const streams = streamsOf(call.database, group, optionalText(input, "logStreamNamePrefix"));
  refuseMissing(group, call);
  const described = await Promise.all(streams.map((stream) => describeStream(stream, group, call)));
  const isByTime = optionalText(input, "orderBy") === "LastEventTime";
  const direction = input["descending"] === true ? -1 : 1;
  const sorted = described.toSorted(
    (a, b) =>
      direction *
      (isByTime
        ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : a.logStreamName < b.logStreamName
          ? -1
          : 1),
  );
  const start = placeIn(input, "s");
  const limit = optionalNumber(input, "limit") ?? mostStreams;
  const hasMore = sorted.length > start + limit;
  return {
    logStreams: sorted.slice(start, start + limit),
    nextToken: hasMore ? `s/${start + limit}` : undefined,
  };
}

async function describeStream(stream: LogStream, group: string, call: LogCall) {
  const last = await lastWrite(stream);
  const { name, startTime } = stream;
  return {
    logStreamName: name,
    creationTime: startTime,
    firstEventTimestamp: last === undefined ? undefined : startTime,
    lastEventTimestamp: last,
    lastIngestionTime: last,
    arn: `${groupArn(group, call)}:log-stream:${name}`,
    storedBytes: 0,
  };
}

async function getLogEvents(input: JsonObject, call: LogCall): Promise<JsonObject> {
  const group = groupIn(input);
  const name = requiredText(input, "logStreamName");
  const stream = streamsOf(call.database, group, name).find((one) => one.name === name);
  if (stream === undefined) throw missing("log stream");
  const { lines, start: first, end: beyond } = await openLog(stream, input, call);
  const count = beyond - first;
  const limit = optionalNumber(input, "limit") ?? mostEvents;
  const token = optionalText(input, "nextToken");
  const isBackward = token?.startsWith("b/") ?? false;
  const fromHead = token === undefined ? input["startFromHead"] === true : !isBackward;
  const place = token === undefined ? undefined : placeIn(input, isBackward ? "b" : "f");
  const end = fromHead ? Math.min((place ?? 0) + limit, count) : Math.min(place ?? count, count);
  const start = fromHead ? Math.min(place ?? 0, end) : Math.max(0, end - limit);
  const messages = await lines.read(first + start, first + end);
  return {
    events: messages.map((message, index) => {
      const timestamp = stream.startTime + lines.numberOf(first + start + index);
      return { timestamp, message, ingestionTime: timestamp };
    }),
    // A client has come to the end when it gets the token that it gave.
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

async function filterLogEvents(input: JsonObject, call: LogCall): Promise<JsonObject> {
  const group = groupIn(input);
  refuseMissing(group, call);
  const names = new Set(textsIn(input, "logStreamNames"));
  const matches = messageFilter(optionalText(input, "filterPattern"));
  const limit = optionalNumber(input, "limit") ?? mostEvents;
  const streams = streamsOf(call.database, group, optionalText(input, "logStreamNamePrefix"));
  const chosen = streams.filter(({ name }) => names.size === 0 || names.has(name));
  const open = await Promise.all(chosen.map((stream) => openLog(stream, input, call)));
  const found: JsonObject[] = [];
  let place = placeIn(input, "e");
  const rest = inOrder(open, place);
  while (found.length < limit) {
    // oxlint-disable-next-line no-await-in-loop -- no more is read than the answer needs
    const lines = await readLines(rest, limit - found.length);
    if (lines.length === 0) break;
    place += lines.length;
    for (const { stream, number, message } of lines) {
      if (!matches(message)) continue;
      const timestamp = stream.startTime + number;
      found.push({
        logStreamName: stream.name,
        timestamp,
        message,
        ingestionTime: timestamp,
        eventId: `${stream.name}/${number}`,
      });
    }
  }
  const all = open.reduce((count, { start, end }) => count + end - start, 0);
  return {
    events: found,
    searchedLogStreams: [],
    nextToken: place < all ? `e/${place}` : undefined,
  };
}

async function openLog(stream: LogStream, input: JsonObject, call: LogCall): Promise<OpenLog> {
  const lines = await call.indexes.of(stream.file);
  const start = lines.firstFrom(timeIn(input, "startTime", 0) - stream.startTime);
  const end = lines.firstFrom(timeIn(input, "endTime", Infinity) - stream.startTime);
  return { stream, lines, start, end: Math.max(start, end) };
}

function groupIn(input: JsonObject): string {
  const given = optionalText(input, "logGroupName") ?? optionalText(input, "logGroupIdentifier");
  if (given === undefined) {
    throw new ServiceFault("InvalidParameterException", "logGroupName must be specified.");
  }
  const group = given.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "");
  if (logGroups.has(group)) return group;
  throw missing("log group");
}

/** As in the real service, a group is made with its first stream. */
function refuseMissing(group: string, { database }: LogCall): void {
  if (streamsOf(database, group).length === 0) throw missing("log group");
}

function missing(what: string): ServiceFault {
  return new ServiceFault("ResourceNotFoundException", `The specified ${what} does not exist.`);
}

function groupArn(name: string, { region }: LogCall): string {
  return `${arnPrefix(region).replace(":sagemaker:", ":logs:")}:log-group:${name}`;
}

/** A time of the request, in milliseconds since 1970. */
function timeIn(input: JsonObject, name: "startTime" | "endTime", otherwise: number): number {
  return optionalNumber(input, name) ?? otherwise;
}

/** Where a token says that the next page begins; lines are only ever added after it. */
function placeIn(input: JsonObject, kind: string): number {
  const token = optionalText(input, "nextToken");
  if (token === undefined) return 0;
  const [, place] = /^([a-z])\/(\d{1,15})$/.exec(token)?.[1] === kind ? token.split("/") : [];
  if (place !== undefined) return Number(place);
  throw new ServiceFault("InvalidParameterException", "The specified nextToken is invalid.");
}
