import { describe, expect, test } from "vitest";
import type { ExecutionSummaryView } from "../../src/api.ts";
import { executionTexts } from "../../src/table/execution-fields.ts";
import { parseFilter, readFilter } from "../../src/table/filter.ts";
import { orderText, readOrder, sortableText, sorted } from "../../src/table/sort.ts";

describe("sorting", () => {
  test.each([
    ["numbers by size", [10, 9, 1], false, [1, 9, 10]],
    ["the other way", [10, 9, 11], true, [11, 10, 9]],
    [
      "texts as people count",
      ["step 10", "Step 2", "step 1"],
      false,
      ["step 1", "Step 2", "step 10"],
    ],
    ["numbers before texts", ["none", 3, "all", 1], false, [1, 3, "all", "none"]],
    ["without a value last", [undefined, 2, undefined, 1], false, [1, 2, undefined, undefined]],
    ["without a value last the other way, too", [undefined, 2, 3], true, [3, 2, undefined]],
  ] as const)("%s", (_, rows, descending, wanted) => {
    expect(sorted<string | number | undefined>(rows, (row) => row, descending)).toEqual(wanted);
  });

  test("what is equal stays as it was", () => {
    const rows = [
      { by: 1, is: "a" },
      { by: 0, is: "b" },
      { by: 1, is: "c" },
    ];
    for (const [descending, wanted] of [
      [false, "bac"],
      [true, "acb"],
    ] as const) {
      expect(
        sorted(rows, ({ by }) => by, descending)
          .map(({ is }) => is)
          .join(""),
      ).toBe(wanted);
    }
  });

  test.each([
    ["6.0", 6],
    ["1e-3", 0.001],
    ["ml.m5.xlarge", "ml.m5.xlarge"],
    ["", undefined],
    [undefined, undefined],
  ])("a parameter of %j is sorted by %j", (given, wanted) => {
    expect(sortableText(given)).toBe(wanted);
  });

  test.each(["name", "-started", "p.Learning Rate", "-m.report: a.b"])(
    "%s in an address",
    (text) => {
      const order = readOrder(text);
      expect(order && orderText(order)).toBe(text);
    },
  );

  test.each([undefined, "", "-"])("%j is no order", (text) => {
    expect(readOrder(text)).toBeUndefined();
  });
});

describe("filters", () => {
  const row = {
    id: "ftn203l6eu23",
    status: "Failed",
    name: "second try",
    MseThreshold: "0.5",
    InputData: "s3://bucket/abalone/data.csv",
    "Report: regression_metrics.mse.value": "3.219",
    reason: undefined,
  };

  test.each([
    ["", true],
    ["failed", true],
    ["FAILED try", true],
    ["failed first", false],
    ["status failed", true],
    ["status:fail", true],
    ["name:fail", false],
    ["mse<6", true],
    ["mse>6", false],
    ["MseThreshold=0.50", true],
    ["MseThreshold=5", false],
    ["MseThreshold > 0.4", true],
    ["MseThreshold > 4", false],
    ["failed MseThreshold >= 0.5 second", true],
    ["-MseThreshold > 4", true],
    ['name = "second try"', true],
    ["msethreshold>=0.5", true],
    ["msethreshold<=0.4", false],
    ["status=failed", true],
    ["status=fail", false],
    ["-failed", false],
    ["-stopped", true],
    ["-status:failed", false],
    ['"second try"', true],
    ['"try second"', false],
    ['name:"second try"', true],
    ["s3://bucket/abalone", true],
    ["reason:x", false],
    ["nothing<1", false],
    ["name<1", false],
    ["<", false],
    ['"', true],
    ["-", false],
  ])("%s: %s", (filter, wanted) => {
    expect(readFilter(filter)(row)).toBe(wanted);
  });
});

describe("a filter over what is known so far", () => {
  const execution: ExecutionSummaryView = {
    id: "ftn203l6eu23",
    arn: "arn",
    pipeline: "P",
    status: "Failed",
    startTime: 0,
    endTime: 90_000,
    version: 3,
    parameters: { MseThreshold: "0.5", status: "none" },
    metrics: { "Report: mse.value": 3 },
  };

  test.each([
    ["failed", true, true, true],
    ["status:failed", true, true, true],
    ["status:succeeded", false, false, false],
    ["status:none", false, false, false],
    ["-failed", false, false, false],
    ["-status:stopped", true, true, true],
    ["version=3", undefined, true, true],
    ["p.status=none", undefined, true, true],
    ["started>1971-01-01", false, false, false],
    ["started>=1969-12", true, true, true],
    ["started<1971-01-01", true, true, true],
    ['started<"1969-12-01 10:00"', false, false, false],
    ["duration>60", undefined, true, true],
    ["duration>120", undefined, false, false],
    ["MseThreshold<1", undefined, true, true],
    ["MseThreshold>1", undefined, false, false],
    ["mse<4", undefined, undefined, true],
    ["-mse<4", undefined, undefined, false],
    ["mse<4 status:failed", undefined, undefined, true],
    ["mse<4 status:succeeded", false, false, false],
    ["abalone", undefined, undefined, false],
  ])("%s is decided, or not, by each more that is known: %s, %s, %s", (text, ...wanted) => {
    const filter = parseFilter(text);
    const [listed, described, all] = [
      filter.decide(executionTexts(execution, "listed")),
      filter.decide(executionTexts(execution, "described")),
      filter.fits(executionTexts(execution)),
    ];
    expect([listed, described, all]).toEqual(wanted);
  });
});
