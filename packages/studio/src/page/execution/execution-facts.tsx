import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { pipelineLink, stepLink } from "../links.ts";
import { Copy } from "../ui/copy.tsx";
import { Elapsed, Time } from "../ui/time.tsx";

/** Of how many steps it is said at the top that they failed; the table has all. */
const mostFailed = 5;

/** What is said of an execution in a line, and why it failed. */
export function ExecutionFacts({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const { pipeline, version, startTime, endTime, steps, failureReason, description } = execution;
  const done = steps.filter(({ status }) => status === "Succeeded").length;
  const failed = steps.filter(({ status }) => status === "Failed");
  return (
    <>
      <dl class="fact-line">
        <div>
          <dt>Started</dt>
          <dd>
            <Time time={startTime} />
          </dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd>
            <Elapsed from={startTime} to={endTime} />
          </dd>
        </div>
        {execution.stepsUnread === undefined && (
          <div>
            <dt>Steps</dt>
            <dd>
              {done} of {steps.length} succeeded
            </dd>
          </div>
        )}
        {version !== undefined && (
          <div>
            <dt>Version</dt>
            <dd>
              <a href={pipelineLink(pipeline, { view: "versions", version: String(version) })}>
                {version}
              </a>
            </dd>
          </div>
        )}
        {execution.displayName !== undefined && (
          <div>
            <dt>Id</dt>
            <dd>
              <code>{execution.id}</code>
            </dd>
          </div>
        )}
        <div>
          <dt class="sr-only">ARN</dt>
          <dd>
            <Copy text={execution.arn} what="ARN" />
          </dd>
        </div>
      </dl>
      {description !== undefined && <p class="lead">{description}</p>}
      {(failureReason !== undefined || failed.length > 0) && (
        <div class="fault">
          {failureReason !== undefined && <p class="fault-message">{failureReason}</p>}
          {failed.slice(0, mostFailed).map(({ name, failureReason: reason }) => (
            <p key={name}>
              In <a href={stepLink(execution, name)}>{name}</a>
              {reason !== undefined && failureReason?.includes(reason) !== true && `: ${reason}`}
            </p>
          ))}
          {failed.length > mostFailed && <p>and in {failed.length - mostFailed} more steps</p>}
        </div>
      )}
    </>
  );
}
