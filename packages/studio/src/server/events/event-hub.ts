import { randomBytes } from "node:crypto";
import type { ChangeEvent } from "../../api.ts";
import type { Source } from "../source.ts";
import { Listener } from "./listener.ts";

/** How changes are handed on; a test takes smaller numbers. */
export interface HubOptions {
  /** How often a listener hears that the server is there, in milliseconds. @default 15000 */
  readonly heartbeatMs?: number;
  /** How long changes are watched after the last listener left, in milliseconds. @default 10000 */
  readonly lingerMs?: number;
  /** How many bytes may wait for a listener before it is dropped. @default 4 MiB */
  readonly mostWaiting?: number;
  /** How many bytes of changes are kept for listeners that come back. @default 2 MiB */
  readonly mostKept?: number;
}

interface Kept {
  readonly number: number;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * Hands the changes of a source to any number of listeners as server-sent events. The source is watched
 * only while somebody listens. A listener that comes back names the last event it has had and gets those
 * after it; when they are no longer kept, a `reset`. One that does not read is dropped: what waits
 * for it is bounded, and it comes back by itself.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventHub {
  readonly #source: Pick<Source, "watch">;
  readonly #heartbeatMs: number;
  readonly #lingerMs: number;
  readonly #mostWaiting: number;
  readonly #mostKept: number;
  readonly #onBug: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  #kept: Kept[] = [];
  #keptBytes = 0;
  #number = 0;
  /** What is wrong now, for who comes later. */
  #trouble: ChangeEvent | undefined;
  /** Numbers of one watch mean nothing in another. */
  #watch: { readonly name: string; readonly end: () => void } | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #linger: NodeJS.Timeout | undefined;

  /** @param onBug - told of bugs of the source */
  constructor(
    source: Pick<Source, "watch">,
    options: HubOptions = {},
    onBug: (error: unknown) => void = () => undefined,
  ) {
    this.#source = source;
    this.#heartbeatMs = options.heartbeatMs ?? 15_000;
    this.#lingerMs = options.lingerMs ?? 10_000;
    this.#mostWaiting = options.mostWaiting ?? 4 * 1024 * 1024;
    this.#mostKept = options.mostKept ?? 2 * 1024 * 1024;
    this.#onBug = onBug;
  }

  /** How many listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** How many bytes of changes are kept. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /**
   * Adds a listener.
   *
   * @param last - the id of the last event that it has had, when it comes back
   */
  listen(last: string | undefined): ReadableStream<Uint8Array> {
    const listener = new Listener(this.#mostWaiting, (gone) => this.#remove(gone));
    this.#add(listener, last);
    return listener.stream;
  }

  /** Sends all listeners away and watches no more. */
  close(): void {
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
    this.#stop();
  }

  #add(listener: Listener, last: string | undefined): void {
    const watch = this.#start();
    this.#listeners.add(listener);
    this.#sendSince(listener, watch, last);
    const id = `${watch}-${this.#number}`;
    if (this.#trouble !== undefined) this.#send(listener, frame(id, this.#trouble));
  }

  #sendSince(listener: Listener, watch: string, last: string | undefined): void {
    // No change, but where the listener goes on from when it comes back.
    const now = encoder.encode(`retry: 1000\nid: ${watch}-${this.#number}\nevent: at\ndata:\n\n`);
    if (last === undefined || last === "") return this.#send(listener, now);
    const [name, text = ""] = last.split("-");
    const seen = name === watch && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    const oldest = this.#number - this.#kept.length;
    if (seen === undefined || seen < oldest || seen > this.#number) {
      this.#send(listener, frame(`${watch}-${this.#number}`, { type: "reset" }));
      return;
    }
    this.#send(listener, encoder.encode("retry: 1000\n\n"));
    for (const { number, bytes } of this.#kept) if (number > seen) this.#send(listener, bytes);
  }

  #remove(listener: Listener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#linger = setTimeout(() => this.#stop(), this.#lingerMs).unref();
  }

  #start(): string {
    clearTimeout(this.#linger);
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(), this.#heartbeatMs).unref();
    if (this.#watch !== undefined) return this.#watch.name;
    const name = randomBytes(6).toString("hex");
    const tell = (event: ChangeEvent): void => this.#tell(name, event);
    this.#watch = { name, end: this.#source.watch(tell, this.#onBug) };
    return name;
  }

  #stop(): void {
    clearTimeout(this.#linger);
    clearInterval(this.#heartbeat);
    this.#watch?.end();
    this.#watch = undefined;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#number = 0;
    this.#trouble = undefined;
  }

  #tell(watch: string, event: ChangeEvent): void {
    this.#number += 1;
    if (event.type === "trouble") this.#trouble = event.fault && event;
    const bytes = frame(`${watch}-${this.#number}`, event);
    this.#kept.push({ number: this.#number, bytes });
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > this.#mostKept) this.#forget();
    for (const listener of this.#listeners) this.#send(listener, bytes);
  }

  /** Forgets the older half: to forget one at a time would move all others each time. */
  #forget(): void {
    let count = 0;
    while (this.#keptBytes > this.#mostKept / 2 && count < this.#kept.length) {
      this.#keptBytes -= this.#kept[count]?.bytes.length ?? 0;
      count += 1;
    }
    this.#kept = this.#kept.slice(count);
  }

  #beat(): void {
    const bytes = encoder.encode(":\n\n");
    for (const listener of this.#listeners) this.#send(listener, bytes);
  }

  #send(listener: Listener, bytes: Uint8Array): void {
    if (!listener.send(bytes)) this.#remove(listener);
  }
}

function frame(id: string, event: ChangeEvent): Uint8Array {
  return encoder.encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
}
