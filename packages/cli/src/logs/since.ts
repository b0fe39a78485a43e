import { userError } from "../errors.ts";

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * A time as milliseconds since 1970: so long ago (`90s`, `10m`, `2h`, `1d`), or a date and time as
 * ISO 8601 has them. Undefined where nothing was given.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function readSince(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Math.max(0, now - Number(count) * (units[unit] ?? 0));
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw userError("BAD_OPTION", `--since ${text}: this is neither a duration nor a time`, {
    help: "for example --since 10m, --since 2h, or --since 2026-01-31T12:00:00Z",
  });
}
