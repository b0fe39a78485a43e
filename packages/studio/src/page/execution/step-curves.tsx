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
  /** Nothing at all when there are no curves. */
  readonly isQuiet?: boolean;
}

/** The numbers that a step printed, as curves; one chart for each measure. */
export function StepCurves({ execution, step, isQuiet = false }: Props): JSX.Element {
  const curves = useCurves(execution, step.name);
  return (
    <Loaded of={curves} what="the curves">
      {({ series }) =>
        series.length === 0 ? (
          !isQuiet && (
            <p class="muted">
              No curves: its log has no lines such as <code>train-rmse:0.5</code>.
            </p>
          )
        ) : (
          <div class="charts">
            {chartsOf(series).map((chart) => (
              <LineChart
                key={chart.title}
                title={isQuiet ? `${step.name}: ${chart.title}` : chart.title}
                series={chart.series}
              />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}
