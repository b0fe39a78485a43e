import { onTestFinished, vi } from "vitest";
import type { ChangeEvent } from "../../src/api.ts";

/** Somebody who listens to changes, as a browser does. */
export interface EventReader {
  /** What was told so far. */
  readonly events: ChangeEvent[];
  /** The id of the last event, or where it begins. */
  readonly lastId: () => string;
  /** How many comments, which keep the connection, were heard. */
  readonly comments: () => number;
  /** Waits for an event. */
  readonly until: (isIt: (event: ChangeEvent) => boolean) => Promise<ChangeEvent>;
  /** Waits until the server knows this listener. */
  readonly ready: () => Promise<void>;
  /** Waits for the server to end it. */
  readonly ended: Promise<void>;
  /** Goes. */
  readonly close: () => void;
}

/** Listens at an address. */
export function readEvents(url: string, lastId?: string): EventReader {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const events: ChangeEvent[] = [];
  const seen = { id: "", comments: 0, frames: 0 };
  const take = (frame: string): void => {
    seen.frames += 1;
    for (const line of frame.split("\n")) {
      if (line.startsWith(":")) seen.comments += 1;
      if (line.startsWith("id: ")) seen.id = line.slice(4);
      if (line.startsWith("data: ")) events.push(JSON.parse(line.slice(6)));
    }
  };
  const read = async (): Promise<void> => {
    const headers: Record<string, string> = lastId === undefined ? {} : { "last-event-id": lastId };
    const { body } = await fetch(url, { headers, signal: end.signal });
    let text = "";
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const frames = (text + chunk).split("\n\n");
      text = frames.pop() ?? "";
      frames.forEach(take);
    }
  };
  const ended = read().catch(() => undefined);
  const wait = { timeout: 30_000, interval: 10 };
  return {
    events,
    lastId: () => seen.id,
    comments: () => seen.comments,
    until: (isIt) =>
      vi.waitFor(() => {
        const found = events.find(isIt);
        if (found === undefined) throw new Error(`not among ${JSON.stringify(events)}`);
        return found;
      }, wait),
    ready: () =>
      vi.waitFor(() => {
        if (seen.frames === 0) throw new Error("nothing was heard");
      }, wait),
    ended,
    close: () => end.abort(),
  };
}
