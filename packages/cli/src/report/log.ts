import { type JsonObject, NacreError } from "@nacre/core";
import { type Curve, CurveReader } from "@nacre/graph/executions";
import type { Session } from "../aws/session.ts";
import type { ExecutionStep, Job } from "../executions/execution.ts";
import { jobLines, lastLines } from "../logs/job-logs.ts";

/** What a step printed. */
export interface StepLog {
  readonly step: string;
  readonly job: string;
  /** The last lines. */
  readonly lines: readonly string[];
  /** How many lines came before these; undefined where there are more than are read. */
  readonly before: number | undefined;
  /** The series of numbers in it. */
  readonly curves: readonly Curve[];
}

/** How much of a log is kept. */
export interface LogSize {
  /** At most so many lines. */
  readonly lines: number;
  /** At most about so many letters, of the last lines. */
  readonly letters: number;
}

/** So far a log is read from its beginning: more would take long to fetch. */
const [mostLines, mostLetters] = [20_000, 20_000_000];

/** Of longer lines the beginning is kept. */
const longestLine = 2000;

/** As many as SageMaker gives at once. */
const mostLastLines = 10_000;

/**
 * Reads what a step printed: its end, and the series of numbers in it. None for a step that printed
 * nothing, or whose outcome was taken over; who may not read logs gets none.
 *
 * @param stepArguments - the arguments of the step, which may say what its metrics look like
 */
export async function readLog(
  session: Session,
  { name: step, job, cachedFrom, reusedFrom }: ExecutionStep,
  stepArguments: JsonObject,
  size: LogSize,
): Promise<StepLog | undefined> {
  if (job === undefined || cachedFrom !== undefined || reusedFrom !== undefined) return undefined;
  try {
    return await readJobLog(session, step, job, stepArguments, size);
  } catch (error) {
    if (error instanceof NacreError) return undefined;
    throw error;
  }
}

async function readJobLog(
  session: Session,
  step: string,
  job: Job,
  stepArguments: JsonObject,
  size: LogSize,
): Promise<StepLog | undefined> {
  const curves = new CurveReader(stepArguments);
  const tail = new Tail(size);
  let letters = 0;
  for await (const { message } of jobLines(session, job, undefined)) {
    curves.add(message);
    tail.add(message);
    letters += message.length;
    if (tail.count >= mostLines || letters >= mostLetters) break;
  }
  if (tail.count === 0) return undefined;
  const found = curves.curves().filter(({ points }) => points.length > 1);
  if (tail.count < mostLines && letters < mostLetters) {
    const before = tail.count - tail.lines.length;
    return { step, job: job.name, lines: tail.lines, before, curves: found };
  }
  // The end is far from what was read.
  const end = new Tail(size);
  if (size.lines > 0) {
    const last = await lastLines(session, job, Math.min(size.lines, mostLastLines));
    for (const line of last) end.add(line);
  }
  return { step, job: job.name, lines: end.lines, before: undefined, curves: found };
}

/** The last lines of many. */
class Tail {
  readonly #size: LogSize;
  #lines: string[] = [];
  #first = 0;
  #letters = 0;
  /** How many lines there were. */
  count = 0;

  constructor(size: LogSize) {
    this.#size = size;
  }

  add(message: string): void {
    const line = plainLine(message);
    this.count += 1;
    this.#lines.push(line);
    this.#letters += line.length + 1;
    while (this.#isTooLarge()) {
      this.#letters -= (this.#lines[this.#first]?.length ?? 0) + 1;
      this.#first += 1;
    }
    // What is not kept goes now and then, not with each line.
    if (this.#first > 1000) {
      this.#lines = this.lines;
      this.#first = 0;
    }
  }

  get lines(): string[] {
    return this.#lines.slice(this.#first);
  }

  #isTooLarge(): boolean {
    const kept = this.#lines.length - this.#first;
    return kept > this.#size.lines || (kept > 1 && this.#letters > this.#size.letters);
  }
}

/** A line without the colours of terminals. */
export function plainLine(message: string): string {
  // oxlint-disable-next-line no-control-regex -- this is what colours begin with
  const plain = message.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, "").trimEnd();
  // Of a progress bar that was drawn over itself, the last state.
  const shown = plain.slice(plain.lastIndexOf("\r") + 1);
  return shown.length > longestLine ? `${shown.slice(0, longestLine)}…` : shown;
}
