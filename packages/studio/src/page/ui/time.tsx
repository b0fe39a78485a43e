import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { absoluteTime } from "../../time.ts";
import { duration, isoTime, relativeTime } from "../format/time.ts";

/** The time now, in milliseconds since 1970; it goes on once a second while the page is seen. */
const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1_000);

/** A time, absolute and how long ago. */
export function Time({ time }: { readonly time: number }): JSX.Element {
  return (
    <time class="time" dateTime={isoTime(time)} title={isoTime(time)}>
      {absoluteTime(time)} <Ago time={time} />
    </time>
  );
}

/** How long ago; the absolute time is shown on pointing. */
export function Ago({ time }: { readonly time: number }): JSX.Element {
  return (
    <span class="muted" title={absoluteTime(time)}>
      {relativeTime(time, now.value)}
    </span>
  );
}

interface ElapsedProps {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** How long something took, or has taken until now. */
export function Elapsed({ from, to }: ElapsedProps): JSX.Element {
  if (from === undefined) return <span class="muted">–</span>;
  return <span class="number">{duration((to ?? now.value) - from)}</span>;
}
