import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ExecutionView, StepView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changeStep } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { isActive } from "../format/status.ts";
import { Empty, Loaded } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Located } from "./located.tsx";

/** How many steps are open at first; the others are read when they are opened. */
const openMost = 12;

/** What the steps of an execution wrote. */
export function ArtifactsView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  // One that failed may have left files, too.
  const steps = execution.steps.filter(
    ({ startTime, endTime, type }) =>
      startTime !== undefined && endTime !== undefined && !["Condition", "Fail"].includes(type),
  );
  if (steps.length === 0) {
    return (
      <Empty title={isActive(execution.status) ? "No artifacts yet" : "No artifacts"}>
        <p>The files that steps write show up here as soon as a step has ended.</p>
      </Empty>
    );
  }
  return (
    <>
      {steps.map((step, index) => (
        <StepArtifacts
          key={step.name}
          execution={execution}
          step={step}
          isFirst={index < openMost}
        />
      ))}
    </>
  );
}

interface Props {
  readonly execution: ExecutionView;
  readonly step: StepView;
  readonly isFirst: boolean;
}

function StepArtifacts({ execution, step, isFirst }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(isFirst);
  return (
    <details
      class="card artifacts"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <b>{step.displayName ?? step.name}</b> <span class="muted">{step.type}</span>{" "}
        <Status status={step.status} cached={step.cacheSource !== undefined} />
      </summary>
      {isOpen && <Outputs execution={execution} step={step.name} />}
    </details>
  );
}

function Outputs({
  execution,
  step,
}: {
  readonly execution: ExecutionView;
  readonly step: string;
}): JSX.Element {
  const detail = useResource(
    `step ${execution.pipeline}/${execution.id}/${step}`,
    () => api.step(execution, step),
    changeStep(execution),
  );
  return (
    <Loaded of={detail} what="the outputs">
      {({ outputs }) =>
        outputs.length === 0 ? (
          <p class="muted">It writes no files.</p>
        ) : (
          <>
            {outputs.map((output) => (
              <Located
                key={`${output.name} ${output.uri}`}
                located={output}
                execution={execution.id}
                isOpen
              />
            ))}
          </>
        )
      }
    </Loaded>
  );
}
