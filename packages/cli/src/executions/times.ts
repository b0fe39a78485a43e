/** A time as `2026-11-23 15:04:05` in UTC with its `Z`, the same for every reader; `-` for none. */
export function timeText(time: Date | undefined): string {
  return time === undefined
    ? "-"
    : time
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, "Z");
}
