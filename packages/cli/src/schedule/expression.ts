import { userError } from "../errors.ts";

/** What each kind of expression holds. */
const kinds = {
  rate: /^[1-9]\d{0,5} (?:minute|minutes|hour|hours|day|days)$/,
  cron: /^\S+ \S+ \S+ \S+ \S+ \S+$/,
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
} as const;

/**
 * Checks the form of a schedule's expression.
 *
 * @throws NacreError `SCHEDULE_EXPRESSION_INVALID`
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function checkExpression(text: string): void {
  const [, kind = "", inner = ""] = /^(\w+)\((.*)\)$/s.exec(text.trim()) ?? [];
  switch (kind) {
    case "rate":
      if (kinds.rate.test(inner) && isRightNumber(inner)) return;
      throw invalid(text, "rate holds a number and a unit: rate(1 day), rate(12 hours)");
    case "cron":
      if (kinds.cron.test(inner) && hasOneDay(inner)) return;
      throw invalid(
        text,
        "cron holds minutes, hours, day of the month, month, day of the week and year, one of the " +
          "days being ?: cron(0 6 ? * MON-FRI *)",
      );
    case "at":
      if (kinds.at.test(inner) && Number.isFinite(Date.parse(`${inner}Z`))) return;
      throw invalid(text, "at holds a date and a time: at(2026-12-24T18:00:00)");
    default:
      throw invalid(text, "write rate(1 day), cron(0 6 ? * MON-FRI *) or at(2026-12-24T18:00:00)");
  }
}

/** One day, two days. */
function isRightNumber(inner: string): boolean {
  const [number, unit = ""] = inner.split(" ");
  return (number === "1") !== unit.endsWith("s");
}

/** Exactly one of the two days is left open with a question mark. */
function hasOneDay(inner: string): boolean {
  const fields = inner.split(" ");
  return (fields[2] === "?") !== (fields[4] === "?");
}

function invalid(text: string, help: string): Error {
  return userError(
    "SCHEDULE_EXPRESSION_INVALID",
    `${JSON.stringify(text)} is no expression of EventBridge Scheduler`,
    { help },
  );
}
