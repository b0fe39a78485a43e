import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { Gantt } from "../gantt/gantt.tsx";
import { ExecutionGraph } from "../graph/execution-graph.tsx";

interface Props {
  readonly execution: ExecutionView;
  readonly selected: string | undefined;
  readonly onSelect: (step: string | undefined) => void;
}

/** The graph, and below it when each step ran. */
export function OverView({ execution, selected, onSelect }: Props): JSX.Element {
  return (
    <>
      <div class="card card-flush">
        <ExecutionGraph execution={execution} selected={selected} onSelect={onSelect} />
      </div>
      {execution.stepsUnread === undefined && (
        <div class="card">
          <Gantt execution={execution} selected={selected} onSelect={onSelect} />
        </div>
      )}
    </>
  );
}
