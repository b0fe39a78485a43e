import { setTimeout as sleep } from "node:timers/promises";
import { nearest } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { EXIT_INTERRUPTED, userError } from "../errors.ts";
import { describeExecution, listSteps } from "../executions/api.ts";
import { type ExecutionStep, hasEnded, type Job } from "../executions/execution.ts";
import { definitionOf } from "../executions/follow.ts";
import type { PipelineInput } from "../executions/which.ts";
import { withExecution } from "../executions/with-execution.ts";
import { flattenSteps } from "@nacre/core";
import { printNote, printOut } from "../output.ts";
import { type Paint, paintFor, type Style } from "../run/paint.ts";
import { jobLines, type LogLine } from "./job-logs.ts";
import { readSince } from "./since.ts";

/** What the command line says of logs. */
interface LogsInput extends PipelineInput {
  readonly step: readonly string[];
  readonly since: string | undefined;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A line, and whose it is. */
interface StepLine extends LogLine {
  readonly step: string;
  readonly job: string;
}

/** Lines reach CloudWatch late and out of order: so far back each look goes, in milliseconds. */
const overlap = 60_000;

/** Prints what the jobs of an execution print, and gives the exit code. */
export async function runLogs(given: string | undefined, input: LogsInput): Promise<number> {
  const since = readSince(input.since, Date.now());
  return withExecution(given, input, async (session, arn) => {
    await checkSteps(session, arn, input.step);
    const printer = new LinePrinter(input, paintFor(process.stdout));
    const reader = new LogReader(session, input.step, since);
    return input.follow
      ? followLogs(session, arn, reader, printer)
      : printLogs(session, arn, reader, printer, input);
  });
}

async function printLogs(
  session: Session,
  arn: string,
  reader: LogReader,
  printer: LinePrinter,
  input: LogsInput,
): Promise<number> {
  const lines = await reader.read(await listSteps(session, arn));
  printer.print(lines);
  if (lines.length === 0 && !input.quiet) printNote("nothing is in the logs of its jobs");
  return 0;
}

async function followLogs(
  session: Session,
  arn: string,
  reader: LogReader,
  printer: LinePrinter,
): Promise<number> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  process.once("SIGINT", leave);
  const interval = session.isLocal ? 300 : 3000;
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const { status } = await describeExecution(session, arn);
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const steps = await listSteps(session, arn);
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      printer.print(await reader.read(steps));
      if (hasEnded(status)) return 0;
      if (leaving.signal.aborted) return EXIT_INTERRUPTED;
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await sleep(interval, undefined, { signal: leaving.signal }).catch(() => undefined);
    }
  } finally {
    process.off("SIGINT", leave);
  }
}

/** Refuses names of steps that the execution does not have. */
async function checkSteps(session: Session, arn: string, wanted: readonly string[]): Promise<void> {
  if (wanted.length === 0) return;
  const definition = await definitionOf(session, arn);
  if (definition === undefined) return;
  const names = flattenSteps(definition).map((step) => step.definition.Name);
  for (const name of wanted.filter((one) => !names.includes(one))) {
    const near = nearest(name, names);
    throw userError("STEP_UNKNOWN", `the execution has no step \`${name}\``, {
      help: near === undefined ? `there are: ${names.join(", ")}` : `did you mean \`${near}\`?`,
    });
  }
}

/** Reads the lines of an execution's jobs, each of them once. */
class LogReader {
  readonly #session: Session;
  readonly #wanted: readonly string[];
  readonly #since: number | undefined;
  readonly #jobs = new Map<string, JobReader>();

  constructor(session: Session, wanted: readonly string[], since: number | undefined) {
    this.#session = session;
    this.#wanted = wanted;
    this.#since = since;
  }

  /** The lines that are new, of all jobs, by their time. */
  async read(steps: readonly ExecutionStep[]): Promise<StepLine[]> {
    const lists = await Promise.all(
      steps.map(async ({ name, job, cachedFrom, reusedFrom }) => {
        const isOwn = cachedFrom === undefined && reusedFrom === undefined;
        const isWanted = this.#wanted.length === 0 || this.#wanted.includes(name);
        if (job === undefined || !isOwn || !isWanted) return [];
        const reader = this.#jobs.get(job.arn) ?? new JobReader(this.#session, job, this.#since);
        this.#jobs.set(job.arn, reader);
        const lines = await reader.read();
        return lines.map((line) => ({ ...line, step: name, job: job.name }));
      }),
    );
    return lists.flat().toSorted((a, b) => a.time.getTime() - b.time.getTime());
  }
}

class JobReader {
  readonly #session: Session;
  readonly #job: Job;
  readonly #since: number | undefined;
  /** The times of the lines that were given, as far back as another look goes. */
  readonly #seen = new Map<string, number>();
  #last = 0;

  constructor(session: Session, job: Job, since: number | undefined) {
    this.#session = session;
    this.#job = job;
    this.#since = since;
  }

  async read(): Promise<LogLine[]> {
    const again = this.#last - overlap;
    const from = again > 0 ? Math.max(again, this.#since ?? 0) : this.#since;
    const lines: LogLine[] = [];
    for await (const line of jobLines(this.#session, this.#job, from)) {
      if (this.#seen.has(line.id)) continue;
      const time = line.time.getTime();
      this.#seen.set(line.id, time);
      this.#last = Math.max(this.#last, time);
      lines.push(line);
    }
    for (const [id, time] of this.#seen) {
      if (time < this.#last - 2 * overlap) this.#seen.delete(id);
    }
    return lines;
  }
}

const colours = ["cyan", "magenta", "yellow", "blue", "green"] as const satisfies readonly Style[];

class LinePrinter {
  readonly #input: LogsInput;
  readonly #paint: Paint;
  readonly #styles = new Map<string, Style>();
  readonly #streams = new Map<string, Set<string>>();

  constructor(input: LogsInput, paint: Paint) {
    this.#input = input;
    this.#paint = paint;
  }

  print(lines: readonly StepLine[]): void {
    for (const { job, stream } of lines) {
      this.#streams.set(job, (this.#streams.get(job) ?? new Set()).add(stream));
    }
    printOut(lines.map((line) => `${this.#text(line)}\n`).join(""));
  }

  #text({ step, job, stream, time, message }: StepLine): string {
    if (this.#input.json) {
      return JSON.stringify({ time: time.toISOString(), step, job, stream, message });
    }
    const style = this.#styles.get(step) ?? colours[this.#styles.size % colours.length] ?? "cyan";
    this.#styles.set(step, style);
    // Which machine a line is from matters only where there are several.
    const isAmongSeveral = (this.#streams.get(job)?.size ?? 0) > 1;
    const [machine = ""] = /^[a-z]+-\d+/.exec(stream) ?? [stream];
    const prefix = this.#paint(style, isAmongSeveral ? `${step}/${machine}` : step);
    const at = this.#input.timestamps ? `${this.#paint("gray", time.toISOString())} ` : "";
    return `${at}${prefix} | ${message}`;
  }
}
