import type { DefinitionDiff, JsonValue } from "@nacre/core";
import type { JSX } from "preact";
import { JsonTree } from "../ui/json-tree.tsx";

interface Props {
  /** Undefined when one of the two definitions is not understood. */
  readonly diff: DefinitionDiff | undefined;
}

type AttributeChange = DefinitionDiff["definition"][number];
type Kind = DefinitionDiff["steps"][number]["kind"];

const signs: Readonly<Record<Kind, string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  renamed: "→",
};

const effects: Readonly<Record<DefinitionDiff["caching"][number]["effect"], string>> = {
  rerun: "runs again, nothing of the cache fits",
  unsure: "may run again",
  "turned on": "is taken from the cache from now on",
  "turned off": "is no longer taken from the cache",
  expiry: "is kept for another time",
};

/** What differs between two definitions. */
export function DefinitionDiffView({ diff }: Props): JSX.Element {
  if (diff === undefined) {
    return <p class="muted">They cannot be compared: one of them is not understood.</p>;
  }
  if (diff.isEmpty) return <p class="muted">The definitions mean the same.</p>;
  return (
    <div class="diff">
      {diff.definition.length > 0 && (
        <Part kind="changed" what="Definition" name="">
          <Attributes changes={diff.definition} />
        </Part>
      )}
      {diff.parameters.map(({ kind, name, attributes, parameter }) => (
        <Part key={name} kind={kind} what="Parameter" name={name}>
          <Attributes changes={attributes} />
          {/* A parameter of a definition is JSON. */}
          {parameter !== undefined && (
            <JsonTree value={parameter as unknown as JsonValue} open={1} />
          )}
        </Part>
      ))}
      {diff.steps.map(({ kind, name, type, previousName, attributes, step }) => (
        <Part
          key={name}
          kind={kind}
          what={`${type} step`}
          name={previousName === undefined ? name : `${previousName} → ${name}`}
        >
          <Attributes changes={attributes} />
          {/* A step of a definition is JSON. */}
          {step !== undefined && <JsonTree value={step as unknown as JsonValue} open={0} />}
        </Part>
      ))}
      {diff.caching.length > 0 && (
        <section>
          <h3>Caching</h3>
          <ul>
            {diff.caching.map(({ step, effect, because }) => (
              <li key={`${step} ${effect}`}>
                {step} <span class="muted">{effects[effect]}:</span>{" "}
                <code class="break">{because.join(", ")}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface PartProps {
  readonly kind: Kind;
  readonly what: string;
  readonly name: string;
  readonly children: JSX.Element | readonly (JSX.Element | false)[];
}

function Part({ kind, what, name, children }: PartProps): JSX.Element {
  return (
    <section class={`diff-part diff-${kind}`}>
      <h3>
        <span class="diff-sign" aria-hidden="true">
          {signs[kind]}
        </span>
        <span class="muted">{what}</span> {name} <span class="muted">{kind}</span>
      </h3>
      {children}
    </section>
  );
}

function Attributes({ changes }: { readonly changes: readonly AttributeChange[] }): JSX.Element {
  return (
    <dl class="diff-attributes">
      {changes.map(({ path, before, after }) => (
        <div key={path}>
          <dt>
            <code>{path}</code>
          </dt>
          <dd>
            {before !== undefined && <del>{valueText(before)}</del>}{" "}
            {after !== undefined && <ins>{valueText(after)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function valueText(value: JsonValue): string {
  return JSON.stringify(value);
}
