/** A time as `2026-11-23 15:04:05` in UTC with its `Z`, the same for every reader; `-` for none. */
export function timeText(time: Date | undefined): string {
  return time === undefined
    ? "-"
    : time
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, "Z");
}

/** How long something took, such as `4.2 s`, `3 m 07 s` or `2 h 05 m`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}
