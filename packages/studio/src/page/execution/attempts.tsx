import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { StepDetailView } from "../../api.ts";
import { withQuery } from "../links.ts";
import { Empty } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";

interface Props {
  readonly detail: StepDetailView;
  /** Whether steps of its type have a log. */
  readonly hasLog: boolean;
}

/** Each time that the step's job was run. */
export function Attempts({ detail, hasLog }: Props): JSX.Element {
  const { url } = useLocation();
  if (detail.attemptList.length === 0) return <Empty title="It has not been run" />;
  return (
    <ol class="attempts">
      {detail.attemptList.map(({ attempt, startTime, endTime, status, failureReason }) => (
        <li key={attempt} class="attempt">
          <div class="attempt-head">
            <b>Attempt {attempt}</b> <Status status={status} />
            {hasLog && (
              <a class="push" href={withQuery(url, { tab: "logs", attempt: String(attempt) })}>
                Log
              </a>
            )}
          </div>
          <div>
            <Time time={startTime} /> · <Elapsed from={startTime} to={endTime} />
          </div>
          {failureReason !== undefined && <p class="failure">{failureReason}</p>}
        </li>
      ))}
    </ol>
  );
}
