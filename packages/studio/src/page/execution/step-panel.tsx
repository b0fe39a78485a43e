import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { ExecutionView, StepDetailView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changeStep } from "../data/changes.ts";
import { useResource } from "../data/resource.ts";
import { isActive } from "../format/status.ts";
import { withQuery } from "../links.ts";
import { JsonTree } from "../ui/json-tree.tsx";
import { LongText } from "../ui/long-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { ArgumentsView } from "./arguments-view.tsx";
import { Attempts } from "./attempts.tsx";
import { LocatedList } from "./located.tsx";
import { LogPanel } from "./log-panel.tsx";
import { StepMetrics } from "./metrics-view.tsx";
import { StepSummary } from "./step-summary.tsx";

interface Props {
  readonly execution: ExecutionView;
  readonly step: string;
  readonly onClose: () => void;
}

/** Everything about one step, beside the graph. */
export function StepPanel({ execution, step, onClose }: Props): JSX.Element {
  const view = execution.steps.find(({ name }) => name === step);
  return (
    <Panel
      label={`Step ${step}`}
      title={<LongText text={view?.displayName ?? step} />}
      facts={
        view !== undefined && (
          <>
            {view.type} <Status status={view.status} cached={view.cacheSource !== undefined} />
          </>
        )
      }
      onClose={onClose}
    >
      {view === undefined ? (
        <Empty title="The execution has no such step" />
      ) : (
        <PanelBody execution={execution} step={step} type={view.type} />
      )}
    </Panel>
  );
}

const tabs = ["summary", "logs", "arguments", "files", "metrics", "attempts", "job"] as const;
type TabName = (typeof tabs)[number];
/** Steps that SageMaker does by itself, without a job, have only these. */
const joblessTabs: Readonly<Record<string, readonly TabName[]>> = {
  Condition: ["summary", "arguments"],
  Fail: ["summary", "arguments"],
  Callback: ["summary", "arguments", "attempts"],
  Model: ["summary", "arguments", "files", "attempts"],
  RegisterModel: ["summary", "arguments", "files", "attempts"],
};

interface BodyProps extends Omit<Props, "onClose"> {
  readonly type: string;
}

function PanelBody({ execution, step, type }: BodyProps): JSX.Element {
  const detail = useResource(
    `step ${execution.pipeline}/${execution.id}/${step}`,
    () => api.step(execution, step),
    changeStep(execution),
  );
  const { url, query } = useLocation();
  const shown = joblessTabs[type] ?? tabs;
  // The tab stays when another step is chosen, if that has one of its name.
  const tab = shown.find((name) => name === query["tab"]) ?? "summary";
  return (
    <>
      <Tabs
        label="Views of the step"
        current={tab}
        tabs={shown.map((name) => ({
          name,
          label: (name[0] ?? "").toUpperCase() + name.slice(1),
          href: withQuery(url, { tab: name === "summary" ? undefined : name, object: undefined }),
        }))}
      />
      <div class="panel-body">
        <Loaded of={detail} what="the step">
          {(loaded) => <Tab tab={tab} execution={execution} detail={loaded} />}
        </Loaded>
      </div>
    </>
  );
}

interface TabProps {
  readonly tab: string;
  readonly execution: ExecutionView;
  readonly detail: StepDetailView;
}

function Tab({ tab, execution, detail }: TabProps): JSX.Element {
  const hasLog = joblessTabs[detail.type] === undefined;
  switch (tab) {
    case "logs":
      return <LogPanel execution={execution} step={detail} />;
    case "arguments":
      return <ArgumentsView detail={detail} isOver={!isActive(execution.status)} />;
    case "files":
      return (
        <>
          <h3>Inputs</h3>
          <LocatedList located={detail.inputs} execution={execution.id} none="It reads no files." />
          <h3>Outputs</h3>
          <LocatedList
            located={detail.outputs}
            execution={execution.id}
            none="It writes no files."
          />
        </>
      );
    case "metrics":
      return <StepMetrics execution={execution} step={detail} />;
    case "attempts":
      return <Attempts detail={detail} hasLog={hasLog} />;
    case "job":
      return detail.job === undefined ? (
        <Empty title="The step has no job" />
      ) : (
        <JsonTree value={detail.job} open={1} />
      );
    default:
      return <StepSummary detail={detail} execution={execution} hasLog={hasLog} />;
  }
}
