import type { JsonObject } from "@nacre/core";
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { ExecutionView, StepView } from "../../api.ts";
import { counted } from "../format/number.ts";
import { Empty } from "../ui/states.tsx";
import { GraphCanvas, type GraphView } from "./graph-canvas.tsx";
import { GraphList } from "./graph-list.tsx";
import { findSteps, reach, stepGraph, type StepGraph } from "./model.ts";

interface Props {
  readonly execution: ExecutionView;
  /** The step whose panel is open. */
  readonly selected: string | undefined;
  /** A step was chosen. */
  readonly onSelect: (name: string) => void;
}

interface DefinitionProps {
  /** What is drawn; laid out anew only when it says something else. */
  readonly definition: JsonObject;
  /** How the steps fare; without it the definition alone is drawn. */
  readonly steps?: readonly StepView[] | undefined;
  /** The step whose panel is open. */
  readonly selected: string | undefined;
  /** A step was chosen. */
  readonly onSelect: (name: string) => void;
}

const focuses = {
  all: "All steps",
  before: "What it waits for",
  after: "What waits for it",
  both: "Both",
} as const;

type Focus = keyof typeof focuses;

const none: ReadonlySet<string> = new Set();
const noSteps: readonly StepView[] = [];

/** The graph of an execution, live with the statuses of its steps. */
export function ExecutionGraph({ execution, selected, onSelect }: Props): JSX.Element {
  const { definition, steps } = execution;
  return (
    <DefinitionGraph
      definition={definition}
      steps={steps}
      selected={selected}
      onSelect={onSelect}
    />
  );
}

/** The graph of a definition: search, focus on what a step waits for, zoom, and the same as a list. */
export function DefinitionGraph({
  definition,
  steps = noSteps,
  selected,
  onSelect,
}: DefinitionProps): JSX.Element {
  const graph = useGraph(definition, steps);
  const byName = useMemo(() => new Map(steps.map((step) => [step.name, step])), [steps]);
  const [query, setQuery] = useState("");
  const [focus, setFocus] = useState<Focus>("all");
  const [isList, setIsList] = useState(false);
  const view = useRef<GraphView>(null);
  const [current, setCurrent] = useState<string>();

  const found = useMemo(
    () =>
      query.trim() === ""
        ? none
        : new Set(findSteps(graph.steps, query, (name) => byName.get(name)?.status ?? "")),
    [graph, query, byName],
  );
  const centre = selected ?? current;
  const shown = useMemo(() => {
    if (query.trim() !== "") return found;
    return centre === undefined ? undefined : focused(graph, centre, focus);
  }, [graph, query, found, centre, focus]);

  const goTo = (step: number): void => {
    const names = [...found];
    if (names.length === 0) return;
    const at = names.indexOf(current ?? "");
    const next = names[(at + step + names.length) % names.length];
    if (next === undefined) return;
    setCurrent(next);
    view.current?.reveal(next);
  };

  if (graph.steps.length === 0) return <Empty title="No steps" />;
  return (
    <div class="graph">
      <div class="graph-tools">
        <input
          type="search"
          class="graph-search"
          aria-label="Search steps"
          placeholder="Search steps"
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            goTo(event.shiftKey ? -1 : 1);
          }}
        />
        <span class="graph-count" role="status">
          {query.trim() === "" ? "" : `${found.size} of ${counted(graph.steps.length, "step")}`}
        </span>
        <label class="graph-focus">
          <span>Show</span>
          <select
            aria-label="Show"
            value={focus}
            disabled={centre === undefined}
            title={centre === undefined ? "Choose a step first" : undefined}
            onChange={({ currentTarget }) => {
              // Its options are the keys.
              setFocus(currentTarget.value as Focus);
            }}
          >
            {Object.entries(focuses).map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <span class="graph-buttons" role="group" aria-label="View">
          <button
            type="button"
            class="button"
            aria-label="Zoom out"
            disabled={isList}
            onClick={() => view.current?.zoom(0.8)}
          >
            −
          </button>
          <button
            type="button"
            class="button"
            aria-label="Zoom in"
            disabled={isList}
            onClick={() => view.current?.zoom(1.25)}
          >
            +
          </button>
          <button
            type="button"
            class="button"
            disabled={isList}
            onClick={() => view.current?.fit()}
          >
            Fit
          </button>
          <button
            type="button"
            class="button"
            aria-pressed={isList}
            onClick={() => setIsList(!isList)}
          >
            List
          </button>
        </span>
      </div>
      {isList ? (
        <GraphList
          graph={graph}
          steps={byName}
          shown={shown}
          selected={selected}
          onSelect={onSelect}
        />
      ) : (
        <GraphCanvas
          graph={graph}
          steps={steps}
          shown={shown}
          found={found}
          selected={selected}
          view={view}
          onCurrent={setCurrent}
          onSelect={onSelect}
        />
      )}
    </div>
  );
}

/** The graph of a definition, the same as long as the definition says the same. */
function useGraph(definition: JsonObject, steps: readonly StepView[]): StepGraph {
  const last = useRef<{ text: string; graph: StepGraph }>(undefined);
  return useMemo(() => {
    const text = JSON.stringify(definition);
    const graph = last.current?.text === text ? last.current.graph : stepGraph(definition, steps);
    last.current = { text, graph };
    return graph;
  }, [definition]);
}

function focused(graph: StepGraph, name: string, focus: Focus): ReadonlySet<string> | undefined {
  if (focus === "all") return undefined;
  const names = new Set([name]);
  if (focus !== "after") for (const other of reach(name, graph.before)) names.add(other);
  if (focus !== "before") for (const other of reach(name, graph.after)) names.add(other);
  return names;
}
