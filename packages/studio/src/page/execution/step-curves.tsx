import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { CurvesView, StepView } from "../../api.ts";
import { api } from "../data/api.ts";
import { onChanges } from "../data/live.ts";
import { useResource } from "../data/resource.ts";
import type { ExecutionKey } from "../links.ts";
import { LineChart } from "../ui/line-chart.tsx";
import { Loaded } from "../ui/states.tsx";
import { chartsOf } from "./charts.ts";

interface Props {
  readonly execution: ExecutionKey;
  readonly step: StepView;
  /** Nothing at all when there are no curves. */
  readonly isQuiet?: boolean;
}

/** How long after a line of the log curves are read again, in milliseconds. */
const readAfter = 500;

/** The numbers that a step printed, as curves; one chart for each measure. */
export function StepCurves({ execution, step, isQuiet = false }: Props): JSX.Element {
  const { pipeline, id } = execution;
  const curves = useResource<CurvesView>(`curves ${pipeline}/${id}/${step.name}`, () =>
    api.curves(execution, step.name),
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onChanges((events) => {
      const isMine = events.some(
        (event) =>
          (event.type === "log" && event.id === id && event.step === step.name) ||
          (event.type === "step" && event.id === id && event.step.name === step.name),
      );
      if (!isMine || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void curves.reload();
      }, readAfter);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [curves, id, step.name]);
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
