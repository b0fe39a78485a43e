import type { JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { comparable, declaredParameters } from "../format/parameter.ts";
import { LongText } from "../ui/long-text.tsx";
import { Empty } from "../ui/states.tsx";

/** The parameters of an execution; those that are not the default stand out. */
export function ParametersView({ execution }: { readonly execution: ExecutionView }): JSX.Element {
  const entries = Object.entries(execution.parameters);
  const declared = new Map(
    declaredParameters(execution.definition).map((parameter) => [parameter.name, parameter]),
  );
  if (entries.length === 0) return <Empty title="The pipeline has no parameters" />;
  return (
    <div class="table-wrap" role="region" aria-label="Parameters" tabIndex={0}>
      <table class="table table-parameters">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Default</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, value]) => {
            const { isNumber = false, defaultValue } = declared.get(name) ?? {};
            const isChanged = comparable(value, isNumber) !== comparable(defaultValue, isNumber);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class={isChanged ? "changed" : undefined}>
                  <LongText text={value} />
                </td>
                <td class="muted">
                  {isChanged ? <LongText text={defaultValue ?? "none"} /> : "the same"}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
