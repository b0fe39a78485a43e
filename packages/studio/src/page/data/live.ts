import { signal } from "@preact/signals";
import type { ChangeEvent, ErrorView } from "../../api.ts";
import { EventStream, type StreamNews } from "./event-stream.ts";
import { apiUrl } from "./request.ts";

type Listener = (events: readonly ChangeEvent[]) => void;

/** Whether changes arrive. `connecting` is the state before the first answer. */
export const connection = signal<"connecting" | "open" | "lost">("connecting");

/** Why AWS cannot be read for now; undefined while it can. */
export const trouble = signal<ErrorView | undefined>(undefined);

const listeners = new Set<Listener>();
const waiting = new Map<string, ChangeEvent>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** How long changes are gathered, in milliseconds: about a frame. */
const gatherFor = 16;

/** How long the first reading waits for the stream at most, in milliseconds. */
const longestWait = 500;

let mayRead: () => void = () => undefined;
let isReading = false;

/**
 * Resolves as soon as changes are told: what is read after that misses none, and need not be read twice.
 * When the stream does not open soon, it resolves all the same.
 */
export const untilLive = new Promise<void>((resolve) => {
  mayRead = () => {
    isReading = true;
    resolve();
  };
});

/** Hands on what changes, gathered for about a frame, until the function that it gives is called. */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Listens to changes as long as the page is there: by the stream of all tabs, where the browser has that. */
export function connect(): void {
  setTimeout(mayRead, longestWait);
  let end = listen();
  addEventListener("pagehide", () => end());
  // The page may come back as it was when the reader goes back to it.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) end = listen();
  });
}

function listen(): () => void {
  if (!("SharedWorker" in globalThis)) {
    const stream = new EventStream(apiUrl("events"), take);
    return () => stream.close();
  }
  const { port } = new SharedWorker(new URL("./shared-stream.ts", import.meta.url), {
    type: "module",
  });
  port.addEventListener("message", ({ data }: MessageEvent<StreamNews>) => take(data));
  port.start();
  return () => {
    port.postMessage("close");
    port.close();
  };
}

function take(news: StreamNews): void {
  switch (news.state) {
    case "open":
      // What was read before may be older than the first change that is told.
      if (news.isNew && isReading) gather({ type: "reset" });
      connection.value = "open";
      mayRead();
      return;
    case "lost":
      trouble.value = undefined;
      connection.value = "lost";
      mayRead();
      return;
    default:
      takeChange(JSON.parse(news.data));
  }
}

/** The server is of the same build as the page: it tells nothing else. */
function takeChange(event: ChangeEvent): void {
  if (event.type === "trouble") trouble.value = event.fault;
  else gather(event);
}

/** Of several changes of the same thing only the last counts, so a flood stays small. */
function gather(event: ChangeEvent): void {
  const key = keyOf(event);
  waiting.delete(key);
  waiting.set(key, event);
  timer ??= setTimeout(hand, gatherFor);
}

function hand(): void {
  timer = undefined;
  const events = [...waiting.values()];
  waiting.clear();
  for (const listener of listeners) {
    try {
      listener(events);
    } catch (error) {
      // A bug of one keeps no other from what changed.
      reportError(error);
    }
  }
}

function keyOf(event: ChangeEvent): string {
  switch (event.type) {
    case "execution":
      return `execution ${event.pipeline}/${event.execution.id}`;
    case "step":
      return `step ${event.pipeline}/${event.id}/${event.step.name}`;
    case "log":
      return `log ${event.pipeline}/${event.id}/${event.step}`;
    default:
      return event.type;
  }
}
