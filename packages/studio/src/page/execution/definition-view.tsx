import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { pipelineLink } from "../links.ts";
import { JsonTree } from "../ui/json-tree.tsx";

/** The definition that the execution runs. */
export function DefinitionView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const { pipeline, version, definition } = execution;
  return (
    <section class="card">
      {version !== undefined && (
        <h2>
          <a href={pipelineLink(pipeline, { view: "versions", version: String(version) })}>
            Version {version}
          </a>
        </h2>
      )}
      <JsonTree value={definition} open={3} />
    </section>
  );
}
