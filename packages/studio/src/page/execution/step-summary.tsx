import { isJsonObject } from "@nacre/core";
import type { ComponentChildren, JSX } from "preact";
import { useLocation } from "preact-iso";
import type { ExecutionView, StepDetailView } from "../../api.ts";
import { isWritable } from "../data/session.ts";
import { isActive } from "../format/status.ts";
import { stepDefinition } from "../format/step-definition.ts";
import { executionLink, modelLink, modelVersionIn, withQuery } from "../links.ts";
import { Copy } from "../ui/copy.tsx";
import { JsonTree } from "../ui/json-tree.tsx";
import { Elapsed, Time } from "../ui/time.tsx";
import { AnswerCallback } from "./answer-callback.tsx";
import { comparedIn } from "./conditions.ts";
import { whyNotRun } from "./why-not-run.ts";

interface Props {
  readonly detail: StepDetailView;
  readonly execution: ExecutionView;
  /** Whether steps of its type have a log. */
  readonly hasLog: boolean;
}

/** The short of a step: times, failure, cache, what it decided or waits for. */
export function StepSummary({ detail, execution, hasLog }: Props): JSX.Element {
  const { url } = useLocation();
  const { failureReason, startTime, endTime, cacheReason, cacheSource, metadata } = detail;
  const { pipeline } = execution;
  const registered = registeredBy(detail);
  const description = stepDefinition(execution.definition, detail.name)?.["Description"];
  const whyNot = whyNotRun(execution, detail.name);
  return (
    <>
      {failureReason !== undefined && (
        <div class="fault">
          <p class="fault-message">{failureReason}</p>
          {hasLog && (
            <p>
              <a href={withQuery(url, { tab: "logs" })}>Read the log</a>
            </p>
          )}
        </div>
      )}
      {typeof description === "string" && <p class="long">{description}</p>}
      {warningsOf(detail).map((warning) => (
        <p key={warning} class="warning">
          {warning}
        </p>
      ))}
      <dl class="facts-list">
        {detail.displayName !== undefined && detail.displayName !== detail.name && (
          <Fact name="Name">
            <code class="break">{detail.name}</code> <Copy text={detail.name} what="name" />
          </Fact>
        )}
        {startTime === undefined ? (
          <Fact name="Started">
            {whyNot === undefined
              ? isActive(execution.status)
                ? "not yet"
                : "no"
              : `not run: ${whyNot}`}
          </Fact>
        ) : (
          <>
            <Fact name="Started">
              <Time time={startTime} />
            </Fact>
            <Fact name="Duration">
              <Elapsed from={startTime} to={endTime} />
            </Fact>
          </>
        )}
        {detail.conditionOutcome !== undefined && (
          <Fact name="Decided">
            <b>{detail.conditionOutcome}</b>
          </Fact>
        )}
        {comparedIn(detail).map(({ condition, values, outcome }) => (
          <Fact key={condition} name="Compared">
            <span class="break">
              {values !== undefined && `${values} → `}
              {outcome}
            </span>
            <br />
            <span class="muted break">{condition}</span>
          </Fact>
        ))}
        {cacheReason !== undefined && <Fact name="Cache">{cacheReason}</Fact>}
        {cacheSource !== undefined && (
          <Fact name="Taken from">
            <a href={executionLink({ pipeline, id: idOf(cacheSource) })}>
              <code>{idOf(cacheSource)}</code>
            </a>
          </Fact>
        )}
        {registered !== undefined && (
          <Fact name="Registered">
            <a href={modelLink(registered.group, registered.version)}>
              Version {registered.version}
            </a>{" "}
            of <a href={modelLink(registered.group)}>{registered.group}</a>
          </Fact>
        )}
        {detail.callbackToken !== undefined && (
          <Fact name="Waits for">
            an answer with its token <Copy text={detail.callbackToken} what="token" />
          </Fact>
        )}
        {detail.jobArn !== undefined && (
          <Fact name="Job">
            <code class="break">{detail.jobArn.split("/").at(-1)}</code>{" "}
            <Copy text={detail.jobArn} what="ARN" />
          </Fact>
        )}
      </dl>
      {detail.callbackToken !== undefined && isWritable() && (
        <AnswerCallback key={detail.callbackToken} detail={detail} token={detail.callbackToken} />
      )}
      {metadata !== undefined && (
        <>
          <h3>Metadata</h3>
          <JsonTree value={metadata} open={2} />
        </>
      )}
    </>
  );
}

/** The warnings of a step; how to answer it by a command is not said above the form that does. */
function warningsOf({ warnings, callbackToken }: StepDetailView): readonly string[] {
  if (callbackToken === undefined || !isWritable()) return warnings;
  return warnings.filter((warning) => !warning.includes(callbackToken));
}

/** The version that a RegisterModel step has made; the arguments have the name of its group as written. */
function registeredBy({ metadata, resolved }: StepDetailView): ReturnType<typeof modelVersionIn> {
  const made = metadata?.["RegisterModel"];
  const arn = isJsonObject(made) ? made["Arn"] : undefined;
  const found = typeof arn === "string" ? modelVersionIn(arn) : undefined;
  const name = resolved?.["ModelPackageGroupName"];
  if (found === undefined || typeof name !== "string") return found;
  return name.toLowerCase() === found.group ? { ...found, group: name } : found;
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The id at the end of an execution's ARN. */
function idOf(execution: string): string {
  return execution.split("/").at(-1) ?? execution;
}
