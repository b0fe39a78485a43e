import type { JSX } from "preact";
import { graphKeys } from "../graph/graph-keys.ts";
import { Dialog } from "../ui/dialog.tsx";

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["?"], "These keys"],
  [["/"], "Search or filter what the page shows"],
  [["↑", "↓"], "From row to row of a table"],
  [["←", "→"], "From point to point of a chart"],
  [["Tab"], "To the next link or field"],
  [["Enter"], "Open the link"],
  [["Esc"], "Close the panel or the dialog"],
  [["g", "p"], "Pipelines"],
  [["g", "m"], "Models"],
];

const filters: readonly (readonly [filter: string, finds: string])[] = [
  ["failed", "the word in any column"],
  ["status:failed", "the word in that column"],
  ["started>=2026-11-23", "times, as far as they are given"],
  ["mse<6", "numbers: <, <=, >, >= and ="],
  ["-stopped", "what does not have the word"],
  ['"two words"', "both, one after the other"],
];

/** Keys, and how to filter. */
export function Help({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys and filters" onClose={onClose}>
      <dl class="help-list">
        {keys.map(([names, does]) => (
          <div key={does}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>In the graph</h3>
      <dl class="help-list">
        {graphKeys.map(([name, does]) => (
          <div key={name}>
            <dt>
              <kbd>{name}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>Filters of tables</h3>
      <dl class="help-list">
        {filters.map(([filter, finds]) => (
          <div key={filter}>
            <dt>
              <code>{filter}</code>
            </dt>
            <dd>{finds}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
