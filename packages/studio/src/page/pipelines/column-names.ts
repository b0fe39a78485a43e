import type { ExecutionSummaryView } from "../../api.ts";

/**
 * The names of the columns that not all tables of executions have: `m.NAME` of a metric, `p.NAME` of a
 * parameter. Those from before keep their places, whatever the rows are now.
 *
 * @param parameters - the names of the pipeline's, which have columns in any case
 */
export function columnNames(
  before: readonly string[],
  executions: readonly ExecutionSummaryView[],
  parameters: readonly string[],
): readonly string[] {
  const metrics = executions.flatMap((execution) => Object.keys(execution.metrics));
  const others = executions.flatMap((execution) => Object.keys(execution.parameters));
  return [
    ...new Set([
      ...before,
      ...metrics.map((name) => `m.${name}`),
      ...[...parameters, ...others].map((name) => `p.${name}`),
    ]),
  ];
}
