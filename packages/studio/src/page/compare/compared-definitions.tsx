import type { JSX } from "preact";
import { DefinitionDiffView } from "./definition-diff.tsx";
import type { ComparedDefinition } from "./definitions.ts";

/** Where the definitions stand on the page. */
export const definitionsAnchor = "definitions";

/** What the definitions of the others have otherwise than that of the first. */
export function ComparedDefinitions({
  definitions,
}: {
  readonly definitions: readonly ComparedDefinition[];
}): JSX.Element {
  const [first, ...others] = definitions;
  const differing = others.filter(({ diff }) => diff?.isEmpty !== true);
  const name = first?.executions[0];
  return (
    <div id={definitionsAnchor}>
      {differing.length === 0 && (
        <section class="card">
          <h2>Definitions</h2>
          <p class="muted">All of them run the same definition.</p>
        </section>
      )}
      {differing.map(({ executions, diff }) => (
        <section key={executions[0]?.id} class="card">
          <h2>
            Definition of {name?.displayName ?? name?.id} →{" "}
            {executions.map(({ displayName, id }) => displayName ?? id).join(", ")}
          </h2>
          <DefinitionDiffView diff={diff} />
        </section>
      ))}
    </div>
  );
}
