import { describe, expect, test } from "vitest";
import { before, parseDuration } from "../../src/cache/duration.ts";

const moment = Date.parse("2026-03-31T12:00:00Z");

describe("ExpireAfter", () => {
  test.each([
    // ISO 8601, as AWS's SDK documents it.
    ["P30D", "2026-03-01T12:00:00Z"],
    ["PT12H", "2026-03-31T00:00:00Z"],
    ["P1DT30M", "2026-03-30T11:30:00Z"],
    ["P1W", "2026-03-24T12:00:00Z"],
    ["P4DT12H", "2026-03-27T00:00:00Z"],
    // The looser forms of AWS's pages.
    ["30d", "2026-03-01T12:00:00Z"],
    ["p30d", "2026-03-01T12:00:00Z"],
    ["5y", "2021-03-31T12:00:00Z"],
    ["T16m", "2026-03-31T11:44:00Z"],
    ["30dT5h", "2026-03-01T07:00:00Z"],
    // Before the T an m is months; a day that a month does not have is its last.
    ["16m", "2024-11-30T12:00:00Z"],
    ["P1M", "2026-02-28T12:00:00Z"],
    ["P1Y1M", "2025-02-28T12:00:00Z"],
    ["P2Y1M", "2024-02-29T12:00:00Z"],
    ["PT90S", "2026-03-31T11:58:30Z"],
    ["P0D", "2026-03-31T12:00:00Z"],
  ])("%s before 31 March 2026, 12:00, is %s", (text, wanted) => {
    const duration = parseDuration(text);
    expect(duration).toBeDefined();
    if (duration === undefined) return;
    expect(before(moment, duration)).toBe(Date.parse(wanted));
  });

  test.each(["", "P", "PT", "T", "30", "ten days", "-P1D", "P1.5D", "P1D2H", "PT1H2D", "P1DT"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
