import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import { api } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { isWritable } from "../data/session.ts";
import { pipelineLink, pipelinesLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { StartForm } from "./start-form.tsx";

/** The start of an execution; values in the address (`p.NAME=…`) are filled in. */
export function StartPage({ name }: { readonly name: string }): JSX.Element {
  const { query } = useLocation();
  const pipeline = useResource(
    `pipeline ${name}`,
    () => api.pipeline(name),
    (value, event) => (event.type === "pipelines" ? "reload" : value),
  );
  const given = Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      key.startsWith("p.") ? [[key.slice(2), value]] : [],
    ),
  );
  return (
    <Page
      title="Start execution"
      path={[
        { label: "Pipelines", href: pipelinesLink },
        { label: name, href: pipelineLink(name) },
      ]}
    >
      {isWritable() ? (
        <Loaded of={pipeline} what="the parameters">
          {(loaded) => <StartForm key={JSON.stringify(given)} pipeline={loaded} given={given} />}
        </Loaded>
      ) : (
        <Empty title="This page is read only">
          <p>
            <code>nacre studio --help</code> says how it may change things.
          </p>
        </Empty>
      )}
    </Page>
  );
}
