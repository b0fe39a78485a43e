import type { CurvesView, StepView } from "../../api.ts";

/** One chart: curves of the same measure. */
export interface Chart {
  readonly title: string;
  readonly series: CurvesView["series"];
}

const sets =
  /^(?:train|training|validation|valid|val|test|eval)[-_:. ]|[-_:. ](?:train|training|validation|valid|val|test|eval)$/i;

/** Curves of the same measure of several sets (`train-rmse`, `validation-rmse`) share a chart. */
export function chartsOf(series: CurvesView["series"]): Chart[] {
  const charts = Map.groupBy(series, ({ name }) => name.replace(sets, ""));
  return [...charts].map(([title, members]) => ({ title, series: members }));
}

/** The steps that print what their own code prints; those of the first three train. */
const printing = ["Training", "Tuning", "AutoML", "Processing", "EMR"];

/** Whether a step may have printed numbers of a training. */
export function mayHaveCurves({ type, startTime }: StepView): boolean {
  return printing.includes(type) && startTime !== undefined;
}

/** The steps that may have curves, those that train first. */
export function stepsWithCurves(steps: readonly StepView[]): StepView[] {
  return steps
    .filter(mayHaveCurves)
    .toSorted((a, b) => printing.indexOf(a.type) - printing.indexOf(b.type));
}
