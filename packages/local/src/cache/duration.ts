/** How long something lasts. Years and months are those of the calendar. */
export interface Duration {
  /** Years. */
  readonly years: number;
  /** Months. */
  readonly months: number;
  /** All the rest, in milliseconds. */
  readonly milliseconds: number;
}

const pattern =
  /^p?(?=\d|t)(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?(?:t(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/i;

/**
 * Reads an `ExpireAfter`: an ISO 8601 duration as `P30D` or `P1DT12H`, or as AWS's pages and SDK write
 * it, without the P and in small letters: `30d`, `5y`, `T16m`, `30dT5h`, `p30d`. An `m` before the T is
 * months, after it minutes. Undefined when it is none.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching-enabling.html
 */
export function parseDuration(text: string): Duration | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const inHours = (weeks * 7 + days) * 24 + hours;
  return { years, months, milliseconds: ((inHours * 60 + minutes) * 60 + seconds) * 1000 };
}

/**
 * The moment that lies a duration before another, in milliseconds since 1970 (UTC). A day that a month
 * does not have becomes its last: a month before 31 March is the last day of February.
 */
export function before(moment: number, { years, months, milliseconds }: Duration): number {
  const from = new Date(moment);
  const month = from.getUTCMonth() - months - years * 12;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const then = new Date(moment);
  then.setUTCFullYear(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastDay));
  return then.getTime() - milliseconds;
}
