import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ParameterView, PipelineView } from "../../api.ts";
import { api } from "../data/api.ts";
import { useAction } from "../data/use-action.ts";
import { counted } from "../format/number.ts";
import { executionLink, pipelineLink } from "../links.ts";
import { Fault } from "../ui/states.tsx";
import { clearDraft, readDraft, writeDraft } from "./draft.ts";
import { firstValues, formFaults, nameFault, startRequest, type Typed } from "./start-values.ts";

interface Props {
  readonly pipeline: PipelineView;
  /** Values that a link fills in. */
  readonly given: Typed;
}

/** The parameters of a pipeline to fill in. What is typed is kept until the execution has started. */
export function StartForm({ pipeline, given }: Props): JSX.Element {
  const { name, parameters } = pipeline;
  const [typed, setTyped] = useState<Typed>(() => firstValues(parameters, given, readDraft(name)));
  const [displayName, setDisplayName] = useState("");
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { route } = useLocation();
  const faults = formFaults(parameters, typed);
  const wrongName = nameFault(displayName);
  const count = Object.keys(faults).length + (wrongName === undefined ? 0 : 1);
  useEffect(() => writeDraft(name, typed), [name, typed]);
  const start = useAction(async () => {
    const { id } = await api.start(name, startRequest(parameters, typed, displayName));
    clearDraft(name);
    route(executionLink({ pipeline: name, id }));
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    setChecked(true);
    if (count === 0) start.run();
    else {
      const first = parameters.find((parameter) => Object.hasOwn(faults, parameter.name));
      const id = first === undefined ? "display-name" : fieldId(parameters, first);
      form.current?.querySelector<HTMLElement>(`#${id}`)?.focus();
    }
  };
  return (
    <form ref={form} class="form" noValidate onSubmit={submit}>
      {parameters.length === 0 && <p class="muted">The pipeline has no parameters.</p>}
      {parameters.map((parameter) => (
        <Field
          key={parameter.name}
          id={fieldId(parameters, parameter)}
          parameter={parameter}
          value={typed[parameter.name] ?? ""}
          fault={isChecked ? faults[parameter.name] : undefined}
          onValue={(value) => setTyped({ ...typed, [parameter.name]: value })}
        />
      ))}
      <div class="field">
        <label for="display-name">
          Name <span class="muted">of the execution, optional</span>
        </label>
        <input
          id="display-name"
          type="text"
          value={displayName}
          aria-invalid={isChecked && wrongName !== undefined}
          aria-describedby="display-name-note"
          onInput={({ currentTarget: { value } }) => setDisplayName(value)}
        />
        <div id="display-name-note" class="field-note">
          {isChecked && wrongName !== undefined && <span class="field-fault">{wrongName}</span>}
        </div>
      </div>
      {start.error !== undefined && <Fault error={start.error} />}
      {isChecked && count > 0 && (
        <p class="field-fault" role="alert">
          {counted(count, "value")} to correct.
        </p>
      )}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={start.isRunning}>
          {start.isRunning ? "Starting…" : "Start execution"}
        </button>
        <a class="button quiet" href={pipelineLink(name)}>
          Cancel
        </a>
        <button
          type="button"
          class="button quiet push"
          onClick={() => setTyped(firstValues(parameters))}
        >
          All defaults
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly parameter: ParameterView;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
}

function Field({ id, parameter, value, fault, onValue }: FieldProps): JSX.Element {
  const { name, type, defaultValue } = parameter;
  const isChanged = defaultValue !== undefined && value !== defaultValue;
  return (
    <div class={isChanged ? "field field-changed" : "field"}>
      <label for={id}>
        {name} <span class="muted">{type}</span>
      </label>
      <Control id={id} parameter={parameter} value={value} fault={fault} onValue={onValue} />
      <div id={`${id}-note`} class="field-note">
        {fault !== undefined && <span class="field-fault">{fault}</span>}
        {isChanged && (
          <span class="muted">
            Default: <code>{defaultValue === "" ? "empty" : defaultValue}</code>{" "}
            <button type="button" class="link" onClick={() => onValue(defaultValue)}>
              Use it<span class="sr-only"> for {name}</span>
            </button>
          </span>
        )}
      </div>
    </div>
  );
}

function Control({ id, parameter, value, fault, onValue }: FieldProps): JSX.Element {
  const { type, enumValues, defaultValue } = parameter;
  const common = {
    id,
    value,
    "aria-invalid": fault !== undefined,
    "aria-describedby": `${id}-note`,
    "aria-required": defaultValue === undefined,
  } as const;
  const choices = enumValues ?? (type === "Boolean" ? ["true", "false"] : undefined);
  if (choices !== undefined) {
    return (
      <select {...common} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        {!choices.includes(value) && (
          <option value={value}>{value === "" ? "Choose…" : value}</option>
        )}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      type="text"
      class={type === "String" ? undefined : "number-field"}
      inputMode={type === "Integer" ? "numeric" : type === "Float" ? "decimal" : "text"}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => onValue(currentTarget.value)}
    />
  );
}

/** Names of parameters can have any characters, ids of fields not. */
function fieldId(parameters: readonly ParameterView[], parameter: ParameterView): string {
  return `parameter-${parameters.indexOf(parameter)}`;
}
