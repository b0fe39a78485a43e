import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PipelineView } from "../../api.ts";
import { api } from "../data/api.ts";
import { type Resource, useResource } from "../data/resource.ts";
import { isWritable } from "../data/session.ts";
import { pipelineLink, pipelinesLink, startLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { Copy } from "../ui/copy.tsx";
import { Definition } from "../ui/definition.tsx";
import { Fault, Loaded, Notes } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { ExecutionsView } from "./executions-view.tsx";
import { VersionsView } from "./versions-view.tsx";

/** A pipeline: its executions, versions and definition. */
export function PipelinePage({ name }: { readonly name: string }): JSX.Element {
  const pipeline = useResource(
    `pipeline ${name}`,
    () => api.pipeline(name),
    (value, event) => (event.type === "pipelines" ? "reload" : value),
  );
  const value = pipeline.value.value;
  return (
    <Page
      title={name}
      path={[{ label: "Pipelines", href: pipelinesLink }]}
      actions={
        <>
          {value !== undefined && <Copy text={value.arn} what="ARN" />}
          {value !== undefined && isWritable() && (
            <a class="button primary" href={startLink(name)}>
              Start execution
            </a>
          )}
        </>
      }
    >
      {value?.description !== undefined && <p class="lead">{value.description}</p>}
      <Notes texts={value?.notes} />
      {pipeline.error.value?.exists === undefined ? (
        <Views name={name} of={pipeline} />
      ) : (
        <Fault error={pipeline.error.value} />
      )}
    </Page>
  );
}

interface ViewsProps {
  readonly name: string;
  readonly of: Resource<PipelineView>;
}

function Views({ name, of }: ViewsProps): JSX.Element {
  const { query } = useLocation();
  const view = query["view"] ?? "executions";
  const parameters = of.value.value?.parameters.map((parameter) => parameter.name) ?? [];
  return (
    <>
      <Tabs
        label="Views of the pipeline"
        current={view}
        tabs={[
          { name: "executions", label: "Executions", href: pipelineLink(name) },
          {
            name: "versions",
            label: "Versions",
            href: pipelineLink(name, { view: "versions" }),
            count: of.value.value?.versions?.length,
          },
          {
            name: "definition",
            label: "Definition",
            href: pipelineLink(name, { view: "definition" }),
          },
        ]}
      />
      {view === "executions" ? (
        <ExecutionsView key={name} pipeline={name} parameters={parameters} />
      ) : (
        <Loaded of={of} what="the pipeline">
          {(loaded) => <OtherView view={view} pipeline={loaded} />}
        </Loaded>
      )}
    </>
  );
}

function OtherView({
  view,
  pipeline,
}: {
  readonly view: string;
  readonly pipeline: PipelineView;
}): JSX.Element {
  if (view === "versions") return <VersionsView pipeline={pipeline} />;
  return <Definition definition={pipeline.definition} />;
}
