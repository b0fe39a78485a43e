import { useEffect, useState } from "preact/hooks";
import type { LogView } from "../../api.ts";
import { api } from "../data/api.ts";
import { onChanges } from "../data/live.ts";
import { RequestError } from "../data/request.ts";
import type { ExecutionKey } from "../links.ts";

/** How many lines are kept: the last ones. */
const mostLines = 5_000;

/** A log as far as it was read. */
export interface Log {
  readonly lines: LogView["lines"];
  /** How many lines before these were left out. */
  readonly dropped: number;
  readonly ended: boolean;
  readonly isRead: boolean;
  readonly error: RequestError | undefined;
}

const none: Log = { lines: [], dropped: 0, ended: false, isRead: false, error: undefined };

/** The log of a step; what comes is read when the server tells that something came. */
export function useLog(key: ExecutionKey, step: string, attempt: number | undefined): Log {
  const [log, setLog] = useState<Log>(none);
  const { pipeline, id } = key;
  useEffect(() => {
    const reader = new LogReader({ pipeline, id }, step, attempt, setLog);
    reader.read();
    const stop = onChanges((events) => {
      const isMine = events.some(
        (event) =>
          event.type === "reset" ||
          (event.type === "log" && event.id === id && event.step === step) ||
          (event.type === "step" && event.id === id && event.step.name === step),
      );
      if (isMine) reader.read();
    });
    return () => {
      stop();
      reader.close();
    };
  }, [pipeline, id, step, attempt]);
  return log;
}

class LogReader {
  readonly #key: ExecutionKey;
  readonly #step: string;
  readonly #attempt: number | undefined;
  readonly #show: (log: Log) => void;
  #log = none;
  #from: string | undefined;
  #isReading = false;
  #isAsked = false;
  #isClosed = false;

  constructor(
    key: ExecutionKey,
    step: string,
    attempt: number | undefined,
    show: (log: Log) => void,
  ) {
    this.#key = key;
    this.#step = step;
    this.#attempt = attempt;
    this.#show = show;
  }

  read(): void {
    if (this.#isReading) this.#isAsked = true;
    else void this.#readAll();
  }

  close(): void {
    this.#isClosed = true;
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    try {
      await this.#readOn();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#set({ ...this.#log, error });
    } finally {
      this.#isReading = false;
    }
  }

  /** A part can be cut off at some size: the next one is asked for until nothing comes. */
  async #readOn(): Promise<void> {
    this.#isAsked = false;
    const part = await api.log(this.#key, this.#step, this.#from, this.#attempt);
    this.#from = part.next;
    this.#add(part);
    if ((part.lines.length > 0 || this.#isAsked) && !this.#isClosed) await this.#readOn();
  }

  #add({ lines, ended }: LogView): void {
    const all = [...this.#log.lines, ...lines];
    const over = Math.max(0, all.length - mostLines);
    this.#set({
      lines: over === 0 ? all : all.slice(over),
      dropped: this.#log.dropped + over,
      ended,
      isRead: true,
      error: undefined,
    });
  }

  #set(log: Log): void {
    this.#log = log;
    if (!this.#isClosed) this.#show(log);
  }
}
