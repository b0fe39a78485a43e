import { absoluteTime } from "../../time.ts";

export { durationText as duration } from "@nacre/graph/executions";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The time of a day in the reader's own zone, to the millisecond: `16:52:06.031`. */
export function clockTime(time: number): string {
  return `${absoluteTime(time).slice(-8)}.${String(new Date(time).getMilliseconds()).padStart(3, "0")}`;
}

/** A time as ISO 8601 in UTC, for `<time datetime>` and titles. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** How long ago: `just now`, `5 minutes ago`, `3 days ago`. */
export function relativeTime(time: number, now: number): string {
  const ago = now - time;
  const [unit, length] =
    ago < minute
      ? (["second", second] as const)
      : ago < hour
        ? (["minute", minute] as const)
        : ago < day
          ? (["hour", hour] as const)
          : ago < 60 * day
            ? (["day", day] as const)
            : (["month", 30 * day] as const);
  // The clock of the server may be a little ahead of the reader's.
  if (ago < 10 * second) return "just now";
  const count = Math.floor(ago / length);
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
