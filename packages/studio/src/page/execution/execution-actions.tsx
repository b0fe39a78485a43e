import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ExecutionView } from "../../api.ts";
import { api } from "../data/api.ts";
import { isWritable, place } from "../data/session.ts";
import { useAction } from "../data/use-action.ts";
import { canNotify, unwatch, watched, watchEnd } from "../data/watched.ts";
import { canRetry, isActive } from "../format/status.ts";
import { startLink } from "../links.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Fault } from "../ui/states.tsx";

/** Stop, retry, start again with other parameters. */
export function ExecutionActions({
  execution,
}: {
  readonly execution: ExecutionView;
}): JSX.Element | null {
  const { pipeline, id, status, steps, stepsUnread } = execution;
  // SageMaker retries no execution that a Fail step has ended.
  const wasFailedOnPurpose = steps.some(
    ({ type, status: end }) => type === "Fail" && end === "Failed",
  );
  const stop = useAction(async () => void (await api.stop(execution)));
  const retry = useAction(async () => void (await api.retry(execution)));
  const [isAsking, setAsking] = useState(false);
  const error = stop.error ?? retry.error;
  const notify = isActive(status) && canNotify() && <Notify id={id} />;
  if (!isWritable()) return notify || null;
  return (
    <>
      {notify}
      {error !== undefined && <Fault error={error} />}
      {isActive(status) && (
        <button
          type="button"
          class="button danger"
          aria-disabled={stop.isRunning || status === "Stopping"}
          onClick={status === "Stopping" ? undefined : () => setAsking(true)}
        >
          {status === "Stopping" ? "Stopping…" : "Stop"}
        </button>
      )}
      {canRetry(status) && !wasFailedOnPurpose && stepsUnread === undefined && (
        <button
          type="button"
          class="button primary"
          aria-disabled={retry.isRunning}
          onClick={retry.run}
        >
          {status === "Failed" ? "Retry from the failed step" : "Go on from where it stopped"}
        </button>
      )}
      {isAsking && isActive(status) && (
        <Confirm
          title="Stop the execution?"
          action="Stop execution"
          onConfirm={stop.run}
          onClose={() => setAsking(false)}
        >
          <p>
            <b>{execution.displayName ?? id}</b> of {pipeline}
            {place()}: its running steps are stopped, and others do not start.
          </p>
        </Confirm>
      )}
      <a class="button" href={startLink(pipeline, id)}>
        Start again…
      </a>
    </>
  );
}

function Notify({ id }: { readonly id: string }): JSX.Element {
  const isOn = watched.value.has(id);
  return (
    <button
      type="button"
      class="button quiet"
      aria-pressed={isOn}
      title="The browser tells when the execution has ended, while this tab is open"
      onClick={() => (isOn ? unwatch(id) : void watchEnd(id))}
    >
      {isOn ? "You are told of its end" : "Tell me when it ends"}
    </button>
  );
}
