import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ExecutionView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changeExecution } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { comparedIn, type ExecutionKey, pipelineLink, pipelinesLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Empty, Fault, Loading } from "../ui/states.tsx";
import { ComparedTables } from "./compared-tables.tsx";
import { DefinitionDiffView } from "./definition-diff.tsx";

/** How many executions are compared at most: more do not fit on a page. */
const most = 8;

/** Two or more executions beside each other. */
export function ComparePage(): JSX.Element {
  const { url } = useLocation();
  const keys = comparedIn(url.split("?")[1] ?? "").slice(0, most);
  const names = [...new Set(keys.map(({ pipeline }) => pipeline))];
  return (
    <Page
      title="Compare executions"
      path={[
        { label: "Pipelines", href: pipelinesLink },
        ...names.map((name) => ({ label: name, href: pipelineLink(name) })),
      ]}
    >
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
  const [isAll, setAll] = useState(false);
  const read = keys.map((key) =>
    useResource(`execution ${key.pipeline}/${key.id}`, () => api.execution(key), changeExecution),
  );
  const error = read.find((one) => one.error.value !== undefined)?.error.value;
  const executions = read.flatMap(({ value }) => (value.value === undefined ? [] : [value.value]));
  if (executions.length < keys.length) {
    return error === undefined ? <Loading what="the executions" /> : <Fault error={error} />;
  }
  return (
    <>
      <div class="toolbar">
        <label class="check">
          <input
            type="checkbox"
            checked={isAll}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />
          <span>Show what is the same, too</span>
        </label>
      </div>
      <ComparedTables executions={executions} isAll={isAll} />
      <Definitions executions={executions} />
    </>
  );
}

function Definitions({
  executions,
}: {
  readonly executions: readonly ExecutionView[];
}): JSX.Element {
  const [first, ...others] = executions;
  if (first === undefined) return <></>;
  return (
    <>
      {others.map((other) => (
        <section key={other.id} class="card">
          <h2>
            Definition of {first.displayName ?? first.id} → {other.displayName ?? other.id}
          </h2>
          <DefinitionDiffView before={first.definition} after={other.definition} />
        </section>
      ))}
    </>
  );
}
