import type { AnsweredRequest, RunEvent } from "@nacre/local";

/** What a service that listens says of itself. */
export interface Listening {
  /** Its address. */
  readonly url: string;
  /** Its port. */
  readonly port: number;
  /** The address of its page. */
  readonly studio: string;
  /** The folder with its state. */
  readonly home: string;
  /** How many executions it found that had not ended; they go on. */
  readonly unfinished: number;
}

/** Tells the user what the service does. */
export interface ServeReport {
  /** It listens. */
  readonly listening: (listening: Listening) => void;
  /** It answered a request. */
  readonly request: (request: AnsweredRequest) => void;
  /** Something happened in an execution. */
  readonly event: (execution: string, event: RunEvent) => void;
  /** A fault of ours. */
  readonly bug: (error: unknown) => void;
  /** It ends, with so many executions that have not ended. */
  readonly ending: (unfinished: number) => void;
}
