import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api } from "../data/api.ts";
import { changeExecution } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { comparedIn, type ExecutionKey, pipelineLink, pipelinesLink, withQuery } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Empty, Fault, Loading } from "../ui/states.tsx";
import { ComparedCurves } from "./compared-curves.tsx";
import { ComparedDefinitions } from "./compared-definitions.tsx";
import { ComparedTables } from "./compared-tables.tsx";
import { changedSteps, comparedDefinitions } from "./definitions.ts";

/** How many executions are compared at most: more do not fit on a page. */
const most = 8;

/** Two or more executions beside each other. */
export function ComparePage(): JSX.Element {
  const { url } = useLocation();
  const asked = comparedIn(url.split("?")[1] ?? "");
  const keys = asked.slice(0, most);
  const names = [...new Set(keys.map(({ pipeline }) => pipeline))];
  return (
    <Page
      title="Compare executions"
      path={[
        { label: "Pipelines", href: pipelinesLink },
        ...names.map((name) => ({ label: name, href: pipelineLink(name) })),
      ]}
    >
      {asked.length > most && (
        <p class="warning">
          Only the first {most} of the {asked.length} executions are shown: more do not fit on a
          page.
        </p>
      )}
      {keys.length < 2 ? (
        <Empty title="Choose at least two executions">
          <p>
            Tick them in the table of a pipeline’s executions.{" "}
            <a href={pipelinesLink}>All pipelines</a>
          </p>
        </Empty>
      ) : (
        // Each execution is read by a hook, so another number of them is another component.
        <Compared key={keys.map(({ pipeline, id }) => `${pipeline}/${id}`).join()} keys={keys} />
      )}
    </Page>
  );
}

function Compared({ keys }: { readonly keys: readonly ExecutionKey[] }): JSX.Element {
  const { url, query, route } = useLocation();
  const read = keys.map((key) =>
    useResource(`execution ${key.pipeline}/${key.id}`, () => api.execution(key), changeExecution),
  );
  const error = read.find((one) => one.error.value !== undefined)?.error.value;
  const executions = read.flatMap(({ value }) => (value.value === undefined ? [] : [value.value]));
  const definitions = useMemo(
    () => (executions.length < keys.length ? [] : comparedDefinitions(executions)),
    keys.map((_, index) => executions[index]?.definition),
  );
  if (executions.length < keys.length) {
    return error === undefined ? <Loading what="the executions" /> : <Fault error={error} />;
  }
  const isOnly = query["only"] === "differences";
  const changed = new Map(
    definitions.flatMap(({ executions: members, diff }) =>
      members.map(({ id }) => [id, changedSteps(diff)] as const),
    ),
  );
  return (
    <>
      <div class="toolbar">
        <label class="check">
          <input
            type="checkbox"
            checked={isOnly}
            onChange={({ currentTarget }) =>
              route(
                withQuery(url, { only: currentTarget.checked ? "differences" : undefined }),
                true,
              )
            }
          />
          <span>Only what differs</span>
        </label>
      </div>
      <ComparedTables executions={executions} isOnly={isOnly} changed={changed} />
      <ComparedCurves executions={executions} />
      <ComparedDefinitions definitions={definitions} />
    </>
  );
}
