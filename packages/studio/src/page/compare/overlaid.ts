import type { CurvesView } from "../../api.ts";
import { chartsOf } from "../execution/charts.ts";
import type { Curve } from "../ui/scale.ts";

/** The curves of one execution. */
export interface ExecutionCurves {
  /** What the execution is called. */
  readonly name: string;
  readonly series: CurvesView["series"];
}

/** A chart with the curves of several executions. */
export interface OverlaidChart {
  readonly title: string;
  readonly curves: readonly Curve[];
}

/**
 * The curves of several executions, one chart for each measure: a colour for each execution, a kind of
 * line for each series of it (`train-rmse`, `validation-rmse`).
 */
export function overlaid(executions: readonly ExecutionCurves[]): OverlaidChart[] {
  const charts = executions.flatMap(({ name, series }, color) =>
    chartsOf(series).map((chart) => ({ ...chart, name, color })),
  );
  return [...Map.groupBy(charts, ({ title }) => title)].map(([title, members]) => {
    const kinds = [...new Set(members.flatMap(({ series }) => series.map((one) => one.name)))];
    const curves = members.flatMap(({ name, color, series }) =>
      series.map((one) => ({
        name: one.name,
        group: name,
        points: one.points,
        color,
        dash: kinds.indexOf(one.name),
      })),
    );
    return { title, curves };
  });
}
