import type { JSX } from "preact";
import type { ExecutionView, StepView } from "../../api.ts";
import { stepDefinition } from "../format/step-definition.ts";
import { metricName } from "../format/metric.ts";
import { numberText } from "../format/number.ts";
import { isActive } from "../format/status.ts";
import { Empty } from "../ui/states.tsx";
import { stepsWithCurves } from "./charts.ts";
import { StepCurves } from "./step-curves.tsx";

/** The logs of how many steps are read for their curves; those of others are in their own panels. */
const mostRead = 20;

/** The numbers of the property files as tables, and the curves of the steps. */
export function MetricsView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const files = metricFiles(execution);
  const steps = stepsWithCurves(execution.steps);
  const left = steps.length - mostRead;
  return (
    <div class="metrics">
      {steps.slice(0, mostRead).map((step) => (
        <StepCurves key={step.name} execution={execution} step={step} isOneOfMany />
      ))}
      {[...files].map(([file, metrics]) => (
        <section key={file} class="card">
          <h2>{file === "" ? "Metrics" : file}</h2>
          <MetricsTable metrics={metrics} />
        </section>
      ))}
      {left > 0 && (
        <p class="muted">The curves of {left} more steps are in the steps’ own panels.</p>
      )}
      {files.size === 0 && (
        <Empty title={isActive(execution.status) ? "No metrics yet" : "No metrics"}>
          <p>Numbers of property files and of the logs of trainings show up here.</p>
        </Empty>
      )}
    </div>
  );
}

/** The numbers of the property files that a step has written, and its curves. */
export function StepMetrics({
  execution,
  step,
}: {
  readonly execution: ExecutionView;
  readonly step: StepView;
}): JSX.Element {
  const own = propertyFiles(execution, step.name);
  const files = [...metricFiles(execution)].filter(([file]) => own.has(file));
  return (
    <>
      {files.map(([file, metrics]) => (
        <section key={file}>
          <h3>{file}</h3>
          <MetricsTable metrics={metrics} />
        </section>
      ))}
      <StepCurves execution={execution} step={step} hasOther={files.length > 0} />
    </>
  );
}

type Metric = readonly [name: string, value: number];

function metricFiles({ metrics }: ExecutionView): Map<string, Metric[]> {
  return Map.groupBy(Object.entries(metrics), ([name]) => metricName(name).file);
}

/** The names of the property files of a step. */
function propertyFiles({ definition }: ExecutionView, step: string): ReadonlySet<unknown> {
  const files: unknown = stepDefinition(definition, step)?.["PropertyFiles"];
  if (!Array.isArray(files)) return new Set();
  return new Set(files.map((file: unknown) => Object(file)["PropertyFileName"]));
}

function MetricsTable({ metrics }: { readonly metrics: readonly Metric[] }): JSX.Element {
  return (
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
  );
}
