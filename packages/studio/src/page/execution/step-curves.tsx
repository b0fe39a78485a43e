import type { JSX } from "preact";
import type { StepView } from "../../api.ts";
import type { ExecutionKey } from "../links.ts";
import { LineChart } from "../ui/line-chart.tsx";
import { Loaded } from "../ui/states.tsx";
import { chartsOf } from "./charts.ts";
import { useCurves } from "./use-curves.ts";

interface Props {
  readonly execution: ExecutionKey;
  readonly step: StepView;
  /** One of several: it says whose curves they are, and nothing at all when there are none. */
  readonly isOneOfMany?: boolean;
  /** There are other numbers: that there are no curves needs no word. */
  readonly hasOther?: boolean;
}

/** The numbers that a step printed, as curves; one chart for each measure. */
export function StepCurves({
  execution,
  step,
  isOneOfMany = false,
  hasOther = false,
}: Props): JSX.Element {
  const curves = useCurves(execution, step.name);
  return (
    <Loaded of={curves} what="the curves">
      {({ series }) => {
        if (series.length === 0) {
          return isOneOfMany || hasOther ? null : (
            <p class="muted">
              No curves: its log has no lines such as <code>train-rmse:0.5</code>.
            </p>
          );
        }
        const charts = (
          <div class="charts">
            {chartsOf(series).map((chart) => (
              <LineChart
                key={chart.title}
                title={isOneOfMany ? `${step.name}: ${chart.title}` : chart.title}
                series={chart.series}
              />
            ))}
          </div>
        );
        return isOneOfMany ? <section class="card">{charts}</section> : charts;
      }}
    </Loaded>
  );
}
