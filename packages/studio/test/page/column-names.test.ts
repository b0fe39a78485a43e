import { expect, test } from "vitest";
import type { ExecutionSummaryView } from "../../src/api.ts";
import { columnNames } from "../../src/page/pipelines/column-names.ts";

const execution = (
  parameters: Readonly<Record<string, string>>,
  metrics: Readonly<Record<string, number>> = {},
): ExecutionSummaryView => ({
  id: "a",
  arn: "arn",
  pipeline: "P",
  status: "Succeeded",
  startTime: 1,
  parameters,
  metrics,
});

test.each<[what: string, before: string[], rows: ExecutionSummaryView[], wanted: string[]]>([
  ["those of the pipeline stand though no row has them", [], [], ["p.Rows", "p.Limit"]],
  [
    "metrics come first, then parameters as the definition has them, then former ones",
    [],
    [execution({ Old: "1", Limit: "2", Rows: "3" }, { mse: 4 })],
    ["m.mse", "p.Rows", "p.Limit", "p.Old"],
  ],
  [
    "those from before keep their places",
    ["p.Limit", "p.Old", "p.Rows"],
    [execution({ Rows: "1" }, { mse: 2 })],
    ["p.Limit", "p.Old", "p.Rows", "m.mse"],
  ],
])("columns of executions: %s", (_, before, rows, wanted) => {
  expect(columnNames(before, rows, ["Rows", "Limit"])).toStrictEqual(wanted);
});
