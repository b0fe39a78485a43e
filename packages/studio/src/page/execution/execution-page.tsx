import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ExecutionView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changeExecution } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { statusLook } from "../format/status.ts";
import { executionLink, pipelineLink, pipelinesLink, stepLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { useEscape } from "../shell/use-keys.ts";
import { Boundary } from "../ui/boundary.tsx";
import { Loaded, Notes } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { ArtifactsView } from "./artifacts-view.tsx";
import { DefinitionView } from "./definition-view.tsx";
import { ExecutionActions } from "./execution-actions.tsx";
import { ExecutionFacts } from "./execution-facts.tsx";
import { MetricsView } from "./metrics-view.tsx";
import { OverView } from "./over-view.tsx";
import { ParametersView } from "./parameters-view.tsx";
import { PreviewDialog } from "./preview.tsx";
import { StepPanel } from "./step-panel.tsx";
import { StepsTable } from "./steps-table.tsx";

interface Props {
  /** The pipeline's name. */
  readonly name: string;
  readonly id: string;
  /** The step whose panel is open. */
  readonly step?: string;
}

/** One execution: what it does and did, and each of its steps. */
export function ExecutionPage({ name, id, step }: Props): JSX.Element {
  const key = { pipeline: name, id };
  const execution = useResource(
    `execution ${name}/${id}`,
    () => api.execution(key),
    changeExecution,
  );
  const { query, route, url } = useLocation();
  const view = query["view"] ?? "overview";
  const select = useCallback(
    (wanted: string | undefined) =>
      route(
        wanted === undefined
          ? executionLink({ pipeline: name, id }, { view: query["view"] })
          : stepLink({ pipeline: name, id }, wanted, { view: query["view"], tab: query["tab"] }),
        step !== undefined,
      ),
    [name, id, query["view"], query["tab"], step !== undefined, route],
  );
  useEscape(step === undefined ? undefined : () => select(undefined));
  const value = execution.value.value;
  return (
    <Page
      title={value?.displayName ?? id}
      path={[
        { label: "Pipelines", href: pipelinesLink },
        { label: name, href: pipelineLink(name) },
      ]}
      status={value && statusLook(value.status).label}
      mark={value !== undefined && <Status status={value.status} />}
      actions={value !== undefined && <ExecutionActions execution={value} />}
    >
      <Loaded of={execution} what="the execution">
        {(loaded) => (
          <>
            <ExecutionFacts execution={loaded} />
            <Notes texts={loaded.notes} />
            <Tabs
              label="Views of the execution"
              current={view}
              tabs={views.map((tab) => ({
                ...tab,
                href:
                  step === undefined
                    ? executionLink(key, { view: viewQuery(tab.name) })
                    : stepLink(key, step, { view: viewQuery(tab.name), tab: query["tab"] }),
                count:
                  tab.name === "steps" && loaded.stepsUnread === undefined
                    ? loaded.steps.length
                    : undefined,
              }))}
            />
            <div class={step === undefined ? "split" : "split split-open"}>
              <div class="split-main">
                <Boundary key={view}>
                  <View view={view} execution={loaded} selected={step} onSelect={select} />
                </Boundary>
              </div>
              {step !== undefined && (
                <Boundary key={`${id} ${step}`}>
                  <StepPanel execution={loaded} step={step} onClose={() => select(undefined)} />
                </Boundary>
              )}
            </div>
          </>
        )}
      </Loaded>
      {query["object"] !== undefined && (
        <PreviewDialog uri={query["object"]} execution={id} url={url} />
      )}
    </Page>
  );
}

const views = [
  { name: "overview", label: "Graph and times" },
  { name: "steps", label: "Steps" },
  { name: "metrics", label: "Metrics" },
  { name: "artifacts", label: "Artifacts" },
  { name: "parameters", label: "Parameters" },
  { name: "definition", label: "Definition" },
] as const;

function viewQuery(name: string): string | undefined {
  return name === "overview" ? undefined : name;
}

interface ViewProps {
  readonly view: string;
  readonly execution: ExecutionView;
  readonly selected: string | undefined;
  readonly onSelect: (step: string | undefined) => void;
}

function View({ view, execution, selected, onSelect }: ViewProps): JSX.Element {
  switch (view) {
    case "steps":
      return <StepsTable execution={execution} selected={selected} />;
    case "metrics":
      return <MetricsView execution={execution} />;
    case "artifacts":
      return <ArtifactsView execution={execution} />;
    case "parameters":
      return <ParametersView execution={execution} />;
    case "definition":
      return <DefinitionView execution={execution} />;
    default:
      return <OverView execution={execution} selected={selected} onSelect={onSelect} />;
  }
}
