import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { mayHaveCurves } from "../execution/charts.ts";
import { useCurves } from "../execution/use-curves.ts";
import { LineChart } from "../ui/line-chart.tsx";
import { Fault } from "../ui/states.tsx";
import { overlaid } from "./overlaid.ts";

interface Props {
  readonly executions: readonly ExecutionView[];
}

/** The curves of the trainings of several executions, those of one measure in one chart. */
export function ComparedCurves({ executions }: Props): JSX.Element {
  const trainings = executions.flatMap(({ steps }) => steps.filter(mayHaveCurves));
  const names = [...new Set(trainings.map(({ name }) => name))];
  return (
    <>
      {names.map((name) => (
        <StepCurves key={name} executions={executions} step={name} />
      ))}
    </>
  );
}

function StepCurves({ executions, step }: Props & { readonly step: string }): JSX.Element | null {
  const read = executions.map((execution) => {
    const own = execution.steps.find(({ name }) => name === step);
    return useCurves(execution, own !== undefined && mayHaveCurves(own) ? step : undefined);
  });
  const error = read.find((one) => one.error.value !== undefined)?.error.value;
  const charts = overlaid(
    executions.map(({ displayName, id }, index) => ({
      name: displayName ?? id,
      series: read[index]?.value.value?.series ?? [],
    })),
  );
  if (charts.length === 0 && error === undefined) return null;
  return (
    <section class="card">
      <h2>Curves of {step}</h2>
      {error !== undefined && <Fault error={error} />}
      <div class="charts">
        {charts.map(({ title, curves }) => (
          <LineChart key={title} title={title} series={curves} />
        ))}
      </div>
    </section>
  );
}
