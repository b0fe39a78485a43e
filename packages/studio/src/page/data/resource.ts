import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ChangeEvent } from "../../api.ts";
import { connection, onChanges, untilLive } from "./live.ts";
import { RequestError } from "./request.ts";

/** What a change makes of a value: another value, or `"reload"` when it has to be asked for. */
export type Applied<T> = T | "reload";

/** Something the server has, as it is now. */
export interface Resource<T> {
  /** Undefined until the first answer. A former value stays while it is read again. */
  readonly value: ReadonlySignal<T | undefined>;
  /** Why it could not be read the last time. */
  readonly error: ReadonlySignal<RequestError | undefined>;
  /** Reads it again. */
  readonly reload: () => Promise<void>;
}

/** How long until what could not be read is read again, in milliseconds; twice as long each time. */
const retryAfter = { first: 5_000, longest: 20_000 };

/** Whether a fault may be over without anything changing on the page: nobody is asked in vain. */
function mayPass({ status, code }: RequestError): boolean {
  // When the server itself is there again, the stream tells.
  if (status === 429 || status >= 500) return true;
  return status === 403 && code !== "AccessDeniedException" && code !== "TOKEN_MISSING";
}

class Entry<T> implements Resource<T> {
  readonly value = signal<T | undefined>(undefined);
  readonly error = signal<RequestError | undefined>(undefined);
  users = 0;
  readonly #load: () => Promise<T>;
  readonly #apply: (value: T, event: ChangeEvent) => Applied<T>;
  #reading: Promise<void> | undefined;
  #isStale = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wait = retryAfter.first;
  /** What changed while it was read: the answer may be older. */
  #missed: ChangeEvent[] = [];

  constructor(load: () => Promise<T>, apply: (value: T, event: ChangeEvent) => Applied<T>) {
    this.#load = load;
    this.#apply = apply;
  }

  readonly reload = (): Promise<void> => {
    this.#isStale = this.#reading !== undefined;
    this.#reading ??= this.#read();
    return this.#reading;
  };

  change(events: readonly ChangeEvent[]): void {
    if (this.#reading !== undefined) this.#missed.push(...events);
    const value = this.value.value;
    if (value === undefined) {
      // What is not there may come with a change, though not with what a step does.
      const mayBeThere = events.some(({ type }) => type !== "step" && type !== "log");
      if (this.error.value !== undefined && mayBeThere) void this.reload();
      return;
    }
    const { changed, isOld } = this.#changed(value, events);
    this.value.value = changed;
    if (isOld) void this.reload();
  }

  /** A value after changes, and whether it has to be asked for all the same. */
  #changed(value: T, events: readonly ChangeEvent[]): { changed: T; isOld: boolean } {
    let [changed, isOld] = [value, false];
    for (const event of events) {
      const applied = event.type === "reset" ? "reload" : this.#apply(changed, event);
      if (applied === "reload") isOld = true;
      else changed = applied;
    }
    return { changed, isOld };
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      if (this.users > 0) void this.reload();
    }, this.#wait);
    this.#wait = Math.min(this.#wait * 2, retryAfter.longest);
  }

  async #read(): Promise<void> {
    clearTimeout(this.#retry);
    await untilLive;
    try {
      const { changed, isOld } = this.#changed(await this.#load(), this.#missed);
      if (isOld) this.#isStale = true;
      this.value.value = changed;
      this.error.value = undefined;
      this.#wait = retryAfter.first;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.error.value = error;
      if (mayPass(error)) this.#retryLater();
    } finally {
      this.#reading = undefined;
      this.#missed = [];
    }
    // Asked for again while it was read: once more, for the answer may be older than the asking.
    if (this.#isStale) await this.reload();
  }
}

/** How many that nobody looks at are kept, so that going back shows them at once. */
const keptUnused = 20;

// Entries are of many types; each key is always used with the same one (`useResource`).
const entries = new Map<string, Entry<unknown>>();

onChanges((events) => {
  for (const entry of entries.values()) if (entry.users > 0) entry.change(events);
});

// What could not be read while the server was away is read when it is back.
connection.subscribe((state) => {
  if (state !== "open") return;
  for (const entry of entries.values()) {
    if (entry.users > 0 && entry.error.value !== undefined) void entry.reload();
  }
});

/**
 * What the server has under a key. It is read when a component first shows it, shown at once (and read
 * again) when it was shown before, and kept up to date by the stream of changes.
 *
 * @param key the same key must always go with the same `load` and `apply`
 * @param apply what a change makes of the value; without it changes do nothing
 */
export function useResource<T>(
  key: string,
  load: () => Promise<T>,
  apply: (value: T, event: ChangeEvent) => Applied<T> = (value) => value,
): Resource<T> {
  const entry = useMemo(() => entryOf(key, load, apply), [key]);
  useEffect(() => {
    entry.users += 1;
    void entry.reload();
    return () => {
      entry.users -= 1;
      forgetUnused();
    };
  }, [entry]);
  return entry;
}

function entryOf<T>(
  key: string,
  load: () => Promise<T>,
  apply: (value: T, event: ChangeEvent) => Applied<T>,
): Entry<T> {
  // By the rule of the keys, see above.
  const known = entries.get(key) as Entry<T> | undefined;
  const entry = known ?? new Entry(load, apply);
  entries.delete(key);
  // By the rule of the keys, see above.
  entries.set(key, entry as unknown as Entry<unknown>);
  return entry;
}

function forgetUnused(): void {
  const unused = [...entries].filter(([, entry]) => entry.users === 0);
  for (const [key] of unused.slice(0, -keptUnused)) entries.delete(key);
}
