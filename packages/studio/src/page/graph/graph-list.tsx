import type { JSX } from "preact";
import type { StepView } from "../../api.ts";
import { duration } from "../format/time.ts";
import { Status } from "../ui/status.tsx";
import type { StepGraph } from "./model.ts";

interface Props {
  readonly graph: StepGraph;
  readonly steps: ReadonlyMap<string, StepView>;
  /** The names that are listed. */
  readonly shown: ReadonlySet<string> | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (name: string) => void;
}

/** The graph in words: every step, how it fares and what it waits for. */
export function GraphList({ graph, steps, shown, selected, onSelect }: Props): JSX.Element {
  const labels = new Map(graph.steps.map(({ name, label }) => [name, label]));
  return (
    // Scrolls by keyboard.
    <div class="graph-list" tabIndex={0} role="region" aria-label="Steps as a list">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Type</th>
            {steps.size > 0 && <th scope="col">Status</th>}
            {steps.size > 0 && <th scope="col">Took</th>}
            <th scope="col">Waits for</th>
            <th scope="col">Runs if</th>
          </tr>
        </thead>
        <tbody>
          {graph.steps
            .filter(({ name }) => shown === undefined || shown.has(name))
            .map(({ name, label, type, branch }) => {
              const step = steps.get(name);
              const before = graph.before.get(name) ?? [];
              return (
                <tr key={name} class={name === selected ? "is-selected" : ""}>
                  <th scope="row">
                    <button type="button" class="graph-link" onClick={() => onSelect(name)}>
                      {label}
                    </button>
                  </th>
                  <td>{type}</td>
                  {steps.size > 0 && (
                    <td>
                      {step && (
                        <Status status={step.status} cached={step.cacheSource !== undefined} />
                      )}
                    </td>
                  )}
                  {steps.size > 0 && <td>{tookOf(step)}</td>}
                  <td>{before.map((other) => labels.get(other) ?? other).join(", ")}</td>
                  <td>
                    {branch && `${branch.condition} is ${branch.when === "if" ? "true" : "false"}`}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}

function tookOf(step: StepView | undefined): string {
  if (step?.startTime === undefined || step.endTime === undefined) return "";
  return duration(step.endTime - step.startTime);
}
