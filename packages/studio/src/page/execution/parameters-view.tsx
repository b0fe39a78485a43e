import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { Empty } from "../ui/states.tsx";
import { defaultsOf } from "./defaults.ts";

/** The parameters of an execution; those that are not the default stand out. */
export function ParametersView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const entries = Object.entries(execution.parameters);
  const defaults = defaultsOf(execution.definition);
  if (entries.length === 0) return <Empty title="The pipeline has no parameters" />;
  return (
    <div class="table-wrap" role="region" aria-label="Parameters" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Default</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, value]) => {
            const usual = defaults[name];
            const isChanged = usual !== value;
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="break">{isChanged ? <b>{value}</b> : value}</td>
                <td class="muted break">{isChanged ? (usual ?? "none") : "the same"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
