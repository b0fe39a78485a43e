import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api } from "../data/api.ts";
import { changeExecution } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import {
  comparedIn,
  type ExecutionKey,
  mostCompared as most,
  pipelineLink,
  pipelinesLink,
  withQuery,
} from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Empty, Fault, Loading } from "../ui/states.tsx";
import { ComparedCurves } from "./compared-curves.tsx";
import { ComparedDefinitions } from "./compared-definitions.tsx";
import { ComparedTables } from "./compared-tables.tsx";
import { changedSteps, comparedDefinitions } from "./definitions.ts";

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
  const executions = read.flatMap(({ value }) => (value.value === undefined ? [] : [value.value]));
  const definitions = useMemo(
    () => comparedDefinitions(executions),
    keys.map((_, index) => read[index]?.value.value?.definition),
  );
  const isRead = read.every(({ value, error }) => value.value ?? error.value);
  if (!isRead) return <Loading what="the executions" />;
  const missing = keys.flatMap((key, index) => {
    const { value, error } = read[index] ?? {};
    return value?.value !== undefined || error?.value === undefined
      ? []
      : [{ key, error: error.value }];
  });
  const [first] = missing;
  if (executions.length < 2 && first !== undefined) return <Fault error={first.error} />;
  const isOnly = query["only"] === "differences";
  const changed = new Map(
    definitions.flatMap(({ executions: members, diff }) =>
      members.map(({ id }) => [id, changedSteps(diff)] as const),
    ),
  );
  return (
    <>
      {missing.map(({ key, error }) => (
        <p key={`${key.pipeline}/${key.id}`} class="warning" role="alert">
          <code>{key.id}</code> is left out: {error.message}
        </p>
      ))}
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
