/** A time of one's own zone: `2026-11-23 16:52:06`. */
export function absoluteTime(time: number): string {
  const date = new Date(time);
  const [year, ...others] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${[year, ...others.map(two)].join("-")} ${clock.map(two).join(":")}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
