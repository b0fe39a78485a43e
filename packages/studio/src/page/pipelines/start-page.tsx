import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import type { PipelineView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changeExecution } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { isWritable, session } from "../data/session.ts";
import { pipelineLink, pipelinesLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Empty, Loaded, Loading } from "../ui/states.tsx";
import { StartForm } from "./start-form.tsx";
import type { Typed } from "./start-values.ts";

/**
 * The start of an execution. An address may give values (`p.NAME=…`), and an earlier execution whose
 * values are taken (`from=ID`).
 */
export function StartPage({ name }: { readonly name: string }): JSX.Element {
  return (
    <Page
      title="Start execution"
      path={[
        { label: "Pipelines", href: pipelinesLink },
        { label: name, href: pipelineLink(name) },
      ]}
    >
      <Start name={name} />
    </Page>
  );
}

function Start({ name }: { readonly name: string }): JSX.Element {
  const { query } = useLocation();
  const version = Number(query["version"]) || undefined;
  const pipeline = useResource(
    version === undefined ? `pipeline ${name}` : `pipeline ${name} ${version}`,
    () => api.pipeline(name, version),
    (value, event) => (event.type === "pipelines" && version === undefined ? "reload" : value),
  );
  // What is known from before may have changed unseen.
  const [former] = useState(pipeline.value.value);
  const now = pipeline.value.value === former ? undefined : pipeline.value.value;
  // What was typed stays while another version is read.
  const last = useRef<PipelineView>(undefined);
  last.current = now ?? last.current;
  const given = Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      key.startsWith("p.") ? [[key.slice(2), value]] : [],
    ),
  );
  if (session.value === undefined) return <Loading what="the parameters" />;
  if (!isWritable()) {
    return (
      <Empty title="This page only reads">
        <p>
          Started as <code>nacre studio --write</code> it lets you change the account.
        </p>
      </Empty>
    );
  }
  const { from } = query;
  const { current: shown } = last;
  return (
    <>
      <Loaded of={pipeline} what="the parameters">
        {() => shown === undefined && <Loading what="the parameters" />}
      </Loaded>
      {shown !== undefined &&
        (from === undefined ? (
          <StartForm key={JSON.stringify(given)} pipeline={shown} given={given} />
        ) : (
          <StartAgain key={from} pipeline={shown} from={from} given={given} />
        ))}
    </>
  );
}

interface AgainProps {
  readonly pipeline: PipelineView;
  /** The id of the earlier execution. */
  readonly from: string;
  /** Values that are given besides. */
  readonly given: Typed;
}

function StartAgain({ pipeline, from, given }: AgainProps): JSX.Element {
  const ref = { pipeline: pipeline.name, id: from };
  const execution = useResource(
    `execution ${ref.pipeline}/${from}`,
    () => api.execution(ref),
    changeExecution,
  );
  return (
    <Loaded of={execution} what="the execution">
      {({ parameters }) => (
        <StartForm pipeline={pipeline} given={{ ...parameters, ...given }} from={from} />
      )}
    </Loaded>
  );
}
