import type { JSX } from "preact";
import type { StepDetailView } from "../../api.ts";
import { JsonTree } from "../ui/json-tree.tsx";

interface Props {
  readonly detail: StepDetailView;
  /** Whether the execution has ended. */
  readonly isOver: boolean;
}

/** The arguments of a step: as they were for the job, and as the definition has them. */
export function ArgumentsView({ detail, isOver }: Props): JSX.Element {
  return (
    <>
      <h3>Resolved</h3>
      {detail.resolved === undefined ? (
        <p class="muted">
          {detail.startTime !== undefined
            ? "Not known."
            : isOver
              ? "Not known: the step was not run."
              : "Not known before the step starts."}
        </p>
      ) : (
        <JsonTree value={detail.resolved} open={3} />
      )}
      <h3>As declared</h3>
      <JsonTree value={detail.declared} open={2} />
    </>
  );
}
