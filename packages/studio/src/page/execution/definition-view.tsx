import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { pipelineLink } from "../links.ts";
import { Definition } from "../ui/definition.tsx";

/** The definition that the execution runs. */
export function DefinitionView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const { pipeline, version, definition } = execution;
  return (
    <>
      {version !== undefined && (
        <p class="lead">
          <a href={pipelineLink(pipeline, { view: "versions", version: String(version) })}>
            What version {version} changed
          </a>
        </p>
      )}
      <Definition definition={definition} />
    </>
  );
}
