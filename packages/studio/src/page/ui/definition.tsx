import type { JsonObject } from "@nacre/core";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { stepDefinition } from "../format/step-definition.ts";
import { DefinitionGraph } from "../graph/execution-graph.tsx";
import { JsonTree } from "./json-tree.tsx";

/** A definition as a graph, and below it as it is written: whole, or the step that was chosen. */
export function Definition({ definition }: { readonly definition: JsonObject }): JSX.Element {
  const [selected, setSelected] = useState<string>();
  const step = selected === undefined ? undefined : stepDefinition(definition, selected);
  return (
    <>
      <div class="card card-flush">
        <DefinitionGraph
          definition={definition}
          selected={selected}
          onSelect={(name) => setSelected(name === selected ? undefined : name)}
        />
      </div>
      <section class="card">
        <h2>
          {selected ?? "The whole definition"}{" "}
          {selected !== undefined && (
            <button type="button" class="button quiet" onClick={() => setSelected(undefined)}>
              Show all
            </button>
          )}
        </h2>
        <JsonTree key={selected} value={step ?? definition} open={3} />
      </section>
    </>
  );
}
