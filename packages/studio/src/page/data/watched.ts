import { signal } from "@preact/signals";
import { isActive, statusLook } from "../format/status.ts";
import { onChanges } from "./live.ts";

/** The ids of the executions whose end this tab tells of. */
export const watched = signal<ReadonlySet<string>>(new Set());

/** Chrome on Android has notifications, and makes none for a page: only for a service worker. */
const isRefused = signal(false);

/** Whether the browser can tell of things outside the page, and the reader has not refused that. */
export function canNotify(): boolean {
  return "Notification" in globalThis && Notification.permission !== "denied" && !isRefused.value;
}

/** Tells of the end of an execution by a notification of the browser, which may ask the reader first. */
export async function watchEnd(id: string): Promise<void> {
  const permission = await Notification.requestPermission();
  // The same again, when it was refused: the page no longer offers it.
  watched.value = permission === "granted" ? new Set([...watched.value, id]) : new Set();
}

/** Tells of it no more. */
export function unwatch(id: string): void {
  watched.value = new Set([...watched.value].filter((other) => other !== id));
}

onChanges((events) => {
  for (const event of events) {
    if (event.type !== "execution") continue;
    const { id, displayName, status, failureReason } = event.execution;
    if (!watched.value.has(id) || isActive(status)) continue;
    unwatch(id);
    const title = `${statusLook(status).label}: ${displayName ?? id} of ${event.pipeline}`;
    try {
      // Shown by the system, so nobody here keeps it.
      void new Notification(title, { tag: id, ...(failureReason ? { body: failureReason } : {}) });
    } catch {
      isRefused.value = true;
    }
  }
});
