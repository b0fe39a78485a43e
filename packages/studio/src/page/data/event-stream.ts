/** What a stream of changes tells: whether it is there, and each change as the server has written it. */
export type StreamNews =
  | {
      readonly state: "open";
      /** What changed before is not told; otherwise nothing is missing since the stream was lost. */
      readonly isNew: boolean;
    }
  | { readonly state: "lost" }
  | { readonly state?: never; readonly data: string };

/**
 * How long until the next try when the browser has given up, in milliseconds; twice as long each time, for
 * the server may never let this page in.
 */
const reconnectAfter = { first: 2_000, longest: 60_000 };

/**
 * The server's stream of changes. A connection that is lost is made again, and goes on after the last
 * change that has come: the server keeps what is told meanwhile, and tells when that was too much.
 */
export class EventStream {
  readonly #url: string;
  readonly #tell: (news: StreamNews) => void;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The id of the last change. */
  #last = "";
  #wait = reconnectAfter.first;
  #state: StreamNews | undefined;

  constructor(url: string, tell: (news: StreamNews) => void) {
    this.#url = url;
    this.#tell = tell;
    this.#open();
  }

  /** What somebody hears who comes now; undefined before the first answer. */
  get state(): StreamNews | undefined {
    return this.#state;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open(): void {
    const url = this.#last === "" ? this.#url : `${this.#url}?last=${this.#last}`;
    const source = new EventSource(url);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#wait = reconnectAfter.first;
      this.#state = { state: "open", isNew: true };
      this.#tell({ state: "open", isNew: this.#last === "" });
    });
    source.addEventListener("error", () => {
      this.#state = { state: "lost" };
      this.#tell(this.#state);
      // The browser tries again by itself, unless the server answered with an error.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, reconnectAfter.longest);
    });
    source.addEventListener("at", ({ lastEventId }: MessageEvent<string>) => {
      this.#last = lastEventId;
    });
    source.addEventListener("message", ({ data, lastEventId }: MessageEvent<string>) => {
      this.#last = lastEventId;
      this.#tell({ data });
    });
  }
}
