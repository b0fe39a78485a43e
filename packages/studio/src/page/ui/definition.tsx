import type { JsonObject } from "@nacre/core";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { DefinitionGraph } from "../graph/execution-graph.tsx";
import { JsonTree } from "./json-tree.tsx";

/** A definition as a graph, and below it as it is written: whole, or the step that was chosen. */
export function Definition({ definition }: { readonly definition: JsonObject }): JSX.Element {
  const [selected, setSelected] = useState<string>();
  const step = selected === undefined ? undefined : stepNamed(definition, selected);
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

/** A step by its name, also in the branches of conditions. */
function stepNamed(part: unknown, name: string): JsonObject | undefined {
  if (typeof part !== "object" || part === null) return undefined;
  if (!Array.isArray(part) && "Name" in part && "Type" in part && part.Name === name) {
    // What has a name and a type, in a definition that is JSON, is an object of JSON.
    if ("Arguments" in part) return part as JsonObject;
  }
  for (const member of Object.values(part)) {
    const found = stepNamed(member, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
