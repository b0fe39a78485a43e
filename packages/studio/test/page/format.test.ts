import { durationText } from "@nacre/graph";
import { describe, expect, test } from "vitest";
import { metricName } from "../../src/page/format/metric.ts";
import { counted, numberText, sizeText } from "../../src/page/format/number.ts";
import { canRetry, isActive, statusLook } from "../../src/page/format/status.ts";
import { absoluteTime } from "../../src/time.ts";
import { duration, relativeTime } from "../../src/page/format/time.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test("how long something took is written as in the pictures of nacre graph", () => {
  expect(duration).toBe(durationText);
});

describe("how long ago", () => {
  test.each([
    [-2 * second, "just now"],
    [9 * second, "just now"],
    [10 * second, "10 seconds ago"],
    [minute, "1 minute ago"],
    [59 * minute, "59 minutes ago"],
    [hour, "1 hour ago"],
    [25 * hour, "1 day ago"],
    [59 * day, "59 days ago"],
    [60 * day, "2 months ago"],
  ])("%d ms is %s", (ago, wanted) => {
    const now = Date.UTC(2026, 5, 1);
    expect(relativeTime(now - ago, now)).toBe(wanted);
  });
});

test("a time is written in the zone of the reader", () => {
  expect(absoluteTime(new Date(2026, 0, 5, 7, 8, 9).getTime())).toBe("2026-01-05 07:08:09");
});

describe("numbers", () => {
  test.each([
    [0, "0"],
    [6, "6"],
    [3.219147430881073, "3.2191"],
    [0.00123456, "0.001235"],
    [-0.5, "-0.5"],
    [12_345_678, "12,345,678"],
    [12_345.678, "12,346"],
    [0.0000123, "1.23e-5"],
    [2.5e15, "2.5e15"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
  ])("%d is %s", (given, wanted) => {
    expect(numberText(given)).toBe(wanted);
  });
});

describe("sizes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [451_234, "451 kB"],
    [999_600, "1.0 MB"],
    [3_210_000, "3.2 MB"],
    [7e15, "7000 TB"],
  ])("%d is %s", (given, wanted) => {
    expect(sizeText(given)).toBe(wanted);
  });
});

test("counts agree with their word", () => {
  expect([0, 1, 1234].map((count) => counted(count, "step"))).toEqual([
    "0 steps",
    "1 step",
    "1,234 steps",
  ]);
});

describe("metrics", () => {
  test.each([
    ["EvaluationReport: regression_metrics.mse.value", "EvaluationReport", "mse"],
    ["Report: regression_metrics.mse.standard_deviation", "Report", "mse standard_deviation"],
    ["Report: accuracy", "Report", "accuracy"],
    ["Report: value", "Report", "value"],
    ["validation:rmse", "", "validation:rmse"],
  ])("%s is of the file %j, and its column %j", (name, file, short) => {
    expect(metricName(name)).toMatchObject({ file, short });
  });
});

describe("statuses", () => {
  test.each([
    ["Succeeded", "good", "Succeeded"],
    ["Executing", "running", "Executing"],
    ["Failed", "bad", "Failed"],
    ["Stopping", "stopped", "Stopping"],
    ["NotRun", "idle", "Not run"],
    ["PendingManualApproval", "waiting", "Pending manual approval"],
    ["SomethingNew", "idle", "Something new"],
  ])("%s is %s and called %s", (status, tone, label) => {
    expect(statusLook(status)).toEqual({ tone, label });
  });

  test("a result from the cache is told apart", () => {
    expect(statusLook("Succeeded", true)).toEqual({ tone: "cached", label: "Cached" });
  });

  test.each([
    ["Executing", true, false],
    ["Stopping", true, false],
    ["Stopped", false, true],
    ["Failed", false, true],
    ["Succeeded", false, false],
  ])("%s: can change %s, can be retried %s", (status, active, retry) => {
    expect([isActive(status), canRetry(status)]).toEqual([active, retry]);
  });
});
