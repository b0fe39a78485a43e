import type { LogView } from "../../api.ts";
import { RequestError } from "../data/request.ts";
import { terminalRuns, type Run } from "./ansi.ts";
import { levelOf, type Level } from "./level.ts";

/** A line as it is shown. */
export interface Line {
  /** In milliseconds since 1970, where it is known. */
  readonly time?: number | undefined;
  /** Without colours and other signs to a terminal. */
  readonly text: string;
  readonly runs: readonly Run[];
  readonly level: Level;
  /** How many bytes of it are left out. */
  readonly cut?: number | undefined;
}

/** Lines that follow each other. */
export interface Chunk {
  readonly key: number;
  readonly lines: readonly Line[];
  /** Where what is before them is; undefined when nothing is. */
  readonly before: string | undefined;
  /** Where what comes after them is. */
  readonly after: string;
}

/** A part of a log, at its end at first. */
export interface Log {
  readonly chunks: readonly Chunk[];
  /** How many lines they have. */
  readonly count: number;
  /** Whether they reach to the end, as far as it was read. */
  readonly isAtEnd: boolean;
  /** Whether nothing more will come. */
  readonly ended: boolean;
  readonly isRead: boolean;
  /** Why there is nothing. */
  readonly note?: string | undefined;
  readonly error: RequestError | undefined;
}

/** A log of which nothing was read yet. */
export const noLog: Log = {
  chunks: [],
  count: 0,
  isAtEnd: true,
  ended: false,
  isRead: false,
  error: undefined,
};

/** How many lines are kept: what is farthest from what is read is forgotten, and can be read again. */
const mostKept = 10_000;
/** Lines that come one after the other are put together so far. */
const mostTogether = 500;

/** Asks for a part of the log. */
type AskLog = (query: {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}) => Promise<LogView>;

/** Reads a log from its end, follows it, and goes back in it. */
export class LogReader {
  readonly #ask: AskLog;
  readonly #show: (log: Log) => void;
  #log = noLog;
  #job: string | undefined;
  #next: string | undefined;
  #key = 0;
  #last: Promise<void> = Promise.resolve();
  #isAsked = false;
  #isClosed = false;

  constructor(ask: AskLog, show: (log: Log) => void) {
    this.#ask = ask;
    this.#show = show;
  }

  /** The log as it was shown last. */
  get log(): Log {
    return this.#log;
  }

  /** Reads what has come. */
  follow(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    void this.#after(() => this.#follow());
  }

  /** Reads what is before the first line. */
  earlier(): Promise<void> {
    return this.#after(async () => {
      const before = this.#log.chunks[0]?.before;
      if (before !== undefined) this.#prepend(await this.#ask({ before }));
    });
  }

  /** Reads what is after the last line, where that was forgotten. */
  later(): Promise<void> {
    return this.#after(async () => {
      const from = this.#log.chunks.at(-1)?.after;
      if (from === undefined || this.#log.isAtEnd) return;
      const part = await this.#ask({ from });
      if (!this.#begins(part)) this.#append(part, part.lines.length === 0);
    });
  }

  /** Goes to the end, where lines before it were forgotten. */
  toEnd(): Promise<void> {
    return this.#after(async () => {
      if (!this.#log.isAtEnd) this.#begin(await this.#ask({}));
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  /** One after the other. */
  #after(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#isClosed) return;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        this.#set({ ...this.#log, error });
      }
    });
    return this.#last;
  }

  /** An answer has not all that has come: the next one is asked for until nothing comes. */
  async #follow(): Promise<void> {
    this.#isAsked = false;
    if (!this.#log.isAtEnd) return;
    const part = await this.#ask({ from: this.#next });
    if (!this.#begins(part)) this.#append(part, true);
    if (part.lines.length > 0 && !part.ended) this.follow();
  }

  /** Whether an answer is the first of a job: of the latest attempt, after that of another one. */
  #begins(part: LogView): boolean {
    if (this.#log.isRead && part.job === this.#job) return false;
    this.#job = part.job;
    this.#begin(part);
    return true;
  }

  #begin(part: LogView): void {
    this.#next = part.next;
    const chunks = part.lines.length === 0 ? [] : [this.#chunk(part)];
    this.#set({ ...noLog, chunks, ended: part.ended, isRead: true, note: part.note });
  }

  #append(part: LogView, isAtEnd: boolean): void {
    this.#next = part.next;
    const { ended } = part;
    const chunks = [...this.#log.chunks];
    const last = chunks.at(-1);
    if (part.lines.length === 0) {
      this.#set({ ...this.#log, isAtEnd, ended, note: part.note, error: undefined });
      return;
    }
    if (last !== undefined && last.lines.length + part.lines.length <= mostTogether) {
      const lines = [...last.lines, ...part.lines.map(lineOf)];
      chunks[chunks.length - 1] = { ...last, lines, after: part.next };
    } else chunks.push(this.#chunk(part));
    while (chunks.length > 1 && countOf(chunks) > mostKept) chunks.shift();
    this.#set({ ...this.#log, chunks, isAtEnd, ended, error: undefined });
  }

  #prepend(part: LogView): void {
    if (part.job !== this.#job) return;
    const { earlier: before } = part;
    const [first, ...others] = this.#log.chunks;
    const chunks =
      part.lines.length === 0 && first !== undefined
        ? [{ ...first, before }, ...others]
        : [this.#chunk(part), ...this.#log.chunks];
    let { isAtEnd } = this.#log;
    while (chunks.length > 1 && countOf(chunks) > mostKept) {
      chunks.pop();
      isAtEnd = false;
    }
    this.#set({ ...this.#log, chunks, isAtEnd, error: undefined });
  }

  #chunk({ lines, earlier: before, next: after }: LogView): Chunk {
    this.#key += 1;
    return { key: this.#key, lines: lines.map(lineOf), before, after };
  }

  #set(log: Omit<Log, "count">): void {
    this.#log = { ...log, count: countOf(log.chunks) };
    if (!this.#isClosed) this.#show(this.#log);
  }
}

function countOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { lines }) => sum + lines.length, 0);
}

function lineOf({ text: raw, time, cut }: LogView["lines"][number]): Line {
  const runs = terminalRuns(raw);
  const text = runs.map((run) => run.text).join("");
  return { text, runs, level: levelOf(text), time, cut };
}
