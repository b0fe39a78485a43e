import type { ExecutionSummaryView } from "../api.ts";
import { absoluteTime } from "../time.ts";
import type { Filter, Texts } from "./filter.ts";
import { sortableText, type SortValue } from "./sort.ts";

/**
 * How much is known of an execution: what a list of them tells; also its version, end and parameters;
 * also its metrics. Each costs more to ask for than the one before.
 */
export const depths = ["listed", "described", "all"] as const;

/** One of {@link depths}. */
export type Depth = (typeof depths)[number];

/** What a filter looks at in an execution of which so much is known. */
export function executionTexts(execution: ExecutionSummaryView, depth: Depth = "all"): Texts {
  const { id, displayName, status, startTime, endTime, failureReason, version } = execution;
  const listed = {
    id,
    name: displayName,
    status,
    started: absoluteTime(startTime),
    reason: failureReason,
  };
  if (depth === "listed") return listed;
  const described = {
    version: version === undefined ? undefined : String(version),
    duration: endTime === undefined ? undefined : String((endTime - startTime) / 1_000),
  };
  const numbers =
    depth === "all"
      ? Object.entries(execution.metrics).map(([name, value]) => [name, String(value)])
      : [];
  const fixed = { ...described, ...listed };
  // What all executions have is called so whatever a parameter is called, which then is `p.status`.
  const parameters = Object.entries(execution.parameters).map(([name, value]) => [
    Object.hasOwn(fixed, name.toLowerCase()) ? `p.${name}` : name,
    value,
  ]);
  return { ...Object.fromEntries(numbers), ...Object.fromEntries(parameters), ...fixed };
}

/** The columns that a list tells. */
const listedColumns: ReadonlySet<string | undefined> = new Set([
  "id",
  "name",
  "status",
  "started",
  "reason",
]);

/** Whether a list of executions tells all that a filter and an order need. */
export function isListed(filter: Filter, orderColumn: string): boolean {
  return (
    depthOf(orderColumn) === "listed" && filter.columns.every((column) => listedColumns.has(column))
  );
}

/** What the columns that all executions have are sorted by. */
const values: Readonly<Record<string, (execution: ExecutionSummaryView) => SortValue>> = {
  execution: ({ id, displayName }) => displayName ?? id,
  status: ({ status }) => status,
  started: ({ startTime }) => startTime,
  duration: ({ startTime, endTime }) => (endTime === undefined ? undefined : endTime - startTime),
  version: ({ version }) => version,
};

/** What a column is sorted by: one that all have, `p.NAME` of a parameter, or `m.NAME` of a metric. */
export function sortValue(execution: ExecutionSummaryView, column: string): SortValue {
  const name = column.slice(2);
  if (column.startsWith("p.")) return sortableText(execution.parameters[name]);
  if (column.startsWith("m.")) return execution.metrics[name];
  return Object.hasOwn(values, column) ? values[column]?.(execution) : undefined;
}

/** How much has to be known to sort by a column. */
export function depthOf(column: string): Depth {
  if (column.startsWith("m.")) return "all";
  return ["execution", "status", "started"].includes(column) ? "listed" : "described";
}
