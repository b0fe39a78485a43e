import type { LineIndex } from "./line-index.ts";
import type { LogStream } from "./log-streams.ts";

/** The lines of a stream that are within the time that was asked for. */
export interface OpenLog {
  readonly stream: LogStream;
  readonly lines: LineIndex;
  /** The first of them. */
  readonly start: number;
  /** The first that is beyond. */
  readonly end: number;
}

/** A line of a log, not read yet. */
interface Place {
  readonly log: OpenLog;
  readonly line: number;
}

/** Where the lines of several logs are, in the order of their times, but for the first `skipped`. */
export function* inOrder(logs: readonly OpenLog[], skipped: number): Generator<Place> {
  const heads = logs.map((log) => ({ log, line: log.start }));
  let passed = 0;
  const [only] = heads;
  if (only !== undefined && heads.length === 1) {
    only.line = Math.min(only.log.end, only.line + skipped);
    passed = skipped;
  }
  for (; ; passed += 1) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.line === head.log.end) continue;
      if (first === undefined || timeOf(head) < timeOf(first)) first = head;
    }
    if (first === undefined) return;
    if (passed >= skipped) yield { ...first };
    first.line += 1;
  }
}

function timeOf({ log, line }: Place): number {
  return log.stream.startTime + log.lines.numberOf(line);
}

/** A line of a log. */
interface Line {
  readonly stream: LogStream;
  /** Its number in the file, from 0. */
  readonly number: number;
  readonly message: string;
}

/** Reads the next lines, at most `count`: of each log what lies together at once. */
export async function readLines(places: Iterator<Place>, count: number): Promise<Line[]> {
  const batch: Place[] = [];
  while (batch.length < count) {
    const { value, done } = places.next();
    if (done === true) break;
    batch.push(value);
  }
  const messages = new Map<OpenLog, readonly [first: number, texts: readonly string[]]>();
  for (const [log, of] of Map.groupBy(batch, (place) => place.log)) {
    const first = of[0]?.line ?? 0;
    // oxlint-disable-next-line no-await-in-loop -- so no more than one file is open
    messages.set(log, [first, await log.lines.read(first, first + of.length)]);
  }
  return batch.map(({ log, line }) => {
    const [first = 0, texts = []] = messages.get(log) ?? [];
    const message = texts[line - first] ?? "";
    return { stream: log.stream, number: log.lines.numberOf(line), message };
  });
}
