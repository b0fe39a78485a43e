import { signal } from "@preact/signals";
import type { ChangeEvent } from "../../api.ts";
import { apiUrl } from "./request.ts";

type Listener = (events: readonly ChangeEvent[]) => void;

/** Whether changes arrive. `connecting` is the state before the first answer. */
export const connection = signal<"connecting" | "open" | "lost">("connecting");

const listeners = new Set<Listener>();
const waiting = new Map<string, ChangeEvent>();
let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** How long changes are gathered, in milliseconds: about a frame. */
const gatherFor = 16;

/** How long until the next try when the browser has given up, in milliseconds. */
const reconnectAfter = 2_000;

/** Hands on what changes, gathered for about a frame, until the function that it gives is called. */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the stream of changes; it stays open as long as the page does. */
export function connect(): void {
  source = new EventSource(apiUrl("events"));
  source.addEventListener("open", () => {
    // What happened before was not told: what is shown already is read again.
    gather({ type: "reset" });
    connection.value = "open";
  });
  source.addEventListener("error", () => {
    connection.value = "lost";
    // The browser tries again by itself, unless the server answered with an error.
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, reconnectAfter);
  });
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    // The server is of the same build; api.ts says what the data is.
    gather(JSON.parse(data) as ChangeEvent);
  });
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
  for (const listener of listeners) listener(events);
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
