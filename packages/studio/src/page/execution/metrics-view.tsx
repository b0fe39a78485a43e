import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { metricName } from "../format/metric.ts";
import { numberText } from "../format/number.ts";
import { Empty } from "../ui/states.tsx";
import { mayHaveCurves } from "./charts.ts";
import { StepCurves } from "./step-curves.tsx";

/** The numbers of the property files as tables, and the curves of the trainings. */
export function MetricsView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const files = Map.groupBy(Object.entries(execution.metrics), ([name]) => metricName(name).file);
  const trainings = execution.steps.filter(mayHaveCurves);
  return (
    <div class="metrics">
      {trainings.map((step) => (
        <section key={step.name} class="card">
          <StepCurves execution={execution} step={step} isQuiet />
        </section>
      ))}
      {[...files].map(([file, metrics]) => (
        <section key={file} class="card">
          <h2>{file === "" ? "Metrics" : file}</h2>
          <table class="table table-plain">
            <tbody>
              {metrics.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{metricName(name).path}</code>
                  </th>
                  <td class="numeric" title={String(value)}>
                    {numberText(value)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {files.size === 0 && trainings.length === 0 && (
        <Empty title="No metrics yet">
          <p>Numbers of property files and of training logs show up here.</p>
        </Empty>
      )}
    </div>
  );
}
