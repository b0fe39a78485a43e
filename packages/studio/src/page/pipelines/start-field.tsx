import type { JSX } from "preact";
import type { ParameterView } from "../../api.ts";
import { LongText } from "../ui/long-text.tsx";
import { isDefault } from "./start-values.ts";

interface Props {
  readonly id: string;
  readonly parameter: ParameterView;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
}

/** A parameter to fill in, with what is wrong with its value and what its default is. */
export function StartField({ id, parameter, value, fault, onValue }: Props): JSX.Element {
  const { name, type, defaultValue } = parameter;
  const isChanged = defaultValue !== undefined && !isDefault(parameter, value);
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
            Default: <code>{defaultValue === "" ? "empty" : <LongText text={defaultValue} />}</code>{" "}
            <button type="button" class="link" onClick={() => onValue(defaultValue)}>
              Use it<span class="sr-only"> for {name}</span>
            </button>
          </span>
        )}
      </div>
    </div>
  );
}

function Control({ id, parameter, value, fault, onValue }: Props): JSX.Element {
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
