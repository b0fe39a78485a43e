import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { api } from "../data/api.ts";
import { isWritable } from "../data/session.ts";
import { useAction } from "../data/use-action.ts";
import { canRetry, isActive } from "../format/status.ts";
import { startLink } from "../links.ts";
import { Fault } from "../ui/states.tsx";

/** Stop, retry, start again with other parameters. */
export function ExecutionActions({
  execution,
}: {
  readonly execution: ExecutionView;
}): JSX.Element | null {
  const { pipeline, id, status, steps } = execution;
  // SageMaker retries no execution that a Fail step has ended.
  const wasFailedOnPurpose = steps.some(
    ({ type, status: end }) => type === "Fail" && end === "Failed",
  );
  const stop = useAction(async () => void (await api.stop(execution)));
  const retry = useAction(async () => void (await api.retry(execution)));
  const error = stop.error ?? retry.error;
  if (!isWritable()) return null;
  return (
    <>
      {error !== undefined && <Fault error={error} />}
      {isActive(status) && (
        <button
          type="button"
          class="button danger"
          aria-disabled={stop.isRunning || status === "Stopping"}
          onClick={status === "Stopping" ? undefined : stop.run}
        >
          {status === "Stopping" ? "Stopping…" : "Stop"}
        </button>
      )}
      {canRetry(status) && !wasFailedOnPurpose && (
        <button
          type="button"
          class="button primary"
          aria-disabled={retry.isRunning}
          onClick={retry.run}
        >
          {status === "Failed" ? "Retry from the failed step" : "Go on from where it stopped"}
        </button>
      )}
      <a class="button" href={startLink(pipeline, id)}>
        Start again…
      </a>
    </>
  );
}
